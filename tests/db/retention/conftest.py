"""The fixture of these tests."""

from support.past import demo

__all__ = ["demo"]
