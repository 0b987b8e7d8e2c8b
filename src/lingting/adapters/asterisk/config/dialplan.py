"""The dialplan: every call goes to the engine; while the engine is away the caller is kept."""

from __future__ import annotations

from lingting.adapters.asterisk.config.layout import APPLICATION, Behaviour

INBOUND = "lingting-inbound"
PHONES = "lingting-phones"
ECHO = "lingting-echo"
ECHO_KEY = "ECHO_KEY"
ECHO_SECONDS = 15
RETRY_SECONDS = 2
NUMBER = "_[!-~]."
ONE_KEY = "_[0-9*#]"
"""A pattern for any single character would also catch Asterisk's own h, i, t extensions."""


def render_dialplan(behaviour: Behaviour, sorry: str, missed: str) -> str:
    """`sorry` is what a caller hears who cannot be kept longer; `missed` the file that says who
    left before an engine was there (`missed.py`).

    `Stasis(lingting, arrived|dialled, number, caught, endpoint, address)`.

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
exten => {NUMBER},1,Goto(lingting-arrive,${{EXTEN}},1)
exten => {ONE_KEY},1,Goto(lingting-arrive,${{EXTEN}},1)
exten => s,1,Goto(lingting-arrive,s,1)

[lingting-arrive]
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
exten => s,1,Set(who=${{URIENCODE(${{ARG2}})}} ${{URIENCODE(${{CALLERID(num)}})}} ${{ARG3}})
 same => n,Set(came=${{STRFTIME(,UTC,%s.%3q)}})
 same => n,Set(CHANNEL(hangup_handler_push)=lingting-left,s,1)
 same => n,Answer()
 same => n,Set(tries={tries})
 same => n(wait),MusicOnHold(default,{RETRY_SECONDS})
 same => n,Stasis({APPLICATION},${{ARG1}},${{ARG2}},1,${{ARG3}},${{ARG4}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?taken)
 same => n,Set(tries=$[${{tries}} - 1])
 same => n,GotoIf($[${{tries}} > 0]?wait)
 same => n,Set(by=us)
 same => n,Playback({sorry})
 same => n(taken),Hangup()

[lingting-left]
exten => s,1,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?known)
 same => n,Set(left=${{STRFTIME(,UTC,%s.%3q)}})
 same => n,Set(FILE({missed},,,al,u)=${{UNIQUEID}} ${{came}} ${{left}} ${{by}} ${{who}})
 same => n(known),Return()
"""


def _enter(pattern: str, how: str) -> str:
    return f"""\
exten => {pattern},1,Set(here=${{CHANNEL(endpoint)}},${{CHANNEL(pjsip,remote_addr)}})
 same => n,Stasis({APPLICATION},{how},${{EXTEN}},0,${{here}})
 same => n,GotoIf($["${{STASISSTATUS}}" = "SUCCESS"]?taken)
 same => n,Gosub(lingting-caught,s,1({how},${{EXTEN}},${{here}}))
 same => n(taken),Hangup()"""
