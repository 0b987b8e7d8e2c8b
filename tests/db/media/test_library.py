"""The voice library over HTTP: words, recordings, listening, where used."""

import io
import math
import struct
import wave

import av
import httpx
import numpy as np
import pytest

from support.flow_centre import FlowCentre

pytestmark = pytest.mark.db


def wav(seconds: float = 1.0, rate: int = 44100, channels: int = 2, loud: int = 9000) -> bytes:
    """A tone as people upload it: another rate, two channels."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        tone = (
            int(loud * math.sin(2 * math.pi * 440 * n / rate)) for n in range(int(rate * seconds))
        )
        out.writeframes(b"".join(struct.pack("<h", value) * channels for value in tone))
    return file.getvalue()


def mp3(seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as out:
        stream = out.add_stream("mp3", rate=24000)
        n = np.arange(int(24000 * seconds))
        tone = (9000 * np.sin(2 * np.pi * 440 * n / 24000)).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = 24000
        resampler = av.AudioResampler(format="fltp", layout="mono", rate=24000)
        for part in resampler.resample(frame):
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return file.getvalue()


def webm(seconds: float = 1.0) -> bytes:
    """What a browser records."""
    file = io.BytesIO()
    with av.open(file, "w", format="webm") as out:
        stream = out.add_stream("libopus", rate=48000)
        n = np.arange(int(48000 * seconds))
        tone = (9000 * np.sin(2 * np.pi * 440 * n / 48000)).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(tone, format="s16", layout="mono")
        frame.sample_rate = 48000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return file.getvalue()


async def upload(client: httpx.AsyncClient, data: bytes, name: str = "欢迎.wav") -> httpx.Response:
    return await client.put(
        "/api/prompts/welcome/recordings/zh-CN", files={"file": (name, data, "audio/wav")}
    )


def read(data: bytes) -> tuple[int, int, float]:
    with wave.open(io.BytesIO(data)) as file:
        return file.getframerate(), file.getnchannels(), file.getnframes() / file.getframerate()


@pytest.mark.req("IVR-29")
async def test_the_library_lists_every_shipped_prompt(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in()
    answer = (await client.get("/api/prompts")).json()
    goodbye = next(one for one in answer["items"] if one["key"] == "goodbye")
    assert goodbye["texts"]["zh-CN"] == "谢谢您的来电，再见。"
    assert goodbye["shipped"]
    assert goodbye["names"] == goodbye["texts"]
    found = (await client.get("/api/prompts", params={"q": "留言", "category": "voicemail"})).json()
    assert {one["key"] for one in found["items"]} == {
        "voicemail-failed", "voicemail-intro", "voicemail-short", "voicemail-stored",
    }  # fmt: skip


@pytest.mark.req("IVR-29")
async def test_a_shipped_prompt_is_called_in_both_languages_until_somebody_names_it(
    flow_centre: FlowCentre,
) -> None:
    client = await flow_centre.voice.centre.log_in()
    was = (await client.get("/api/prompts/goodbye")).json()
    reworded = await client.patch("/api/prompts/goodbye", json={"zh": "再会。", "en": "Bye."})
    assert reworded.json()["names"] == was["names"]
    assert was["names"]["en"] == was["texts"]["en"] != was["names"]["zh-CN"]
    named = await client.patch("/api/prompts/goodbye", json={"name": "结束语"})
    assert named.json()["names"] == {"zh-CN": "结束语", "en": "结束语"}


@pytest.mark.req("IVR-20", "IVR-29")
@pytest.mark.parametrize(("data", "name"), [(wav(), "a.wav"), (mp3(), "a.mp3"), (webm(), "a.webm")])
async def test_a_recording_replaces_the_words_and_becomes_telephone_sound(
    flow_centre: FlowCentre, data: bytes, name: str
) -> None:
    client = await flow_centre.voice.centre.log_in()
    answer = await upload(client, data, name)
    assert answer.status_code == 200, answer.text
    assert answer.json()["recordings"]["zh-CN"]["original_name"] == name
    heard = await client.get("/api/prompts/welcome/audio")
    rate, channels, seconds = read(heard.content)
    assert (rate, channels) == (8000, 1)
    assert seconds == pytest.approx(1.0, abs=0.1)
    await flow_centre.calls_in()
    assert flow_centre.hears[0].startswith("welcome.zh-CN.")


@pytest.mark.req("IVR-29")
async def test_without_its_recording_a_prompt_has_its_words_again(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in()
    await upload(client, wav())
    answer = await client.delete("/api/prompts/welcome/recordings/zh-CN")
    assert answer.json()["recordings"] == {}
    await flow_centre.calls_in()
    assert flow_centre.hears == ["您好，欢迎致电。"]


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"", "sound-type-unknown"),
        (b"hello", "sound-type-unknown"),
        (b"RIFF....WAVEfmt broken", "sound-unreadable"),
        (b"\xff\xfb" + b"\x00" * 400, "sound-unreadable"),
        (wav(loud=0), "sound-silent"),
        (wav(601, rate=8000, channels=1), "sound-too-long"),
        (b"RIFF" + b"\x00" * (20 * 1024 * 1024 + 1), "sound-too-large"),
    ],
)
async def test_what_is_no_usable_sound_is_refused(
    flow_centre: FlowCentre, data: bytes, slug: str
) -> None:
    client = await flow_centre.voice.centre.log_in()
    refused = await upload(client, data)
    assert (refused.status_code, refused.json()["slug"]) == (422, slug)


@pytest.mark.req("IVR-29")
async def test_changed_words_are_heard_at_once(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in()
    changed = await client.patch("/api/prompts/welcome", json={"zh": "您好，这里是客服中心。"})
    assert changed.json()["texts"]["en"] == "Welcome, and thank you for calling."
    await flow_centre.calls_in()
    assert flow_centre.hears == ["您好，这里是客服中心。"]


@pytest.mark.req("IVR-29", "IVR-16")
async def test_a_prompt_says_where_it_is_used(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in()
    uses = (await client.get("/api/prompts/goodbye")).json()["uses"]
    assert {use["name"] for use in uses} == {"呼叫中心接听流程", "留言子程序"}


async def test_a_prompt_is_added_and_deleted_but_not_while_it_is_used(
    flow_centre: FlowCentre,
) -> None:
    client = await flow_centre.voice.centre.log_in()
    made = await client.post("/api/prompts", json={"key": "promo", "name": "活动", "zh": "好消息"})
    assert made.status_code == 201
    again = await client.post("/api/prompts", json={"key": "promo", "name": "活动", "zh": "好"})
    assert again.json()["slug"] == "prompt-key-taken"
    place = f"/api/flows/{flow_centre.inbound}/draft"
    draft = (await client.get(place)).json()
    draft["document"]["nodes"]["welcome"]["prompts"] = ["promo"]
    saved = await client.put(place, json={"document": draft["document"], "revision": 1})
    assert saved.json()["problems"] == []
    assert (await client.delete("/api/prompts/promo")).json()["slug"] == "prompt-in-use"
    assert (await client.delete("/api/prompts/goodbye")).json()["slug"] == "prompt-is-shipped"
    draft["document"]["nodes"]["welcome"]["prompts"] = ["welcome"]
    await client.put(place, json={"document": draft["document"], "revision": 2})
    assert (await client.delete("/api/prompts/promo")).status_code == 204
    assert (await client.get("/api/prompts/promo")).status_code == 404


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"key": "Ä", "name": "x", "zh": "好"}, "prompt-key-unfit"),
        ({"name": "x"}, "prompt-has-no-words"),
    ],
)
async def test_an_unfit_prompt_is_refused(
    flow_centre: FlowCentre, body: dict[str, str], slug: str
) -> None:
    client = await flow_centre.voice.centre.log_in()
    refused = await client.post("/api/prompts", json=body)
    assert (refused.status_code, refused.json()["slug"]) == (422, slug)


async def test_another_company_hears_its_own_words(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in()
    await client.patch("/api/prompts/welcome", json={"zh": "甲公司"})
    other = await flow_centre.voice.centre.log_in(company="other")
    text = (await other.get("/api/prompts/welcome")).json()["texts"]["zh-CN"]
    assert text == "您好，欢迎致电。"


async def test_an_agent_may_not_change_the_library(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in("agent1")
    assert (await client.patch("/api/prompts/welcome", json={"zh": "x"})).status_code == 403
