"""Who reads the log, and how much of it he may see."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import TenantId
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import Language, preferred

READ_ALL = "calls.read"
READ_OWN = "calls.read_own"
LISTEN = "recordings.listen"
EXPORT = "calls.export"
CHIEF = "settings.write"
"""Who may change everything of the company may change its shared reports too."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A person with the right to read calls: all of them, or (`only_of`) those he was in."""

    principal: Principal
    only_of: UUID | None
    see_numbers: bool
    may_listen: bool
    language: Language

    def may_hear(self, agent: UUID | None) -> bool:
        """Whether he may listen to what was recorded of `agent`; everybody hears himself."""
        return self.may_listen or (agent is not None and agent == self.principal.user)

    @property
    def tenant(self) -> TenantId:
        """The company whose calls they are."""
        return self.principal.tenant


async def _reader(
    request: Request, principal: Annotated[Principal, require(READ_ALL, READ_OWN)]
) -> Reader:
    return Reader(
        principal=principal,
        only_of=None if principal.may(READ_ALL) else principal.user,
        see_numbers=principal.may(SEE_NUMBERS),
        may_listen=principal.may(LISTEN),
        language=preferred(request.headers.get("accept-language")),
    )


CallReader = Annotated[Reader, Depends(_reader)]
