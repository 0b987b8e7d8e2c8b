"""Reports, saved reports and their mails, wired as the product wires them."""

from __future__ import annotations

from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.smtp.post import SmtpPost
from lingting.mail import module as mail_module
from lingting.recordings import module as recordings_module
from lingting.reporting import module as reporting_module
from support.centre import Centre


def wire_reports(centre: Centre) -> None:
    """Adds reporting, with recordings and mail, to a centre."""
    kit, trail = centre.kit, centre.audit
    tapes = recordings_module.wire(kit, trail, centre.tenancy, Spool(kit.settings.sounds))
    mail = mail_module.wire(kit, trail, SmtpPost(5))
    reporting_module.wire(
        kit, trail, centre.tenancy, centre.customers, tapes, centre.identity, mail
    )
