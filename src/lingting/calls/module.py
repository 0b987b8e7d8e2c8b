"""Wires the voice channel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from lingting.acd.api import Acd
from lingting.calls import store
from lingting.calls.api import CallListener
from lingting.calls.dial_routes import dial_routes
from lingting.calls.domain import Call
from lingting.calls.kept_events import KeptEvents
from lingting.calls.last_heard import LastHeard
from lingting.calls.live import LiveCalls
from lingting.calls.ports import Switch
from lingting.calls.service.admission import Admission
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.backlog import Backlog
from lingting.calls.service.control import Control
from lingting.calls.service.delivery import VoiceDelivery
from lingting.calls.service.dialling import Dialling
from lingting.calls.service.door import Door
from lingting.calls.service.ending import Ending
from lingting.calls.service.keeping import Keeping
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.missing import Missing
from lingting.calls.service.outside import OutsideCalls
from lingting.calls.service.permitting import Permitting
from lingting.calls.service.phones import AgentPhones, Phones
from lingting.calls.service.recognising import Recognising
from lingting.calls.service.reconciling import Reconciling
from lingting.calls.service.refusals import Refusals
from lingting.calls.service.rejoining import Rejoining
from lingting.calls.service.sip_phones import SipPhones
from lingting.calls.service.strangers import Strangers
from lingting.calls.service.taking_over import TakingOver
from lingting.calls.service.talking import Talking
from lingting.calls.service.transfer import Transfer
from lingting.calls.service.trunks import trunks_of
from lingting.calls.voice import Sight, Voice
from lingting.customers.api import Customers
from lingting.kernel.ids import CallId, TenantId
from lingting.numbers.api import Numbers
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.journal import Journal
from lingting.platform.kit import Kit
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class Calls:
    """The voice channel as upper features see it."""

    live: LiveCalls
    control: Control
    delivery: VoiceDelivery
    talking: Talking
    transfer: Transfer
    dialling: Dialling
    rejoining: Rejoining
    taking_over: TakingOver
    phones: Phones
    sip_phones: SipPhones
    listening: ListeningIn
    strangers: Strangers
    refusals: Refusals
    door: Door
    backlog: Backlog
    last_heard: LastHeard
    admission: Admission
    _voice: Voice

    def listen(self, listener: CallListener) -> None:
        """Says who runs the flows."""
        self._voice.listener = listener

    def know_ports(self, used: int, most: int) -> None:
        """How many of the switch's ports for sound are taken, and with how many nobody more is
        let in."""
        self.admission.ports = (used, most)

    async def load(self, tenant: TenantId) -> None:
        """Takes up the company's living calls at start; they go on when the switch is there."""
        async with self._voice.kit.db.transaction(tenant) as tx:
            for agent in self._voice.acd.agents(tenant):
                self.phones.know(tenant, agent.id)
            await self.sip_phones.load(tx)
            self.live.take_up(await store.load_living(tx))
            await self.listening.load(tx)
            await self.refusals.load(tx)

    async def find(self, tx: Transaction, call: CallId | UUID) -> Call | None:
        """A call, living or past."""
        living = self.live.get(call)
        if living is not None and living.tenant == tx.tenant:
            return living
        return await store.load(tx, CallId(call))

    async def number_of(self, tx: Transaction, who: Principal, call: UUID) -> str | None:
        """The customer's number of a call that this person may read."""
        found = await self.find(tx, call)
        if found is None:
            return None
        own = who.may("calls.read_own") and any(leg.agent == who.user for leg in found.legs)
        if not own and not who.may("calls.read"):
            return None
        return found.caller.raw

    def start(self) -> None:
        """Begins to hear the switch."""
        self.backlog.begin()
        self._voice.kit.supervisor.spawn(self.backlog.watch(), name="loop:switch")
        heard = self.last_heard.keep(lambda: self.door.connected)
        self._voice.kit.supervisor.spawn(heard, name="loop:last heard")
        self._voice.kit.supervisor.spawn(self.strangers.watch(), name="loop:strangers")


def wire(
    kit: Kit,
    switch: Switch,
    acd: Acd,
    numbers: Numbers,
    customers: Customers,
    tenancy: Tenancy,
    sight: Sight,
    hold_the_line: Callable[[], Sequence[Path]] = tuple,
) -> Calls:
    """Builds the use cases around one switch; `hold_the_line` says what a caller hears while the
    database is away."""
    voice = Voice(
        kit=kit,
        switch=switch,
        live=LiveCalls(),
        acd=acd,
        phones=AgentPhones(),
        tenancy=tenancy,
        sight=sight,
        recordings=kit.settings.recordings,
    )
    ending = Ending(voice)
    outside = OutsideCalls(voice, ending, numbers)
    delivery = VoiceDelivery(voice, ending)
    talking = Talking(voice, ending)
    permitting = Permitting(kit, tenancy, voice.live)
    transfer = Transfer(voice, ending, talking, outside, permitting)
    dialling = Dialling(voice, delivery, outside, customers, permitting)
    rejoining = Rejoining(voice, ending, delivery, talking, transfer)
    listening = ListeningIn(voice)
    Recognising(voice, customers)
    phones = Phones(voice, rejoining, listening)
    refusals = Refusals(kit)
    arriving = Arriving(voice, numbers, customers, refusals)
    trunks = trunks_of(kit.settings)
    reconciling = Reconciling(voice, phones, listening, arriving, trunks)
    trusted = (*(trunk.host for trunk in trunks), *kit.settings.local_networks)
    strangers = Strangers(kit, switch, trusted)
    last_heard = LastHeard(kit.settings.data / "last-heard", kit.clock)
    door = Door(
        voice,
        arriving,
        Missing(voice, numbers, arriving, refusals),
        delivery,
        dialling,
        outside,
        ending,
        talking,
        transfer,
        phones,
        reconciling,
        listening,
        strangers,
        last_heard,
    )
    kept = KeptEvents(Journal(kit.settings.data / "kept-events"))
    keeping = Keeping(
        switch,
        voice.live,
        listening.live,
        phones,
        hold_the_line,
        kit.supervisor,
        voice.rules.rejoin_grace,
    )
    backlog = Backlog(voice, door, arriving, keeping, kept)
    control = Control(voice, ending, outside, permitting)
    kit.mount(dial_routes, kit)
    made = Calls(
        voice.live,
        control,
        delivery,
        talking,
        transfer,
        dialling,
        rejoining,
        TakingOver(voice, ending, rejoining, listening),
        phones,
        SipPhones(voice, phones),
        listening,
        strangers,
        refusals,
        door,
        backlog,
        last_heard,
        arriving.admission,
        voice,
    )
    customers.read_numbers_from(made)
    return made
