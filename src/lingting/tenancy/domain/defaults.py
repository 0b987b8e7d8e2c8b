"""Settings that several features read."""

from lingting.tenancy.domain.settings import declare

RING_SECONDS = declare(
    "ring_seconds",
    25,
    zh="坐席振铃时长（秒）",
    en="Ring time of an agent's phone (seconds)",
    minimum=5,
    maximum=180,
    group="calls",
)
WRAP_UP_SECONDS = declare(
    "wrap_up_seconds",
    30,
    zh="话后整理时长（秒）",
    en="Wrap-up time after a call (seconds)",
    minimum=0,
    maximum=3600,
    group="calls",
)
RECORDING = declare("recording", True, zh="通话录音", en="Record calls", group="keeping")
KEEP_RECORDINGS_MONTHS = declare(
    "keep_recordings_months",
    0,
    zh="录音和留言保留月数（0 为长期保留）",
    en="Months to keep recordings and voice messages (0: for ever)",
    minimum=0,
    maximum=240,
    group="keeping",
)
KEEP_CONTACTS_MONTHS = declare(
    "keep_contacts_months",
    0,
    zh="联系记录保留月数（0 为长期保留）",
    en="Months to keep contacts (0: for ever)",
    minimum=0,
    maximum=240,
    group="keeping",
)
KEEP_AUDIT_MONTHS = declare(
    "keep_audit_months",
    60,
    zh="操作日志保留月数",
    en="Months to keep the audit trail",
    minimum=6,
    maximum=240,
    group="keeping",
)
"""The database holds both figures as well: `forget_trail` listens to no caller about them."""
