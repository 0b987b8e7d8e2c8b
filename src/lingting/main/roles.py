"""The roles that `up` starts as processes of their own."""

from __future__ import annotations

import os

import uvicorn

from lingting.main.patience import PatientProtocol
from lingting.main.wiring import ANOTHER_LEADS, build_app, engine_of, run_worker
from lingting.platform.clock import SteadyClock
from lingting.platform.leading import AnotherLeads, Leadership, Seat
from lingting.platform.log import configure_log, hear_libraries
from lingting.platform.settings import Settings
from lingting.platform.standstill import end_at_standstill

GRACE_SECONDS = 3
SEAT = "engine.lock"
LARGEST_FRAME = 64 * 1024
"""What a page or a softphone may say at once; a SIP message with everything is a few thousand."""


def serve(settings: Settings) -> None:
    """HTTP, realtime and the engine, until told to stop; waits while another engine leads."""
    import uvloop

    configure_log(settings.log_format, settings.log_level)
    hear_libraries()
    uvloop.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    product = engine_of(settings, SteadyClock())
    product.kit.supervisor.spawn(end_at_standstill(), name="loop:standstill")
    seat = Seat(settings.home / SEAT) if settings.stands_in else None
    leadership = Leadership(product.kit.db.url, seat) if settings.ari_url else None
    config = uvicorn.Config(
        build_app(product, leadership),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.cert,
        ssl_keyfile=settings.key,
        http=PatientProtocol,
        ws="websockets-sansio",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,  # frames are small, and compressing cost more than sending
        ws_ping_interval=20,
        ws_ping_timeout=20,
    )
    config.load()
    if leadership is not None:
        try:
            await leadership.take(product.calls.backlog.stand_in)
        except AnotherLeads:
            os._exit(ANOTHER_LEADS)
        product.kit.db.tenure = leadership.tenure
    await uvicorn.Server(config).serve()


def work(settings: Settings) -> None:
    """Background jobs, until told to stop."""
    import uvloop

    configure_log(settings.log_format, settings.log_level)
    hear_libraries()
    uvloop.run(run_worker(settings))
