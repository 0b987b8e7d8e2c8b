"""What upper features may ask of the trail."""

from lingting.platform.trail import Trail


class Audit(Trail):
    """The trail itself: `record(tx, principal, action, target, details)`."""
