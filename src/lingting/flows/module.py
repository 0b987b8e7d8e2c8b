"""Wiring of flows."""

from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.api import CallControl
from lingting.customers.api import Customers
from lingting.flows.ports import CustomerLookup
from lingting.flows.routes import routes
from lingting.flows.service.beginning import Beginning
from lingting.flows.service.editing import FlowEditing
from lingting.flows.service.entries import NumberEntries
from lingting.flows.service.performing import TIMER
from lingting.flows.service.published import PublishedFlows
from lingting.flows.service.runner import FlowRunner
from lingting.media.api import VoiceLibrary
from lingting.numbers.api import Numbers
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class Flows:
    """The runner listens to calls; `editing` is `api.Flows`."""

    runner: FlowRunner
    editing: FlowEditing


def wire(
    kit: Kit,
    trail: Trail,
    *,
    control: CallControl,
    acd: Acd,
    media: VoiceLibrary,
    tenancy: Tenancy,
    numbers: Numbers,
    customers: Customers,
    lookup: CustomerLookup | None,
) -> Flows:
    """Builds the runner and the editor; tell calls to `listen` to the runner."""
    published = PublishedFlows(kit.bus)
    beginning = Beginning(tenancy, numbers, customers, lookup, kit.bus)
    runner = FlowRunner(kit, control, acd, media, published, beginning)
    entries = NumberEntries(numbers)
    editing = FlowEditing(acd, media, published, trail, entries, customers=lookup is not None)
    media.tell_uses(editing)
    numbers.ask_about_flows(editing.is_there)
    kit.timers.on(TIMER, runner.timer_due)
    kit.mount(routes, kit.db, editing, control)
    return Flows(runner, editing)
