"""Customers of a company: who they are, their telephone numbers, what was talked about."""
