"""Use cases of users, roles, seats and logins."""
