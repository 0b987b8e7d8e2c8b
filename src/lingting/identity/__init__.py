"""Users, roles, permissions, seats and logins of a company."""
