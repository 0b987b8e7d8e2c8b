"""Renders every configuration file of one Asterisk; pure text from plain values."""

from __future__ import annotations

from collections.abc import Iterable

from lingting.adapters.asterisk.config.dialplan import INBOUND, NOWHERE, render_dialplan
from lingting.adapters.asterisk.config.layout import (
    AMI_USER,
    ARI_USER,
    BANS,
    NOBODY,
    Behaviour,
    Folders,
    Ports,
    Secrets,
)
from lingting.adapters.asterisk.config.modules import render_modules
from lingting.adapters.asterisk.config.untold import UNHEARD_EVENTS, render_unused_messages
from lingting.adapters.asterisk.missed import NOTES


def render_all(
    folders: Folders,
    ports: Ports,
    secrets: Secrets,
    behaviour: Behaviour,
    modules: Iterable[str],
) -> dict[str, str]:
    """File name → text, for the etc folder."""
    return {
        "asterisk.conf": render_main(folders),
        "modules.conf": render_modules(modules),
        "logger.conf": LOGGER,
        "http.conf": _http(ports),
        "ari.conf": _sections(
            {
                "general": {"enabled": "yes", "pretty": "no", "websocket_write_timeout": 1000},
                ARI_USER: {"type": "user", "password": secrets.ari_password},
            }
        ),
        "manager.conf": _manager(ports, secrets),
        "sorcery.conf": SORCERY,
        "pjsip.conf": render_pjsip(ports, secrets, behaviour),
        "rtp.conf": _sections(
            {
                "general": {
                    "rtpstart": behaviour.rtp_ports[0],
                    "rtpend": behaviour.rtp_ports[1],
                    "icesupport": "yes",
                    "strictrtp": "yes",
                }
            }
        ),
        "extensions.conf": render_dialplan(
            behaviour, str(folders.sounds / "sorry"), str(folders.sounds / NOTES)
        ),
        "musiconhold.conf": _sections({"default": {"mode": "files", "directory": folders.music}}),
        "indications.conf": INDICATIONS,
        "features.conf": "[general]\n",
        "cdr.conf": "[general]\nenable = no\n",
        "cel.conf": "[general]\nenable = no\n",
        "ccss.conf": "[general]\n",
        "codecs.conf": "[general]\n",
        "udptl.conf": "[general]\n",
        "res_fax.conf": "[general]\nmaxrate = 14400\nminrate = 4800\nstatusevents = yes\n",
        "acl.conf": f"[{BANS}]\n",
        "stasis.conf": render_unused_messages(),
        "amd.conf": "[general]\n",
        "pjproject.conf": "",
        "pjsip_notify.conf": "",
        "websocket_client.conf": "",
        "chan_websocket.conf": "",
    }


def render_main(folders: Folders) -> str:
    return _sections(
        {
            "directories": {
                "astetcdir": folders.etc,
                "astmoddir": folders.modules,
                "astvarlibdir": folders.var,
                "astdbdir": folders.var,
                "astkeydir": folders.var,
                "astdatadir": folders.data,
                "astagidir": folders.var / "agi",
                "astspooldir": folders.spool,
                "astrundir": folders.run,
                "astlogdir": folders.log,
                "astsbindir": folders.var,
                "astcachedir": folders.spool / "tmp",
            },
            "options": {
                "hideconnect": "yes",
                "systemname": "lingting",
                "languageprefix": "yes",
                "transmit_silence": "yes",
                "cache_record_files": "no",
                "record_cache_dir": folders.spool / "tmp",
                "nocolor": "yes",
            },
        }
    )


def render_pjsip(ports: Ports, secrets: Secrets, behaviour: Behaviour) -> str:
    transport: dict[str, object] = {
        "type": "transport",
        "protocol": "udp",
        "bind": f"{ports.sip_host}:{ports.sip_udp}",
        "allow_reload": "no",
    }
    if behaviour.external_address:
        transport |= {
            "external_media_address": behaviour.external_address,
            "external_signaling_address": behaviour.external_address,
        }
    for network in behaviour.local_networks:
        transport[f"local_net = {network}"] = None
    sections: dict[str, dict[str, object]] = {
        "global": {
            "type": "global",
            "endpoint_identifier_order": "auth_username,username,header,ip,anonymous",
            "user_agent": "Lingting",
            "keep_alive_interval": 30,
            "max_initial_qualify_time": 4,
        },
        "system": {"type": "system", "timer_t1": 500, "threadpool_initial_size": 5},
        "udp": transport,
        "ws": {"type": "transport", "protocol": "ws", "bind": "127.0.0.1"},
        **_nobody(secrets),
        BANS: {"type": "acl", "acl": BANS},
    }
    if behaviour.accept_unknown_trunks:
        sections["anonymous"] = {
            "type": "endpoint",
            "context": INBOUND,
            "message_context": NOWHERE,
            "disallow": "all",
            "allow": "alaw,ulaw,g722,opus",
            "direct_media": "no",
            "rtp_symmetric": "yes",
            "force_rport": "yes",
            "rewrite_contact": "yes",
            "allow_transfer": "no",
            "allow_subscribe": "no",
            "trust_id_inbound": "no",
            "t38_udptl": "yes",
            "rtp_timeout": behaviour.media_lost_seconds,
            "rtp_timeout_hold": behaviour.media_lost_on_hold_seconds,
        }
    return _sections(sections)


def _nobody(secrets: Secrets) -> dict[str, dict[str, object]]:
    """An account that whoever registers or names himself, and is nobody, is taken for.

    He is asked for a secret again and again as the owner of a real account is: without it the
    answers would tell which accounts exist.
    """
    claims = {"registers": "CSeq: /REGISTER/", "claims": "Authorization: /./"}
    auth = {"type": "auth", "auth_type": "userpass", "username": NOBODY}
    return {
        f"{NOBODY}-auth": {**auth, "password": secrets.nobody},
        NOBODY: {"type": "endpoint", "context": NOWHERE, "auth": f"{NOBODY}-auth"},
        **{
            f"{NOBODY}-{name}": {"type": "identify", "endpoint": NOBODY, "match_header": header}
            for name, header in claims.items()
        },
    }


def _http(ports: Ports) -> str:
    # Every phone in a browser holds one session for as long as it is registered.
    return _sections(
        {
            "general": {
                "enabled": "yes",
                "bindaddr": "127.0.0.1",
                "bindport": ports.http,
                "sessionlimit": 2000,
            }
        }
    )


def _manager(ports: Ports, secrets: Secrets) -> str:
    return _sections(
        {
            "general": {
                "enabled": "yes",
                "webenabled": "no",
                "bindaddr": "127.0.0.1",
                "port": ports.ami,
                "disabledevents": ",".join(UNHEARD_EVENTS),
            },
            AMI_USER: {
                "secret": secrets.ami_secret,
                "deny": "0.0.0.0/0.0.0.0",
                "permit": "127.0.0.1/255.255.255.255",
                "read": "all",
                "write": "all",
            },
        }
    )


def _sections(sections: dict[str, dict[str, object]]) -> str:
    lines: list[str] = []
    for name, settings in sections.items():
        lines.append(f"[{name}]")
        lines.extend(
            key if value is None else f"{key} = {value}" for key, value in settings.items()
        )
        lines.append("")
    return "\n".join(lines)


# Notices name whoever is not let in, a caller by his number: bans and the operator's measures
# tell of them without it.
LOGGER = """\
[general]
dateformat = %F %T.%3q

[logfiles]
console = warning,error
messages.log = warning,error
"""

SORCERY = """\
[res_pjsip]
auth = config,pjsip.conf,criteria=type=auth
auth = memory
aor = config,pjsip.conf,criteria=type=aor
aor = memory
endpoint = config,pjsip.conf,criteria=type=endpoint
endpoint = memory

[res_pjsip_endpoint_identifier_ip]
identify = config,pjsip.conf,criteria=type=identify
identify = memory

[res_pjsip_outbound_registration]
registration = config,pjsip.conf,criteria=type=registration
registration = memory
"""

INDICATIONS = """\
[general]
country = cn

[cn]
description = China
ringcadence = 1000,4000
dial = 450
busy = 450/350,0/350
ring = 450/1000,0/4000
congestion = 450/700,0/700
callwaiting = 450/400,0/4000
dialrecall = 450
record = 950/400,0/10000
info = 450/100,0/100,450/100,0/100,450/100,0/100,450/400,0/400
stutter = 450+425
"""
