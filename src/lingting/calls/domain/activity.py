"""What the call of an engaged agent is doing."""

from lingting.acd.domain.words import CallActivity
from lingting.calls.domain.call import Call
from lingting.calls.domain.machines import CallState, LegState


def activity_of(call: Call | None) -> CallActivity | None:
    """The word for the agent's state (STATE-20); None without a call."""
    if call is None:
        return None
    if call.state is CallState.DIALLING:
        return CallActivity.DIALLING
    customer = call.customer_leg
    if customer is not None and customer.state is LegState.HELD:
        return CallActivity.HOLDING
    return CallActivity.TALKING
