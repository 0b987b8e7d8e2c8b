"""The telephones of a story's world."""

from __future__ import annotations

from lingting.kernel.ids import LegId
from lingting.testing.fake_leg import FakeLeg, LegState
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from stories.company import SIP_PERSON, Company

MEDIA_LOST_SECONDS = 30.0
"""So long after a page is gone the switch gives its silent line up."""


class Telephones:
    """Phones on desks and in pages, and the lines at the switch."""

    company: Company
    clock: ManualClock
    switch: FakeSwitch
    dead_lines: dict[LegId, int]
    """Whose page went with the sound of which line."""

    def phone(self, person: int) -> str:
        return f"a{self.company.people[person].hex}"

    def phones(self, person: int) -> tuple[str, ...]:
        """His page's, and the one on his desk."""
        sip = (self.company.sip.name,) if person == SIP_PERSON else ()
        return self.phone(person), *sip

    def line_of(self, person: int, *states: LegState, of_page: bool = False) -> FakeLeg | None:
        """The newest line at a person's phones in one of these states."""
        phones = self.phones(person)[:1] if of_page else self.phones(person)
        for leg in reversed(self.switch.legs.values()):
            if leg.dial is not None and leg.state in states and leg.called in phones:
                return leg
        return None

    def sip_phone_registers(self) -> None:
        """The phone on the desk is there, as soon as the switch knows it."""
        name = self.company.sip.name
        if name in self.switch.phones and name not in self.switch.registered:
            self.switch.phone_registers(name)

    def outside(self, *states: LegState) -> list[FakeLeg]:
        """Lines to numbers outside."""
        return [
            leg
            for leg in self.switch.legs.values()
            if leg.dial is not None and leg.trunk and leg.state in states
        ]

    def answered_in_time(self) -> list[FakeLeg]:
        """Lines of agents who answered while their offer was open, as the database has it."""
        up = {
            leg.dial.headers["X-Offer-Ref"]: leg
            for leg in self.switch.legs.values()
            if leg.is_up and leg.dial is not None and "X-Offer-Ref" in leg.dial.headers
        }
        query = "SELECT id FROM offers WHERE tenant_id = %s AND closed_at IS NULL"
        rows = self.company.server.execute(query, (self.company.tenant,)).fetchall() if up else []
        return [up[str(row[0])] for row in rows if str(row[0]) in up]

    def phones_pick_up(self) -> bool:
        """A page's phone answers by itself what its own page asked for."""
        done = False
        for leg in list(self.switch.legs.values()):
            asked = leg.dial is not None and "X-Auto-Answer" in leg.dial.headers
            rings = leg.state in (LegState.DIALLED, LegState.RINGING)
            own = leg.called != self.company.sip.name
            if asked and rings and own and leg.called in self.switch.registered:
                self.switch.far_end_answers(leg.id)
                done = True
        return done

    def page_phone_is_gone(self, person: int) -> bool:
        """A page's phone is gone with its sound; answers whether it was there."""
        was_there = self.phone(person) in self.switch.registered
        self.switch.phone_unregisters(self.phone(person))
        line = self.line_of(person, LegState.UP, of_page=True)
        if line is not None:
            self.dead_lines[line.id] = person
            self.clock.call_later(MEDIA_LOST_SECONDS, lambda: self._loses_media(line.id))
        return was_there

    def _loses_media(self, leg: LegId) -> None:
        if not self.switch.legs[leg].is_gone:
            self.switch.loses_media(leg)
