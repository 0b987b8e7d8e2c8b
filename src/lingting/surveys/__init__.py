"""Satisfaction (满意度): the caller's rating of a call by key."""
