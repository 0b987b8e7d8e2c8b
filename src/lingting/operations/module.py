"""Wiring of the operator's view."""

from dataclasses import dataclass

from fastapi import FastAPI

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.operations.clock_watch import ClockWatch
from lingting.operations.measures import Measures
from lingting.operations.ports import Checks, Plant, Tapes
from lingting.operations.probes import Readiness, serve_probes
from lingting.operations.routes import routes
from lingting.operations.service import OperationsService
from lingting.operations.sound_ports import PortsWatch
from lingting.operations.storage import StorageWatch
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class Operations:
    """What `main` adds to the application beside the API."""

    kit: Kit
    service: OperationsService
    readiness: Readiness
    measures: Measures
    storage: StorageWatch
    sound_ports: PortsWatch
    clock: ClockWatch

    def serve(self, app: FastAPI) -> None:
        """Adds `/healthz`, `/readyz` and `/metrics`."""
        serve_probes(app, self.kit, self.readiness, self.measures)


def wire(
    kit: Kit,
    trail: Trail,
    tenancy: Tenancy,
    acd: Acd,
    calls: Calls,
    tapes: Tapes,
    plant: Plant,
    checks: Checks,
) -> Operations:
    """Mounts the routes and begins to count."""
    storage = StorageWatch(kit.clock, kit.supervisor, plant)
    registry = kit.metrics.registry
    ports = PortsWatch(
        kit.clock,
        kit.supervisor,
        plant,
        lambda now: calls.know_ports(now.used, now.most),
        registry,
    )
    clock = ClockWatch(
        kit.clock,
        kit.supervisor,
        serves=lambda: len(calls.live) > 0 or acd.anybody_works(),
    )
    service = OperationsService(
        kit,
        trail,
        plant,
        checks,
        calls.door,
        storage,
        ports,
        clock,
        calls.refusals,
        calls.strangers,
        tapes,
    )
    kit.mount(routes, service)
    readiness = Readiness(
        kit, lambda: calls.door.connected, lambda: storage.usable, lambda: ports.usable
    )
    measures = Measures(kit, tenancy, acd, calls, tapes, storage)
    return Operations(kit, service, readiness, measures, storage, ports, clock)
