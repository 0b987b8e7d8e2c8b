"""What a person may do now, and in which words a call came to him; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingting.acd.domain.states import Presence, SignIn, Work
from lingting.calls.domain import Call, CallState, Direction, LegState
from lingting.kernel.discretion import shown_text


def actions_of(sign_in: SignIn, presence: Presence, work: Work, *, reachable: bool) -> list[str]:
    """The state keys that are legal now (STATE-01, 05; SOFT-13)."""
    if sign_in is SignIn.LOGGED_OUT:
        return []
    if sign_in is SignIn.LOGGED_IN:
        return ["sign_in", "log_out"]
    actions = ["auto_idle"]
    if work is Work.WRAPPING:
        actions += ["finish_wrap_up", "extend_wrap_up"]
    if presence is not Presence.IDLE:
        actions.append("idle")
    if presence is not Presence.BUSY or work is not Work.FREE:
        actions.append("busy")
    if work is Work.FREE:
        if presence is Presence.BUSY:
            actions += ["sign_out", "log_out"]
        actions.append("do_not_disturb")
    if work in (Work.FREE, Work.WRAPPING) and presence is not Presence.IDLE and reachable:
        actions.append("dial")
    return actions


def controls_of(call: Call) -> list[str]:
    """The call controls that are legal now (SOFT-13)."""
    if call.state is CallState.RECONNECTING:
        return ["hang_up"]
    if call.state is not CallState.TALKING:
        return ["hang_up"]
    agent, customer = call.agent_leg, call.customer_leg
    held = customer is not None and customer.state is LegState.HELD
    controls = ["hang_up", "retrieve" if held else "hold"]
    controls.append("unmute" if agent is not None and agent.muted else "mute")
    if not held:
        controls.append("digits")
    if call.direction is Direction.IN:
        controls += ["transfer", "to_ivr"]
    return controls


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way by which a call came (来电路径)."""

    kind: str
    zh: str
    en: str


def step_of(
    name: str, data: Mapping[str, Any], names: Mapping[str, str], *, see_numbers: bool = True
) -> Step | None:
    """The step that an event of the call's story stands for, or None."""

    def named(key: str) -> str:
        return names.get(str(data.get(key)), "")

    match name:
        case "call.arrived":
            return Step("number", f"拨打 {data['called']}", f"Dialled {data['called']}")
        case "node.entered":
            return Step("node", data["title_zh"], data["title_en"])
        case "keys.entered":
            keys = shown_text(str(data["keys"]), see_numbers=see_numbers)
            return Step("key", f"按键 {keys}", f"Keys {keys}")
        case "work_item.queued":
            return Step("queue", f"排队 {named('queue')}", f"Queued in {named('queue')}")
        case "offer.made":
            return Step("offer", f"分配给 {named('agent')}", f"Offered to {named('agent')}")
        case "offer.expired":
            return Step("offer", f"{named('agent')} 未应答", f"No answer from {named('agent')}")
        case "offer.rejected":
            return Step("offer", f"{named('agent')} 未接", f"Refused by {named('agent')}")
        case "call.transferred":
            return Step("transfer", f"{named('agent')} 转接", f"Transferred by {named('agent')}")
        case "agent.lost":
            return Step("agent", f"{named('agent')} 断线", f"{named('agent')} lost the line")
        case "agent.rejoined":
            return Step("agent", f"{named('agent')} 已重连", f"{named('agent')} is back")
        case _:
            return None
