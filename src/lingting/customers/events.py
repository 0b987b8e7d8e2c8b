"""Facts about customers."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import CustomerId, UserId


@event
class CustomerCreated(Event):
    """A customer was added."""

    customer: CustomerId
    by: UserId | None


@event
class CustomerChanged(Event):
    """A customer's data or numbers changed."""

    customer: CustomerId
    by: UserId | None


@event
class CustomerErased(Event):
    """Everything about a customer was deleted on his demand."""

    customer: CustomerId
