"""HTTP resources of recordings."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import FileResponse
from pydantic import BaseModel

from lingting.kernel.ids import RecordingId
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Someone
from lingting.recordings.service import RecordingService
from lingting.recordings.sound import PEAKS_PER_SECOND


class Peaks(BaseModel):
    """A waveform: peaks of each channel, 0 to 127 (left: what the agent hears, right: he)."""

    duration: float
    per_second: int
    peaks: list[list[int]]


def routes(service: RecordingService) -> APIRouter:
    """The router of this feature; who may hear what is decided per recording."""
    router = api_router("/recordings", tags=["recordings"])

    @router.get("/{recording}/audio", operation_id="recording_audio", response_class=FileResponse)
    async def audio(
        recording: UUID, who: Someone, range: Annotated[str | None, Header()] = None
    ) -> FileResponse:
        """The WAV file; parts of it by `Range`."""
        anew = range is None or range.startswith("bytes=0-")
        found = await service.open(who, RecordingId(recording), anew=anew)
        return FileResponse(found.path, media_type="audio/wav", filename=f"{found.id}.wav")

    @router.get("/{recording}/peaks", operation_id="recording_peaks")
    async def peaks(recording: UUID, who: Someone) -> Peaks:
        seconds, rows = await service.peaks(who, RecordingId(recording))
        return Peaks(duration=seconds, per_second=PEAKS_PER_SECOND, peaks=rows)

    return router
