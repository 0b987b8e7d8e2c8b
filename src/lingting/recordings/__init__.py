"""Recordings and voice messages: kept, checked against the talk, heard with a trace."""
