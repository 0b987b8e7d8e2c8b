"""What upper features may ask of mail."""

from typing import Protocol

from lingting.mail.domain import Attachment, Hindrance, Letter, NotSent, fit_address

__all__ = ["Attachment", "Hindrance", "Letter", "Mail", "NotSent", "fit_address"]


class Mail(Protocol):
    """Sends letters through the installation's mail server."""

    async def is_set(self) -> bool:
        """Whether a mail server is set."""
        ...

    async def send(self, letter: Letter) -> None:
        """Returns when the server took the letter; raises NotSent."""
        ...
