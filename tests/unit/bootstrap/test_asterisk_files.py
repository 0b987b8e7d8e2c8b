"""The configuration that a private Asterisk starts with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.adapters.asterisk.config.dialplan import render_dialplan
from lingting.adapters.asterisk.config.files import render_all
from lingting.adapters.asterisk.config.layout import Behaviour, Folders, Ports, Secrets
from lingting.adapters.asterisk.config.modules import left_out

pytestmark = pytest.mark.unit

FOLDERS = Folders(
    home=Path("/h"), run=Path("/h/run"), modules=Path("/m"), data=Path("/d"),
    sounds=Path("/s"),
)  # fmt: skip
PORTS = Ports(http=8088, ami=5038, sip_udp=5060)
SECRETS = Secrets(ari_password="a-password", ami_secret="a-secret")


def _files(behaviour: Behaviour | None = None, ports: Ports = PORTS) -> dict[str, str]:
    return render_all(FOLDERS, ports, SECRETS, behaviour or Behaviour(), ["chan_pjsip.so"])


def test_control_interfaces_stay_on_the_loopback_whatever_sip_does() -> None:
    files = _files(ports=Ports(http=8088, ami=5038, sip_udp=5060, sip_host="0.0.0.0"))
    assert "bindaddr = 127.0.0.1" in files["http.conf"]
    assert "bindaddr = 127.0.0.1" in files["manager.conf"]
    assert "bind = 0.0.0.0:5060" in files["pjsip.conf"]


@pytest.mark.parametrize("kind", ["auth", "aor", "endpoint"])
def test_pushed_phones_have_a_place_after_the_file(kind: str) -> None:
    lines = [line for line in _files()["sorcery.conf"].splitlines() if line.startswith(f"{kind} ")]
    assert lines == [f"{kind} = config,pjsip.conf,criteria=type={kind}", f"{kind} = memory"]


def test_a_call_from_an_unknown_trunk_is_refused_when_the_owner_says_so() -> None:
    files = _files(Behaviour(accept_unknown_trunks=False))
    assert "[anonymous]" not in files["pjsip.conf"]


def test_the_caller_is_kept_as_long_as_configured() -> None:
    assert "Set(tries=15)" in render_dialplan(Behaviour(catch_seconds=30), "/s/sorry", "/s/missed")


def test_asterisks_own_one_letter_extensions_never_match_a_number() -> None:
    plan = render_dialplan(Behaviour(), "/s/sorry", "/s/missed")
    assert "_[!-~]," not in plan


def test_what_the_product_uses_is_never_left_out() -> None:
    needed = [
        "app_stasis",
        "app_mixmonitor",
        "app_amd",
        "app_playback",
        "app_stack",
        "app_dial",
        "chan_pjsip",
        "chan_audiosocket",
        "chan_rtp",
        "codec_alaw",
        "codec_opus_open_source",
        "format_wav",
        "format_pcm",
        "func_channel",
        "func_logic",
        "func_pjsip_endpoint",
        "pbx_config",
        "res_ari",
        "res_ari_channels",
        "res_ari_recordings",
        "res_fax",
        "res_fax_spandsp",
        "res_http_websocket",
        "res_musiconhold",
        "res_pjsip",
        "res_pjsip_header_funcs",
        "res_pjsip_outbound_registration",
        "res_pjsip_registrar",
        "res_pjsip_session",
        "res_pjsip_t38",
        "res_pjsip_transport_websocket",
        "res_rtp_asterisk",
        "res_sorcery_config",
        "res_sorcery_memory",
        "res_srtp",
        "res_stasis",
        "res_stasis_snoop",
        "res_stasis_recording",
        "res_timing_timerfd",
    ]
    assert left_out(f"{name}.so" for name in needed) == []


def test_databases_and_old_channels_are_left_out() -> None:
    names = ["chan_iax2.so", "res_config_pgsql.so", "cdr_csv.so", "app_voicemail.so", "res_odbc.so"]
    assert left_out(names) == sorted(names)
