"""What Asterisk keeps to itself: each message that nobody hears is a part of a call's cost."""

from __future__ import annotations

UNUSED_MESSAGES = (
    "ast_channel_varset_type",
    "ast_presence_state_message_type",
    "ast_rtp_rtcp_received_type",
    "ast_rtp_rtcp_sent_type",
    "ast_test_suite_message_type",
)
"""Never made. Asterisk does not start without those that its manager asks for by name."""
UNHEARD_EVENTS = (
    "BridgeCreate", "BridgeDestroy", "BridgeEnter", "BridgeLeave", "BridgeMerge",
    "ChanSpyStart", "ChanSpyStop", "DeviceStateChange", "DialBegin", "DialEnd", "DialState",
    "DTMFBegin", "DTMFEnd", "Hangup", "HangupHandlerPop", "HangupHandlerPush", "HangupHandlerRun",
    "HangupRequest", "Hold", "MixMonitorMute", "MixMonitorStart", "MixMonitorStop",
    "MusicOnHoldStart", "MusicOnHoldStop", "NewAccountCode", "NewCallerid", "Newchannel",
    "NewConnectedLine", "Newexten", "Newstate", "RTCPReceived", "RTCPSent", "SoftHangupRequest",
    "TestEvent", "Unhold", "VarSet",
)  # fmt: skip
"""Never given to the manager: each would wake all its sessions, also those that hear nothing."""


def render_unused_messages() -> str:
    return "[declined_message_types]\n" + "".join(f"decline={one}\n" for one in UNUSED_MESSAGES)
