"""What recordings need of the switch."""

from collections.abc import Callable
from pathlib import Path

from lingting.recordings.domain import Raw

Finish = Callable[[Path], Raw]
"""Makes the file of a recording that is over, where the switch has not made it. Blocks."""
