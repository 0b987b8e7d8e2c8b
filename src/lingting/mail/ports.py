"""What hands letters to a mail server. Everything here blocks: the service asks in a thread."""

from typing import Protocol

from lingting.mail.domain import Letter, MailServer


class Post(Protocol):
    """A mail server as we see it."""

    def deliver(self, server: MailServer, secret: str, letter: Letter) -> None:
        """Returns when the server took the letter; raises NotSent."""
        ...

    def greet(self, server: MailServer, secret: str) -> None:
        """Connects and logs in, and sends nothing; raises NotSent."""
        ...
