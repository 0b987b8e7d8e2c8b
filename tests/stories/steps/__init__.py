"""The words of a story. Each step bears being out of place: then it does nothing.

A story is a list of `(word, *arguments)`; people are numbered from 0, number 3 leads. Instead of
a number, `WHO_TALKS`, `WHO_RINGS` and `WHO_WRAPS` are whoever does so then.
"""

from __future__ import annotations

from stories.steps import attending, callers, leading, talking, trouble
from stories.steps.words import AT_WORK_ALREADY, WHO_RINGS, WHO_TALKS, WHO_WRAPS, Step, perform

KINDS = (attending, callers, leading, talking, trouble)
"""Where the words are."""
__all__ = ["AT_WORK_ALREADY", "WHO_RINGS", "WHO_TALKS", "WHO_WRAPS", "Step", "perform"]
