"""Wires the desktop."""

from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.customers.api import Customers
from lingting.customers.events import CustomerChanged, CustomerCreated, CustomerErased
from lingting.desktop.attendance import Attendance
from lingting.desktop.commands import Desk
from lingting.desktop.common import Common
from lingting.desktop.following import Following
from lingting.desktop.paths import Paths
from lingting.desktop.people import People
from lingting.desktop.roll_call import RollCall
from lingting.desktop.routes import routes
from lingting.desktop.stream import stream
from lingting.desktop.targets import DataWords, Directory, Named, NamedIn
from lingting.desktop.view import Beside, DesktopView
from lingting.identity.api import Identity
from lingting.platform.kit import Kit
from lingting.platform.remembering import Remembered

MOST_CUSTOMERS = 1_000


@dataclass(frozen=True)
class Desktop:
    """What `main` starts, and what other read models share."""

    view: DesktopView
    following: Following
    people: People
    attendance: Attendance
    roll: RollCall

    def start(self) -> None:
        """Begins to keep pages up to date."""
        self.following.start()
        self.roll.start()


def wire(
    kit: Kit,
    acd: Acd,
    calls: Calls,
    customers: Customers,
    identity: Identity,
    *,
    flow_list: NamedIn,
    number_list: Named,
    data_words: DataWords,
    beside: Beside | None = None,
) -> Desktop:
    """Mounts the routes and shows the state."""
    people = People(identity, kit.bus)
    common = Common(acd, calls)
    view = DesktopView(
        kit,
        acd,
        calls,
        customers,
        people,
        data_words,
        identity,
        Paths(kit.bus),
        common,
        Remembered(kit.bus, CustomerCreated, CustomerChanged, CustomerErased, most=MOST_CUSTOMERS),
        beside,
    )
    kit.hub.show(view.of)
    kit.hub.on_company_touched = common.forget
    desk = Desk(kit, acd, calls)
    directory = Directory(kit, acd, people, flow_list, number_list)
    kit.mount(routes, desk, calls, directory)
    roll = RollCall(kit, identity)
    kit.mount(stream, kit, roll)
    attendance = Attendance(kit, acd, calls, identity)
    following = Following(kit, calls, common.now, attendance.page_opened)
    return Desktop(view, following, people, attendance, roll)
