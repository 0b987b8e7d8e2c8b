"""A user's photo: whatever is uploaded becomes a small square JPEG without metadata."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from lingting.identity.domain.errors import PhotoUnfit
from lingting.platform.aside import aside

LARGEST_FILE = 8 * 1024 * 1024
SIDE = 256
_MOST_PIXELS = 40_000_000
_KINDS = ("JPEG", "PNG", "WEBP", "GIF")


async def portrait(file: bytes) -> bytes:
    """A JPEG of 256 × 256 pixels; raises PhotoUnfit."""
    if len(file) > LARGEST_FILE:
        raise PhotoUnfit(field="photo")
    return await aside(_shrunk, file)


def _shrunk(file: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(file), formats=_KINDS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise PhotoUnfit(field="photo")
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise PhotoUnfit(field="photo") from None
    out = io.BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE)).save(out, "JPEG", quality=85)
    return out.getvalue()
