"""What is up in Asterisk after a (re)connect, as snapshots of legs."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote
from uuid import UUID

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.memory import LegMemory, Memory, snoop_of
from lingting.adapters.asterisk.translate import UNKNOWN_CONTACT, Json, caller_number
from lingting.calls.ports import LegSnapshot
from lingting.kernel.ids import BridgeId, LegId


def bridge_of(bridge_id: str) -> BridgeId | None:
    """Our id of a bridge; None for one that is not ours."""
    try:
        return BridgeId(UUID(bridge_id))
    except ValueError:
        return None


def snapshots(channels: Sequence[Json], bridges: Sequence[Json]) -> list[LegSnapshot]:
    """The legs that the engine holds; a caller that the dialplan still keeps is none of them."""
    joined = {
        channel: found
        for bridge in bridges
        if (found := bridge_of(bridge["id"])) is not None
        for channel in bridge.get("channels", [])
    }
    return [
        _snapshot(channel, joined.get(channel["id"]))
        for channel in channels
        if channel.get("dialplan", {}).get("app_name") == "Stasis"
        and snoop_of(channel["id"]) is None
    ]


def _snapshot(channel: Json, bridge: BridgeId | None) -> LegSnapshot:
    how, called, trunk = _arguments(channel)
    incoming = how == "arrived"
    connected = str(channel.get("connected", {}).get("number", ""))
    return LegSnapshot(
        leg=leg_of(channel["id"]),
        calling=caller_number(channel) if incoming else connected,
        called=called if incoming else str(channel.get("caller", {}).get("number", "")),
        up=channel.get("state") == "Up",
        since=datetime.fromisoformat(channel["creationtime"]),
        bridge=bridge,
        trunk=trunk if incoming else "",
        wanted_by=None if incoming else _wanted_by(channel),
    )


def _wanted_by(channel: Json) -> LegId | None:
    try:
        return LegId(UUID(str(channel.get("accountcode", ""))))
    except ValueError:
        return None


def _arguments(channel: Json) -> tuple[str, str, str]:
    """How it came, the number that was dialled and the trunk, as the dialplan passed them."""
    data = str(channel.get("dialplan", {}).get("app_data", "")).split(",")
    _, how, _, trunk, _, called = [*data, "", "", "", "", "", ""][:6]
    return how, unquote(called), trunk


@dataclass(frozen=True, slots=True)
class Difference:
    """What happened unseen to legs that the memory knew."""

    gone: frozenset[LegId]
    answered: frozenset[LegId]


def remember(
    memory: Memory, before: Set[LegId], channels: Sequence[Json], bridges: Sequence[Json]
) -> Difference:
    """Makes the memory fit to what is there. Only legs that were known `before` the channels were
    asked for can be gone: who came since then is in no answer yet."""
    names = {leg_of(channel["id"]): str(channel["id"]) for channel in channels}
    answered: set[LegId] = set()
    for leg in snapshots(channels, bridges):
        known = memory.legs.get(leg.leg)
        if known is None:
            channel = names[leg.leg]
            # Whether we gave it silence or music is not known; ending none is harmless.
            incoming = channel != str(leg.leg)
            known = LegMemory(
                channel,
                incoming=incoming,
                silence=True,
                hears_music=True,
                recording=None,
                inherited=leg.bridge is None,
            )
            memory.legs[leg.leg] = known
        elif leg.up and not known.up and not known.incoming:
            answered.add(leg.leg)
        known.up, known.bridge = known.up or leg.up, leg.bridge
    gone = frozenset(before - names.keys() & memory.legs.keys())
    for leg_id in gone:
        memory.forget_leg(leg_id)
    memory.bridges = {b for bridge in bridges if (b := bridge_of(bridge["id"])) is not None}
    snoops = (snoop_of(channel["id"]) for channel in channels)
    memory.snoops = {snoop.leg: snoop for snoop in snoops if snoop is not None}
    return Difference(gone, frozenset(answered))


def phones_online(endpoints: Sequence[Json]) -> set[str]:
    """Names of the phones and trunks that are reachable."""
    return {
        str(endpoint["resource"])
        for endpoint in endpoints
        if endpoint.get("technology") == "PJSIP" and endpoint.get("state") == "online"
    }


def remember_phones(memory: Memory, online: set[str]) -> set[str]:
    """Makes the memory of contacts fit; gives the phones that went away unseen."""
    before = {phone for phone, contacts in memory.contacts.items() if contacts}
    for phone in before - online:
        memory.contacts.pop(phone)
    for phone in online:
        memory.contacts.setdefault(phone, set()).add(UNKNOWN_CONTACT)
    return before - online
