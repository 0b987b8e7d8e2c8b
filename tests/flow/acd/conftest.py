"""Fixtures of this folder."""

from support.routing import routing as routing
