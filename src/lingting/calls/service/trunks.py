"""The way to the public network, as the operator's settings name it."""

from urllib.parse import unquote, urlsplit

from lingting.calls.errors import TrunkUnfit
from lingting.calls.ports import TrunkAccount
from lingting.numbers.domain import DEFAULT_TRUNK, company_trunk
from lingting.platform.settings import Settings

SIP_PORT = 5060


def trunks_of(settings: Settings) -> list[TrunkAccount]:
    """The installation's trunk and those of single companies."""
    default = trunk_of(settings.trunk, DEFAULT_TRUNK.name, register=settings.trunk_registers)
    own = settings.company_trunks.items()
    named = [trunk_of(address, company_trunk(name).name) for name, address in own]
    return [trunk for trunk in (default, *named) if trunk is not None]


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
