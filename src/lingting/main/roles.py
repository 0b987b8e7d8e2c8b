"""The roles that `up` starts as processes of their own."""

from __future__ import annotations

import uvicorn

from lingting.main.wiring import build_app, run_worker
from lingting.platform.log import configure_log
from lingting.platform.settings import Settings

GRACE_SECONDS = 3


def serve(settings: Settings) -> None:
    """HTTP, realtime and the engine, until told to stop."""
    configure_log(settings.log_format, settings.log_level)
    uvicorn.run(
        build_app(settings),
        host=settings.host,
        port=settings.port,
        ssl_certfile=settings.cert,
        ssl_keyfile=settings.key,
        loop="uvloop",
        ws="websockets-sansio",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_ping_interval=20,
        ws_ping_timeout=20,
    )


def work(settings: Settings) -> None:
    """Background jobs, until told to stop."""
    import uvloop

    configure_log(settings.log_format, settings.log_level)
    uvloop.run(run_worker(settings))
