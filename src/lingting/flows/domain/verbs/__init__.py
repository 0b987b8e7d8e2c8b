"""Every verb of the product, by name."""

from __future__ import annotations

from lingting.flows.domain.verb import AnyVerb
from lingting.flows.domain.verbs.check_queue import CheckQueue
from lingting.flows.domain.verbs.collect import Collect
from lingting.flows.domain.verbs.compare import Compare
from lingting.flows.domain.verbs.dial import DialVerb
from lingting.flows.domain.verbs.end import End
from lingting.flows.domain.verbs.hours import Hours
from lingting.flows.domain.verbs.lookup import Lookup
from lingting.flows.domain.verbs.menu import Menu
from lingting.flows.domain.verbs.on_hangup import OnHangup
from lingting.flows.domain.verbs.play import Play
from lingting.flows.domain.verbs.queue import Queue
from lingting.flows.domain.verbs.record_message import RecordMessage
from lingting.flows.domain.verbs.say import Say
from lingting.flows.domain.verbs.select_language import SelectLanguage
from lingting.flows.domain.verbs.set_variable import SetVariable
from lingting.flows.domain.verbs.subflow import Subflow
from lingting.flows.domain.verbs.survey import Survey
from lingting.flows.domain.verbs.transfer import Transfer
from lingting.flows.domain.verbs.wait import Wait

_ALL: tuple[AnyVerb, ...] = (
    Play(),
    Menu(),
    Collect(),
    Say(),
    SelectLanguage(),
    RecordMessage(),
    Survey(),
    Wait(),
    Queue(),
    CheckQueue(),
    DialVerb(),
    Compare(),
    SetVariable(),
    Hours(),
    Subflow(),
    Transfer(),
    Lookup(),
    OnHangup(),
    End(),
)
VERBS: dict[str, AnyVerb] = {verb.name: verb for verb in _ALL}
