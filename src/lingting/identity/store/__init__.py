"""The SQL of users, roles, seats and logins."""
