"""Asterisk as the switch: its private copy, its configuration, its REST interface."""
