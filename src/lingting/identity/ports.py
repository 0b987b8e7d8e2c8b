"""What upper features may hang into logins."""

from collections.abc import Awaitable, Callable

from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction

LogOutHook = Callable[[Transaction, UserId], Awaitable[None]]
"""Called before a person logs out of his last session, in the company's mailbox and in the same
transaction; it refuses by raising a LingtingError."""

StayCheck = Callable[[TenantId, UserId], bool]
"""Whether a person stays logged in although he asks for nothing (STATE-10)."""
