"""Tables of reports: facts, their sums, and what is kept beside them."""

from lingting.reporting.tables.facts import (
    FACTS,
    asked,
    attending,
    contacts,
    nodes,
    rings,
    spans,
    steps,
    talks,
    visits,
)
from lingting.reporting.tables.kept import places, proofs, saved_reports
from lingting.reporting.tables.mail import report_letters, report_mailings, report_schedules
from lingting.reporting.tables.sums import (
    DAYS,
    SUMS,
    agent_sums,
    busy_sums,
    contact_sums,
    queue_sums,
    step_sums,
)

__all__ = [
    "DAYS",
    "FACTS",
    "SUMS",
    "agent_sums",
    "asked",
    "attending",
    "busy_sums",
    "contact_sums",
    "contacts",
    "nodes",
    "places",
    "proofs",
    "queue_sums",
    "report_letters",
    "report_mailings",
    "report_schedules",
    "rings",
    "saved_reports",
    "spans",
    "step_sums",
    "steps",
    "talks",
    "visits",
]
