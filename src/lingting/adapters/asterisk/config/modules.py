"""Which of Asterisk's modules are left out: what the product never uses is not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable

_UNUSED = re.compile(
    r"""
    app_(?!amd|audiosocket|channelredirect|chanspy|controlplayback|dial\b|dumpchan|echo|exec
        |mixmonitor|originate|playback|playtones|read\b|record|senddtmf|sendtext|softhangup|stack
        |stasis\b|system|talkdetect|transfer|verbose|waitforsilence|while|milliwatt|userevent).*
  | (cdr|cel)_.*
  | chan_(console|iax2|motif|unistim|dahdi|mobile|ooh323|mgcp|skinny|sip|alsa|oss|phone)
  | func_(blacklist|config|curl|dialgroup|enum|frame_trace|holdintercept|iconv|lock|md5|minivm
        |odbc|pitchshift|realtime|scramble|sha1|shell|speex|srv|sysinfo|vmcount|export|aes
        |callcompletion|presencestate|sayfiles|cdr)
  | pbx_(ael|dundi|loopback|lua|realtime|spool)
  | res_(adsi|aeap|ael_share|agi|calendar.*|cdrel_custom|clialiases|clioriginate|config_.*|curl
        |geolocation|hep.*|http_media_cache|http_post|limit|mwi_devstate|odbc.*|parking|phoneprov
        |pjsip_aoc|pjsip_geolocation|pjsip_history|pjsip_messaging|pjsip_mwi.*
        |pjsip_phoneprov_provider
        |pjsip_pidf_.*|pjsip_publish_asterisk|pjsip_refer|pjsip_send_to_voicemail|pjsip_stir_shaken
        |pjsip_xpidf.*|pjsip_config_wizard|prometheus|realtime|resolver_unbound
        |smdi|snmp|speech.*|statsd|stasis_test|stasis_broadcast|stir_shaken|stun_monitor|xmpp
        |sorcery_realtime|manager_presencestate|corosync|timing_pthread|timing_dahdi|convert
        |stasis_device_state|ari_device_states
        |pjsip_one_touch_record_info|pjsip_dialog_info_body_generator|pjsip_aoc)
    """,
    re.VERBOSE,
)

# res_pjsip_messaging runs the dialplan for a SIP MESSAGE from anybody, as if he called.
# res_pjsip_refer lets an INVITE with Replaces take the place of a line behind the engine's back:
# the call ended, and who came was in silence, of no call. Transfers are the desktop's.
# res_stasis_device_state deadlocks ARI when the engine's WebSocket closes while a device state is
# told (asterisk issue 2170, met here within minutes); the product needs no device states.


def left_out(available: Iterable[str]) -> list[str]:
    """The module files, of those that this Asterisk has, that are not loaded."""
    return sorted(
        name for name in available if _UNUSED.fullmatch(name.removesuffix(".so")) is not None
    )


def render_modules(available: Iterable[str]) -> str:
    lines = ["[modules]", "autoload = yes"]
    return "\n".join([*lines, *(f"noload = {name}" for name in left_out(available))]) + "\n"
