"""The rules of users, roles, seats and logins."""
