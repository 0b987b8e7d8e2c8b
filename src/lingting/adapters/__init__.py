"""The only code that knows a vendor: Asterisk, PostgreSQL, Debian, mail servers."""
