"""The composition root: every feature built around one kit, one switch and one voice."""

import asyncio
import gc
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from fastapi import FastAPI

from lingting.acd import module as acd
from lingting.acd.service.acd import AcdService
from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.asterisk.switch import AsteriskSwitch
from lingting.adapters.smtp.post import SmtpPost
from lingting.adapters.speech.espeak import EspeakSpeech
from lingting.audit import module as audit
from lingting.audit.service import AuditService
from lingting.calls import module as calls
from lingting.calls.lanes import Lanes
from lingting.calls.module import Calls
from lingting.calls.ports import Switch
from lingting.configuration import module as configuration
from lingting.configuration.module import ConfigurationText
from lingting.customers import module as customers
from lingting.customers.service import CustomerService
from lingting.desktop import module as desktop
from lingting.desktop.module import Desktop
from lingting.flows import module as flows
from lingting.flows.module import Flows
from lingting.identity import module as identity
from lingting.identity.service.identity import IdentityService
from lingting.kernel.clock import Clock
from lingting.kernel.ids import TenantId
from lingting.mail import module as mail
from lingting.mail.service import MailService
from lingting.main.addresses import asterisk_address
from lingting.main.client import serve_client
from lingting.main.day_figures import ReportedFigures
from lingting.main.flow_customers import FlowCustomers
from lingting.main.lists import data_words, flow_list, number_list
from lingting.main.plant import LiveChecks, LivePlant
from lingting.main.ratings import take_ratings
from lingting.main.retention import Retention
from lingting.main.sections import config_sections
from lingting.main.sip_proxy import sip_proxy
from lingting.media import module as media
from lingting.media.ports import Speech
from lingting.media.service import MediaService
from lingting.numbers import module as numbers
from lingting.numbers.service import NumberService
from lingting.operations import module as operations
from lingting.operations.module import Operations
from lingting.platform.http.app import Lifespan, make_app
from lingting.platform.kit import Kit, make_kit
from lingting.platform.leading import Leadership
from lingting.platform.log import get_log
from lingting.platform.settings import Settings
from lingting.privacy import module as privacy
from lingting.recordings import module as recordings
from lingting.recordings.service import RecordingService
from lingting.reporting import module as reporting
from lingting.reporting.module import Reporting
from lingting.supervision import module as supervision
from lingting.supervision.acting_module import Leading, wire_acting
from lingting.supervision.module import Supervision
from lingting.surveys import module as surveys
from lingting.tenancy import module as tenancy
from lingting.tenancy.service import TenancyService

log = get_log(__name__)

ANOTHER_LEADS = 75
"""How a process ends that lost its place: it is started again and waits its turn."""
COLLECTING = (2_000, 20, 50)


@dataclass(frozen=True)
class Product:
    """Every feature of one process."""

    kit: Kit
    audit: AuditService
    tenancy: TenancyService
    identity: IdentityService
    numbers: NumberService
    customers: CustomerService
    mail: MailService
    media: MediaService
    acd: AcdService
    calls: Calls
    flows: Flows
    recordings: RecordingService
    desktop: Desktop
    reporting: Reporting
    supervision: Supervision
    leading: Leading
    operations: Operations
    configuration: ConfigurationText
    retention: Retention

    async def load(self, tenant: TenantId) -> None:
        """Takes a company's floor and living calls up from the database."""
        await self.kit.db.look_back(tenant)
        await self.acd.load(tenant)
        await self.calls.load(tenant)
        await self.supervision.load(tenant)
        await self.leading.load(tenant)
        await self.watch_nights(tenant)
        await self.kit.timers.load([tenant])

    async def watch_nights(self, tenant: TenantId) -> None:
        """Sets what a company does each night, or by a plan of days, unless it is set for the
        coming one."""
        await self.reporting.proving.watch(tenant)
        await self.reporting.schedules.watch(tenant)
        await self.retention.watch(tenant)

    def clock_was_set(self) -> None:
        """What was set for a night by a clock that was ahead is set for the coming one."""
        self.kit.timers.look_again()
        self.kit.supervisor.spawn(self.kit.db.insist(self._set_nights), name="clock was set")

    async def _set_nights(self) -> None:
        for company in await self.tenancy.all():
            await self.acd.watch_day(company.id)
            await self.watch_nights(company.id)

    async def start(self) -> None:
        """Takes all companies up, then hears the switch and the clock."""
        self.operations.clock.start()
        for company in await self.tenancy.all():
            await self.load(company.id)
        self.kit.timers.start()
        self.desktop.start()
        self.supervision.start()
        self.configuration.orders.start()
        self.kit.supervisor.spawn(self.media.prepare(), name="loop:prompts")
        self.calls.start()
        self.operations.storage.start()
        self.operations.sound_ports.start()
        self.reporting.stand_in.start()

    async def stop(self) -> None:
        """Ends every task and connection of this process."""
        await self.kit.supervisor.stop()
        await self.kit.db.close()


def wire(kit: Kit, switch: Switch, speech: Speech) -> Product:
    """Builds all features, the lower tiers first."""
    trail = audit.wire(kit)
    companies = tenancy.wire(kit, trail)
    people = identity.wire(kit, companies, trail)
    access = numbers.wire(kit, companies, trail)
    clients = customers.wire(kit, trail)
    letters = mail.wire(kit, trail, SmtpPost())
    library = media.wire(kit, trail, speech)
    floor = acd.wire(kit, companies, trail, people)
    voice = calls.wire(
        kit,
        switch,
        floor,
        access,
        clients,
        companies,
        people,
        lambda: library.shipped("hold-the-line"),
    )
    floor.deliver("voice", voice.delivery)
    ivr = flows.wire(
        kit,
        trail,
        control=voice.control,
        acd=floor,
        media=library,
        tenancy=companies,
        numbers=access,
        customers=clients,
        lookup=FlowCustomers(clients, kit.settings.region),
    )
    voice.listen(ivr.runner)
    take_ratings(kit, surveys.wire(kit))
    tapes = recordings.wire(kit, trail, companies, Spool(kit.settings.sounds.absolute()))
    numbers_of_calls = reporting.wire(kit, trail, companies, clients, tapes, people, letters)
    acting = wire_acting(kit, trail, companies, people, floor, voice)
    desk = desktop.wire(
        kit,
        floor,
        voice,
        clients,
        people,
        flow_list=flow_list(ivr.editing),
        number_list=number_list(access),
        data_words=data_words(ivr.editing),
        beside=acting.desk.of,
    )
    leaders = supervision.wire(
        kit,
        trail,
        companies,
        people,
        clients,
        floor,
        voice,
        ReportedFigures(numbers_of_calls.figures, kit.clock),
    )
    privacy.wire(kit, trail, clients, tapes.sounds)
    settings = kit.settings
    ops = operations.wire(
        kit, trail, companies, floor, voice, tapes, LivePlant(settings), LiveChecks(settings)
    )
    sections = config_sections(companies, people, library, floor, ivr.editing, access)
    product = Product(
        kit,
        trail,
        companies,
        people,
        access,
        clients,
        letters,
        library,
        floor,
        voice,
        ivr,
        tapes,
        desk,
        numbers_of_calls,
        leaders,
        acting,
        ops,
        configuration.wire(kit, trail, companies, sections),
        Retention(kit, companies, trail, tapes.sounds),
    )
    ops.clock.on_set(product.clock_was_set)
    return product


def wire_with_asterisk(kit: Kit) -> Product:
    """The product as it runs: Asterisk as switch, eSpeak NG as voice."""
    address = asterisk_address(kit.settings)
    switch = AsteriskSwitch(lambda: address, kit.supervisor, kit.clock)
    return wire(kit, Lanes(switch, kit.supervisor), EspeakSpeech())


def engine_of(settings: Settings, clock: Clock | None = None) -> Product:
    """The product of a process of its own."""
    return wire_with_asterisk(make_kit(settings, settings.database_url, clock))


def build_app(product: Product, leadership: Leadership | None = None) -> FastAPI:
    """The role `serve`: HTTP, realtime and the engine in one process, which leads."""
    kit = product.kit

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        await product.start()
        _spare_what_stays()
        if leadership is not None:
            kit.supervisor.spawn(_lead(leadership, product), name="loop:leading")
        log.info("serving", port=kit.settings.port)
        yield
        await product.stop()

    return app_of(product, life if kit.settings.ari_url else None)


def _spare_what_stays() -> None:
    """Takes all that start-up made out of the collector's sight: looking through it stopped the
    engine for 190 ms each time. What came later, pages and calls that the worker remembers, is
    looked through every two million objects: with 200 pages it takes the engine 60 ms, and Python's
    own thresholds would let it do so every sixty calls."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)


async def _lead(leadership: Leadership, product: Product) -> None:
    """Stands still while nobody knows who leads; ends the process when another engine does."""
    await leadership.keep(product.kit.db.hold, product.kit.db.resume)
    os._exit(ANOTHER_LEADS)


def app_of(product: Product, life: Lifespan | None = None) -> FastAPI:
    """The application around a product."""
    app = make_app(product.kit, product.identity.authenticate, life)
    if product.kit.settings.sip_ws_url:
        sip_proxy(app, product.kit.settings.sip_ws_url)
    product.operations.serve(app)
    serve_client(app)
    return app


async def run_worker(settings: Settings) -> None:
    """The role `worker`: jobs until cancelled."""
    product = engine_of(settings)
    kit = product.kit
    work = asyncio.current_task()
    assert work is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    product.reporting.keeper.start()
    product.recordings.checking.start(product.tenancy)
    product.recordings.sweeping.start(product.tenancy)
    _spare_what_stays()
    try:
        with suppress(asyncio.CancelledError):
            await kit.jobs.work(kit.db.url)
    finally:
        await product.stop()
