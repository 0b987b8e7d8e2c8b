"""What upper features may ask of mail."""

from typing import Protocol

from lingting.mail.domain import Attachment, Hindrance, Letter, NotSent, fit_address
from lingting.platform.db import Transaction

__all__ = ["Attachment", "Hindrance", "Letter", "Mail", "NotSent", "fit_address"]


class Mail(Protocol):
    """Sends letters through a company's mail server."""

    async def is_set(self, tx: Transaction) -> bool:
        """Whether the company has set one."""
        ...

    async def send(self, tx: Transaction, letter: Letter) -> None:
        """Returns when the server took the letter; raises NotSent."""
        ...
