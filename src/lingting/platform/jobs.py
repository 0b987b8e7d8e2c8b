"""Background work: features register jobs, the worker runs them, at least once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import procrastinate

from lingting.kernel.ids import TenantId

Job = Callable[..., Awaitable[None]]

RETRIES = procrastinate.RetryStrategy(max_attempts=8, exponential_wait=4)


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

    def worker(self, url: str) -> procrastinate.App:
        """An application of the job library that knows all registered jobs."""
        connector = procrastinate.PsycopgConnector(
            conninfo=url.replace("postgresql+psycopg://", "postgresql://"),
            kwargs={"options": "-c role=lingting_app"},
        )
        app = procrastinate.App(connector=connector)
        for name, job in self._jobs.items():
            app.task(name=name, retry=RETRIES)(_with_tenant(job))
        return app


def _with_tenant(job: Job) -> Callable[..., Awaitable[None]]:
    async def run(tenant_id: str, **args: Any) -> None:
        await job(TenantId(UUID(tenant_id)), **args)

    return run
