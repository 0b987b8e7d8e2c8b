"""Saved reports by mail (定时发送): when, to whom, what became of each."""
