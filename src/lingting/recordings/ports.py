"""What recordings need of the switch."""

from collections.abc import Callable
from pathlib import Path

from lingting.recordings.domain import Raw

Finish = Callable[[Path], Raw]
"""Finishes the file of a recording that is over, where the switch had no room to. Blocks."""
