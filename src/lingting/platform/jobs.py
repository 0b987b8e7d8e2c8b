"""Background work: features register jobs, the worker runs them, at least once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException

from lingting.kernel.ids import TenantId
from lingting.platform.log import get_log
from lingting.platform.login import application_url

Job = Callable[..., Awaitable[None]]

RETRIES = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=4)
HEARTBEAT_SECONDS = 2.0
DEAD_SECONDS = 10.0
"""A worker that was silent for so long was killed; what it was at is done again."""
AT_A_TIME = 2

log = get_log(__name__)


class Jobs:
    """Names and their functions; `job(tenant, **args)` must bear being repeated."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def register(self, name: str, job: Job) -> None:
        """Makes `job` known as `<feature>.<verb>`."""
        if name in self._jobs:
            raise ValueError(f"two jobs are named {name}")
        self._jobs[name] = job

    async def run(self, name: str, tenant: TenantId, **args: Any) -> None:
        """Runs a job here and now (tests, and work that cannot wait)."""
        await self._jobs[name](tenant, **args)

    async def work(self, url: str, *, wait: bool = True) -> None:
        """Runs jobs until cancelled, first those that a killed worker was at; without `wait`
        until there is none."""
        app = self.worker(url)
        async with app.open_async():
            await _take_up(app)
            again = asyncio.create_task(_keep_taking_up(app), name="loop:dead-workers")
            try:
                await app.run_worker_async(
                    concurrency=AT_A_TIME,
                    wait=wait,
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                )
            finally:
                again.cancel()

    def worker(self, url: str) -> procrastinate.App:
        """An application of the job library that knows all registered jobs."""
        connector = procrastinate.PsycopgConnector(
            conninfo=application_url(url).replace("postgresql+psycopg://", "postgresql://")
        )
        app = procrastinate.App(connector=connector)
        for name, job in self._jobs.items():
            app.task(name=name, retry=RETRIES)(_with_tenant(name, job))
        return app


async def _keep_taking_up(app: procrastinate.App) -> None:
    while True:
        await asyncio.sleep(DEAD_SECONDS / 2)
        try:
            await _take_up(app)
        except ConnectorException as error:
            log.warning("jobs not looked at", error=type(error).__name__)


async def _take_up(app: procrastinate.App) -> None:
    """Lets every job run again whose worker is dead."""
    jobs = app.job_manager
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=DEAD_SECONDS):
        log.warning("job taken up from a dead worker", job=job.task_name)
        await jobs.retry_job(job)


def _with_tenant(name: str, job: Job) -> Callable[..., Awaitable[None]]:
    async def run(tenant_id: str, **args: Any) -> None:
        try:
            await job(TenantId(UUID(tenant_id)), **args)
        except Exception as error:  # the library keeps silent while it will try again
            log.warning("job did not succeed", job=name, error=type(error).__name__)
            raise

    return run
