"""Phones and trunks as objects of res_pjsip, to be pushed through ARI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingting.adapters.asterisk.config.dialplan import INBOUND, NOWHERE, PHONES
from lingting.calls.ports import PhoneAccount, TrunkAccount

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConfigObject:
    """One object of Asterisk's dynamic configuration."""

    kind: str
    id: str
    fields: Fields

    @property
    def path(self) -> str:
        """Where ARI takes it: all of them belong to res_pjsip, whichever module reads them."""
        return f"asterisk/config/dynamic/res_pjsip/{self.kind}/{self.id}"

    @property
    def body(self) -> dict[str, list[dict[str, str]]]:
        """What ARI takes."""
        return {"fields": [{"attribute": k, "value": v} for k, v in self.fields.items()]}


_MEDIA = {
    "disallow": "all",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "rtp_timeout": "30",
    "rtp_timeout_hold": "300",
    "dtmf_mode": "rfc4733",
    "allow_transfer": "no",
    "allow_subscribe": "no",
    "trust_id_inbound": "no",
    "message_context": NOWHERE,
}
_WEBRTC = {"webrtc": "yes", "dtls_auto_generate_cert": "yes", "allow": "opus,alaw,ulaw"}
_SIP = {"webrtc": "no", "allow": "alaw,ulaw,g722,opus"}

BY_SECRET = "auth_username"
"""An agent's phone is known by its answer to a challenge only: a request that merely names it is
treated like one that names nobody, so that nobody learns which accounts exist."""
BY_NAME = "auth_username,username"
"""A phone that tries calls out must be challenged when it calls; its name cannot be guessed."""
BY_ADDRESS = "ip"
"""A trunk's name is no secret: whoever writes it as his own must not become the trunk."""


def phone_objects(account: PhoneAccount) -> list[ConfigObject]:
    """The objects of a phone, in the order in which they refer to each other."""
    name = account.name
    auth = {"auth_type": "userpass", "username": name, "password": account.secret}
    aor = {
        "max_contacts": "1",
        "remove_existing": "yes",
        "qualify_frequency": "30",
        "qualify_timeout": "5.0",
        "minimum_expiration": "60",
        "maximum_expiration": "3600",
    }
    endpoint = {
        **_MEDIA,
        **(_WEBRTC if account.webrtc else _SIP),
        "context": INBOUND if account.caller else PHONES,
        "auth": name,
        "aors": name,
        "language": "zh",
        "identify_by": BY_NAME if account.caller else BY_SECRET,
    }
    if account.caller:
        endpoint["callerid"] = f"<{account.calling or 'anonymous'}>"
    return [
        ConfigObject("auth", name, auth),
        ConfigObject("aor", name, aor),
        ConfigObject("endpoint", name, endpoint),
    ]


def trunk_objects(trunk: TrunkAccount) -> list[ConfigObject]:
    """The objects of a trunk, in the order in which they refer to each other."""
    name, place = trunk.name, f"sip:{trunk.host}:{trunk.port}"
    endpoint = {**_MEDIA, "context": INBOUND, "aors": name, "allow": "alaw,ulaw,g722"}
    endpoint |= {"dtmf_mode": "auto", "identify_by": BY_ADDRESS}
    objects = [ConfigObject("aor", name, {"contact": place, "qualify_frequency": "60"})]
    if trunk.user:
        auth = {"auth_type": "userpass", "username": trunk.user, "password": trunk.secret}
        objects.insert(0, ConfigObject("auth", name, auth))
        endpoint |= {"outbound_auth": name}
    objects.append(ConfigObject("endpoint", name, endpoint))
    match = {"endpoint": name, "match": trunk.host}
    objects.append(ConfigObject("identify", name, match))
    if trunk.register:
        us = f"sip:{trunk.user}@{trunk.host}:{trunk.port}"
        told = {"server_uri": place, "client_uri": us, "outbound_auth": name}
        objects.append(ConfigObject("registration", name, told))
    return objects


def trunk_paths(name: str) -> list[str]:
    """What to delete when a trunk is withdrawn."""
    first = ("registration", "identify")
    return [ConfigObject(kind, name, {}).path for kind in first] + phone_paths(name)


def phone_paths(name: str) -> list[str]:
    """What to delete when a phone is withdrawn, the endpoint first."""
    kinds = ("endpoint", "aor", "auth")
    return [ConfigObject(kind, name, {}).path for kind in kinds]
