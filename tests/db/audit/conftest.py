"""Fixtures of this folder."""

from support.centre import centre as centre
from support.past import demo as demo
