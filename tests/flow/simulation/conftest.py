"""The fixture of these stories."""

from support.flow_centre import flow_centre

__all__ = ["flow_centre"]
