"""What upper features may ask of the trail."""

from typing import Protocol

from lingting.platform.trail import Trail


class Audit(Trail, Protocol):
    """The trail itself: `record(tx, principal, action, target, details)`."""
