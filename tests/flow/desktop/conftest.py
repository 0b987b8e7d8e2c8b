"""The fixture of these tests."""

from support.centre import centre

__all__ = ["centre"]
