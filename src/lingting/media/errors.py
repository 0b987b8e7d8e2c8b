"""What can go wrong with prompts."""

from lingting.kernel.errors import Conflict, Invalid, NotFound


class PromptNotFound(NotFound):
    """No prompt has this key."""


class PromptKeyTaken(Conflict):
    """Another prompt has this key."""


class PromptKeyUnfit(Invalid):
    """A key is 2 to 60 letters a-z, digits and hyphens."""


class PromptInUse(Conflict):
    """A flow still plays it."""


class PromptIsShipped(Conflict):
    """A prompt that the product needs cannot be deleted."""


class PromptHasNoWords(Invalid):
    """A prompt needs words in at least one language."""


class SoundUnreadable(Invalid):
    """The file is no sound that can be read."""


class SoundTooLarge(Invalid):
    """The file is larger than allowed."""


class SoundTooLong(Invalid):
    """The recording is longer than allowed."""


class SoundTypeUnknown(Invalid):
    """Only WAV, MP3, OGG and WebM are taken."""


class SoundSilent(Invalid):
    """The recording holds no sound."""


class PromptSoundMissing(NotFound):
    """There is nothing to hear for this prompt in this language."""
