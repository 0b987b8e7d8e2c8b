"""Where personal data of callers lie and how long: an answer for every table of the product."""

from collections.abc import Mapping
from typing import Literal

Demand = Literal["deleted", "blanked", "none"]
"""What a demand for deletion does to a table's rows of the person; `none`: there is nothing."""
Kept = Literal["contacts", "recordings", "account", "configuration", "short", "trail", "proof"]
"""`contacts`, `recordings` and `trail` go by the company's months; `account` with the user or
customer; `short` by itself within days; `proof` stays: it tells what was done, by whom, and no
number."""

TABLES: Mapping[str, tuple[Demand, Kept]] = {
    "calls": ("blanked", "contacts"),
    "work_items": ("blanked", "contacts"),
    "legs": ("blanked", "contacts"),
    "call_notes": ("blanked", "contacts"),
    "dial_attempts": ("blanked", "contacts"),
    "event_log": ("blanked", "contacts"),
    "flow_sessions": ("blanked", "contacts"),
    "flow_steps": ("blanked", "contacts"),
    "hands": ("blanked", "contacts"),
    "tips": ("blanked", "contacts"),
    "report_contacts": ("blanked", "contacts"),
    "recordings": ("blanked", "recordings"),
    "customers": ("deleted", "account"),
    "customer_numbers": ("deleted", "account"),
    "erasures": ("blanked", "proof"),
    "audit_log": ("none", "trail"),
    "report_letters": ("none", "proof"),
    "report_mailings": ("none", "proof"),
    **dict.fromkeys(
        (
            "agent_states",
            "floor_alerts",
            "listenings",
            "offers",
            "ratings",
            "report_agent_days",
            "report_agent_sums",
            "report_asked",
            "report_attending",
            "report_busy_days",
            "report_busy_sums",
            "report_contact_days",
            "report_contact_sums",
            "report_nodes",
            "report_places",
            "report_proofs",
            "report_queue_days",
            "report_queue_sums",
            "report_rings",
            "report_spans",
            "report_step_days",
            "report_step_sums",
            "report_steps",
            "report_talks",
            "report_visits",
            "routing_decisions",
        ),
        ("none", "contacts"),
    ),
    **dict.fromkeys(
        (
            "agents",
            "roles",
            "saved_reports",
            "seats",
            "sip_phones",
            "user_roles",
            "users",
            "wallboards",
        ),
        ("none", "account"),
    ),
    **dict.fromkeys(
        (
            "access_number_directory",
            "access_numbers",
            "bound_number_targets",
            "bound_numbers",
            "busy_reasons",
            "configuration_orders",
            "configuration_versions",
            "event_seq",
            "floor_thresholds",
            "flow_versions",
            "flows",
            "mail_server",
            "prompt_recordings",
            "prompts",
            "queues",
            "report_schedules",
            "skill_group_members",
            "skill_groups",
            "tenant_settings",
            "tenants",
        ),
        ("none", "configuration"),
    ),
    **dict.fromkeys(
        ("captchas", "login_attempts", "sessions", "sip_strangers", "timers"), ("none", "short")
    ),
}
