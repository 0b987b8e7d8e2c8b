"""The dialplan: every call goes to the engine; while the engine is away the caller is kept."""

from __future__ import annotations

from lingting.adapters.asterisk.config.layout import APPLICATION, Behaviour
from lingting.adapters.asterisk.missed import NOTE

INBOUND = "lingting-inbound"
PHONES = "lingting-phones"
NOWHERE = "nowhere"
"""A context without extensions."""
ECHO = "lingting-echo"
ECHO_KEY = "ECHO_KEY"
ECHO_SECONDS = 15
RETRY_SECONDS = 2
KEPT = "KEPT"
"""A variable of a caller whom the dialplan keeps: how he came; TAKEN once he is the engine's."""
TAKEN = "taken"
NUMBER = "_[!-~]."
ONE_KEY = "_[0-9*#]"
"""A pattern for any single character would also catch Asterisk's own h, i, t extensions."""
_BY_HIMSELF = '("${CHANNEL(hangupsource)}" != "" | "${by}" = "us")'
_NOT_TAKEN = f'("${{CHANNEL(state)}}" != "Up" | "${{{KEPT}}}" = "arrived")'


def render_dialplan(behaviour: Behaviour, sorry: str, missed: str) -> str:
    """`sorry` is what a caller hears who cannot be kept longer; `missed` the file that says who
    left before an engine had taken him (`missed.py`): before it answered him, or said so; and whom
    the dialplan began to keep, lest he is lost with an Asterisk that dies.

    `Stasis(lingting, arrived|dialled, caught, endpoint, address, number)`, the number last and
    URL-encoded: what a stranger dials may hold commas, quotes and brackets, and would say the rest.

    `arrived` is a call from outside, `dialled` one that a phone of ours made. `caught` is 1 when
    the engine was away at first: the caller heard music meanwhile.
    """
    tries = max(1, behaviour.catch_seconds // RETRY_SECONDS)
    return f"""\
[general]
static = yes
writeprotect = yes
clearglobalvars = no

[globals]

[{INBOUND}]
include => lingting-left
{_enter(NUMBER, "arrived")}
{_enter(ONE_KEY, "arrived")}

[{PHONES}]
exten => recover,1,Hangup()
{_enter(NUMBER, "dialled")}
{_enter(ONE_KEY, "dialled")}

[{ECHO}]
exten => {NUMBER},1,GotoIf($["${{EXTEN}}" != "${{{ECHO_KEY}}}"]?wrong)
 same => n,Set(TIMEOUT(absolute)={ECHO_SECONDS})
 same => n,Answer()
 same => n,Echo()
 same => n(wrong),Hangup()

[lingting-caught]
include => lingting-left
exten => s,1,Set({KEPT}=${{ARG1}})
 same => n,Answer()
 same => n,Set(who= ${{URIENCODE(${{CALLERID(num)}})}} ${{CHANNEL(endpoint)}})
 same => n,Set(FILE({missed},,,al,u)={NOTE}${{UNIQUEID}} ${{came}} kept ${{who}})
 same => n,Set(tries={tries})
 same => n(wait),MusicOnHold(default,{RETRY_SECONDS})
 same => n,Stasis({APPLICATION},${{ARG1}},1,${{ARG2}},${{ARG3}},${{ARG4}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?taken)
 same => n,Set(tries=$[${{tries}} - 1])
 same => n,GotoIf($[${{tries}} > 0]?wait)
 same => n,Set(by=us)
 same => n,Playback({sorry})
 same => n(taken),Hangup()

[lingting-left]
exten => h,1,GotoIf($["${{CHANNEL(state)}}${{{KEPT}}}" != "Up"]?lingting-note,s,1)

[lingting-note]
exten => s,1,GotoIf($[{_BY_HIMSELF} & {_NOT_TAKEN}]?note)
 same => n,Hangup()
 same => n(note),Set(left=${{STRFTIME(,UTC,%s.%3q)}})
 same => n,Set(who=${{by}} ${{URIENCODE(${{CALLERID(num)}})}} ${{CHANNEL(endpoint)}})
 same => n,Set(FILE({missed},,,al,u)={NOTE}${{UNIQUEID}} ${{came}} ${{left}} ${{who}})
"""


def _enter(pattern: str, how: str) -> str:
    called = "${URIENCODE(${EXTEN})}"
    there = "${CHANNEL(endpoint)},${CHANNEL(pjsip,remote_addr)}"
    return f"""\
exten => {pattern},1,Set(came=${{STRFTIME(,UTC,%s.%3q)}} {called})
 same => n,Stasis({APPLICATION},{how},0,{there},{called})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?taken)
 same => n,Gosub(lingting-caught,s,1({how},{there},{called}))
 same => n(taken),Hangup()"""
