"""The way to the public network, as the operator's setting names it."""

from urllib.parse import unquote, urlsplit

from lingting.calls.errors import TrunkUnfit
from lingting.calls.ports import TrunkAccount

SIP_PORT = 5060


def trunk_of(address: str, name: str, *, register: bool = False) -> TrunkAccount | None:
    """Reads `sip:[user:secret@]host[:port]`; None for an empty text, TrunkUnfit for another."""
    if not address.strip():
        return None
    parts = urlsplit(address.strip().replace("sip:", "sip://", 1))
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        raise TrunkUnfit() from None
    if parts.scheme != "sip" or not host:
        raise TrunkUnfit()
    return TrunkAccount(
        name=name,
        host=host,
        port=port or SIP_PORT,
        user=unquote(parts.username or ""),
        secret=unquote(parts.password or ""),
        register=register,
    )
