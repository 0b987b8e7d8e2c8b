"""Asterisk's security events, read from the manager, and the list of addresses that it refuses."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime

from lingting.adapters.asterisk.ami import AmiAddress, AmiClient
from lingting.adapters.asterisk.config.layout import BANS
from lingting.calls.ports import AccountClaimed, Claim
from lingting.platform.log import get_log

log = get_log(__name__)

RETRY_SECONDS = 2.0
ADDRESSES_A_LINE = 20
"""The manager takes lines of 1,024 characters and about 120 of them."""
CLAIMS: Mapping[str, Claim] = {
    "ChallengeSent": Claim.CHALLENGED,
    "ChallengeResponseFailed": Claim.FAILED,
    "InvalidPassword": Claim.FAILED,
    "InvalidAccountID": Claim.FAILED,
    "SuccessfulAuth": Claim.SUCCEEDED,
    "FailedACL": Claim.REFUSED,
}
_ADDRESS = re.compile(r"IPV[46]/\w+/(.+)/\d+")


def claim_of(block: Mapping[str, str]) -> AccountClaimed | None:
    """What an event of the manager says about who claimed an account by SIP."""
    claim = CLAIMS.get(block.get("Event", ""))
    where = _ADDRESS.fullmatch(block.get("RemoteAddress", ""))
    if claim is None or where is None or block.get("Service") != "PJSIP":
        return None
    return AccountClaimed(at=datetime.now(UTC), address=where[1], claim=claim)


async def watch_claims(
    address: Callable[[], AmiAddress], tell: Callable[[AccountClaimed], None]
) -> None:
    """Tells of each claim, over a connection of its own; runs until cancelled."""
    while True:
        with contextlib.suppress(OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            async for block in _blocks(address()):
                claim = claim_of(block)
                if claim is not None:
                    tell(claim)
        await asyncio.sleep(RETRY_SECONDS)


async def refuse(ami: AmiClient, addresses: Sequence[str]) -> None:
    """Replaces the list of refused addresses in acl.conf and lets Asterisk read it.

    The manager edits the file, so that this works wherever Asterisk runs.
    """
    steps = [("EmptyCat", "")]
    for first in range(0, len(addresses), ADDRESSES_A_LINE):
        steps.append(("Append", ",".join(addresses[first : first + ADDRESSES_A_LINE])))
    fields = {"SrcFilename": "acl.conf", "DstFilename": "acl.conf", "Reload": "acl"}
    for number, (action, value) in enumerate(steps):
        fields |= {f"Action-{number:06}": action, f"Cat-{number:06}": BANS}
        if value:
            fields |= {f"Var-{number:06}": "deny", f"Value-{number:06}": value}
    answer = await ami.action("UpdateConfig", fields)
    if answer.get("Response") != "Success":
        log.error("addresses not refused", reason=answer.get("Message", ""))


async def _blocks(address: AmiAddress) -> AsyncIterator[Mapping[str, str]]:
    reader, writer = await asyncio.open_connection(address.host, address.port)
    try:
        fields = {"Action": "Login", "Username": address.user, "Secret": address.secret}
        lines = "".join(f"{key}: {value}\r\n" for key, value in fields.items())
        writer.write(f"{lines}Events: security\r\n\r\n".encode())
        await reader.readuntil(b"\n")
        while True:
            text = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
            pairs = (line.partition(":") for line in text.split("\r\n"))
            yield {key.strip(): value.strip() for key, _, value in pairs if key}
    finally:
        writer.close()
