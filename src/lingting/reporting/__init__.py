"""The call log and the whole story of every call, read from the event log (reports come here)."""
