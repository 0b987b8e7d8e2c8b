"""The worker's job: answers a report as its owner would see it, and hands it to the mail server.

Before a try begins, the next one is booked, so that a worker that dies with a letter in its hand
loses none. A letter is locked while it goes and marked in the same transaction, so that it goes
once; one that the server took just before our commit failed goes again with the same id.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from uuid import UUID

from lingting.identity.api import Identity, Person
from lingting.identity.domain.roles import covers, granted
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import TenantId
from lingting.mail.api import Letter as MailLetter
from lingting.mail.api import Mail, NotSent
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.trail import Trail
from lingting.reporting.domain.asking import MOST_PARTS
from lingting.reporting.domain.mailing import (
    TRIES,
    LetterState,
    MailingState,
    StopReason,
    next_try,
    outcome,
)
from lingting.reporting.domain.settings import MAIL_OUTSIDE
from lingting.reporting.mailing import store
from lingting.reporting.mailing.composing import Composed, compose
from lingting.reporting.mailing.records import Letter, Mailing, Schedule
from lingting.reporting.mailing.schedules import JOB, Schedules
from lingting.reporting.reports.asks import Asking, Wish
from lingting.reporting.reports.engine import Reports
from lingting.reporting.saved_schemas import DefinitionModel
from lingting.reporting.saved_store import SavedReport
from lingting.reporting.saved_store import one as saved_report
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

NEEDED = frozenset({"reports.see", "reports.export"})
NO_ADDRESS, OUTSIDE = "no_address", "outside"
LOST = "lost"
"""The last try began and its worker never came back."""


@dataclass(frozen=True, slots=True)
class _Task:
    mailing: Mailing
    schedule: Schedule
    saved: SavedReport
    see_numbers: bool
    letters: Sequence[Letter]


class Sending:
    """Sends what is due."""

    def __init__(
        self,
        kit: Kit,
        trail: Trail,
        companies: Tenancy,
        people: Identity,
        mail: Mail,
        schedules: Schedules,
        asking: Asking,
        reports: Reports,
    ) -> None:
        self._kit, self._trail = kit, trail
        self._companies, self._people = companies, people
        self._mail, self._schedules = mail, schedules
        self._asking, self._reports = asking, reports
        kit.jobs.register(JOB, self.send)

    async def send(self, tenant: TenantId, mailing: str, attempt: int) -> None:
        """Try number `attempt` of a due time; a repeat of one that was made does nothing."""
        task = await self._take(tenant, UUID(mailing), attempt)
        if task is None:
            return
        try:
            composed = await self._composed(tenant, task)
        except LingtingError:
            await self._unfit(tenant, task)
            return
        hindered = await self._deliver(tenant, task, composed)
        await self._settle(tenant, task, hindered, rows=composed.rows, last=attempt >= TRIES)

    async def _take(self, tenant: TenantId, mailing: UUID, attempt: int) -> _Task | None:
        async with self._kit.db.transaction(tenant) as tx:
            again = tx.now + next_try(min(attempt, TRIES))
            taken = await store.take(tx, mailing, attempt, again)
            if taken is None:
                return None
            if attempt > TRIES:
                await _close(tx, taken, LOST)
                return None
            tx.defer(JOB, at=again, mailing=str(mailing), attempt=attempt + 1)
            schedule = await store.schedule(tx, taken.report, lock=True)
            assert schedule is not None
            saved = await saved_report(tx, schedule.owner, taken.report)
            owner = await self._people.person(tx, schedule.owner)
            reason = _obstacle(owner)
            if saved is None or owner is None or reason is not None:
                await self._stop(tx, taken, schedule, reason or StopReason.OWNER_GONE)
                return None
            await store.address(tx, mailing, await self._addressed(tx, schedule))
            return _Task(
                mailing=taken,
                schedule=schedule,
                saved=saved,
                see_numbers=covers(granted(owner.roles), frozenset({SEE_NUMBERS})),
                letters=(await store.letters(tx, [mailing])).get(mailing, []),
            )

    async def _addressed(self, tx: Transaction, schedule: Schedule) -> list[Letter]:
        """Today's address of each person; other addresses only while the company allows them."""
        people = {one.id: one for one in await self._people.users(tx)}
        names = await self._people.names(tx)
        outside = await self._companies.get(tx, MAIL_OUTSIDE)
        found: dict[str, Letter] = {}
        for user in schedule.wanted.people:
            person = people.get(user)
            email = person.email if person is not None and person.active else ""
            letter = _letter(email or str(user), names.get(user), None if email else NO_ADDRESS)
            found.setdefault(letter.address.lower(), letter)
        for address in schedule.wanted.addresses:
            found.setdefault(address.lower(), _letter(address, None, None if outside else OUTSIDE))
        return list(found.values())

    async def _composed(self, tenant: TenantId, task: _Task) -> Composed:
        definition = DefinitionModel.model_validate(task.saved.definition)
        wish = Wish(
            first=task.mailing.first,
            last=task.mailing.last,
            grain=definition.grain,
            by=definition.by,
            queue=definition.queue,
            agent=definition.agent,
            flow=definition.flow,
            metrics=definition.metrics,
            compare=None,
        )
        wanted = task.schedule.wanted
        ask = await self._asking.ask(tenant, definition.report, wish)
        ask = replace(ask, page=MOST_PARTS)
        report = await self._reports.answer(
            tenant, ask, wanted.language, see_numbers=task.see_numbers
        )
        place = f"/reports/saved/{task.saved.id}" if self._kit.settings.public_url else ""
        link = f"{self._kit.settings.public_url.rstrip('/')}{place}" if place else ""
        return await compose(report, task.saved.name, wanted.attach, wanted.language, link)

    async def _deliver(self, tenant: TenantId, task: _Task, composed: Composed) -> NotSent | None:
        """What stands in the way of all letters, if anything does."""
        for letter in task.letters:
            if letter.state is not LetterState.WAITING:
                continue
            try:
                await self._one(tenant, task.mailing.id, letter.address, composed)
            except NotSent as error:
                return error
        return None

    async def _one(self, tenant: TenantId, mailing: UUID, address: str, composed: Composed) -> None:
        """Raises NotSent when others would fare no better."""
        async with self._kit.db.transaction(tenant) as tx:
            if not await store.waiting(tx, mailing, address):
                return
            letter = composed.to(_message_id(mailing, address), address)
            values = await self._handed_over(tx, letter)
            await store.mark(tx, mailing, address, values)

    async def _handed_over(self, tx: Transaction, letter: MailLetter) -> dict[str, object]:
        try:
            await self._mail.send(tx, letter)
        except NotSent as error:
            if not error.final and error.why.value != "recipient":
                raise
            log.info("letter refused", why=error.why.value, final=error.final)
            state = LetterState.FAILED if error.final else LetterState.WAITING
            return {"state": state.value, "reason": error.why.value, "told": error.told}
        return {"state": LetterState.SENT.value, "reason": None, "told": None, "sent_at": tx.now}

    async def _settle(
        self, tenant: TenantId, task: _Task, hindered: NotSent | None, *, rows: int, last: bool
    ) -> None:
        mailing = task.mailing.id
        async with self._kit.db.transaction(tenant) as tx:
            letters = (await store.letters(tx, [mailing])).get(mailing, [])
            state = outcome([one.state for one in letters], last=last)
            over = state is not MailingState.SENDING
            values = {
                "state": state.value,
                "reason": hindered.why.value if hindered else None,
                "told": hindered.told if hindered else None,
                **({"next_try_at": None, "ended_at": tx.now} if over else {}),
            }
            await store.settle(tx, mailing, values)
            sent = [one.address for one in letters if one.state is LetterState.SENT]
            if over and sent:
                details = {
                    "by_mail": True,
                    "name": task.saved.name,
                    "owner": task.saved.owner_name,
                    "days": f"{task.mailing.first} – {task.mailing.last}",
                    "format": task.schedule.wanted.attach,
                    "rows": rows,
                    "to": sent,
                }
                target = str(task.saved.definition["report"])
                await self._trail.record(tx, None, "reports.export", target, details)

    async def _unfit(self, tenant: TenantId, task: _Task) -> None:
        async with self._kit.db.transaction(tenant) as tx:
            await self._stop(tx, task.mailing, task.schedule, StopReason.REPORT_UNFIT)

    async def _stop(
        self, tx: Transaction, mailing: Mailing, schedule: Schedule, reason: StopReason
    ) -> None:
        await _close(tx, mailing, reason.value)
        await self._schedules.stop(tx, schedule, reason)


async def _close(tx: Transaction, mailing: Mailing, reason: str) -> None:
    letters = (await store.letters(tx, [mailing.id])).get(mailing.id, [])
    state = outcome([one.state for one in letters], last=True)
    values = {"state": state.value, "reason": reason, "next_try_at": None, "ended_at": tx.now}
    await store.settle(tx, mailing.id, values)


def _obstacle(owner: Person | None) -> StopReason | None:
    """Why nothing may be sent in the owner's name; a password that is due takes no rights away."""
    if owner is None:
        return StopReason.OWNER_GONE
    if not owner.user.active:
        return StopReason.OWNER_INACTIVE
    allowed = covers(granted(owner.roles), NEEDED)
    return None if allowed else StopReason.NOT_PERMITTED


def _letter(address: str, name: str | None, reason: str | None) -> Letter:
    state = LetterState.FAILED if reason else LetterState.WAITING
    return Letter(address=address, name=name, state=state, reason=reason, told=None, sent_at=None)


def _message_id(mailing: UUID, address: str) -> str:
    """The same for every try."""
    return f"{mailing}.{sha256(address.lower().encode()).hexdigest()[:16]}"
