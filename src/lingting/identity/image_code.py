"""The image code (验证码): four digits drawn so that a person reads them and a script hardly."""

import base64
import io
import secrets
from random import SystemRandom

from PIL import Image, ImageDraw, ImageFont

from lingting.identity.domain.login import CAPTCHA_DIGITS

_WIDTH, _HEIGHT = 120, 44
_PAPER = (246, 248, 250)
_INKS = ((31, 78, 121), (127, 45, 45), (38, 96, 60), (88, 52, 120))
_RANDOM = SystemRandom()


def new_code() -> str:
    """Four random digits."""
    return "".join(str(secrets.randbelow(10)) for _ in range(CAPTCHA_DIGITS))


def data_url(code: str) -> str:
    """A picture of the code as a `data:` address of a PNG."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    _scatter(picture)
    step = (_WIDTH - 16) // len(code)
    for place, digit in enumerate(code):
        tile = _tile(digit)
        x = 8 + place * step + _RANDOM.randint(-3, 3)
        picture.paste(tile, (x, _RANDOM.randint(-1, 5)), tile)
    _strike(picture)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _tile(digit: str) -> Image.Image:
    font = ImageFont.load_default(size=_RANDOM.randint(28, 34))
    tile = Image.new("RGBA", (36, 40), (0, 0, 0, 0))
    ImageDraw.Draw(tile).text((18, 20), digit, _RANDOM.choice(_INKS), font, anchor="mm")
    return tile.rotate(_RANDOM.uniform(-22, 22), Image.Resampling.BICUBIC)


def _scatter(picture: Image.Image) -> None:
    draw = ImageDraw.Draw(picture)
    for _ in range(140):
        grey = _RANDOM.randint(150, 225)
        draw.point((_RANDOM.randrange(_WIDTH), _RANDOM.randrange(_HEIGHT)), (grey, grey, grey))


def _strike(picture: Image.Image) -> None:
    draw = ImageDraw.Draw(picture)
    for _ in range(3):
        start = (_RANDOM.randrange(20), _RANDOM.randrange(_HEIGHT))
        end = (_WIDTH - _RANDOM.randrange(20), _RANDOM.randrange(_HEIGHT))
        draw.line((start, end), _RANDOM.choice(_INKS), width=1)
