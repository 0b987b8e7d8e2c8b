"""Fixtures of this folder."""

from support.centre import centre as centre
