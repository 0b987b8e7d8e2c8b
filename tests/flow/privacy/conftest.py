"""The fixture of these tests."""

from support.whole import whole

__all__ = ["whole"]
