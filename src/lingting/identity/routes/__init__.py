"""HTTP resources of users, roles, seats and logins."""
