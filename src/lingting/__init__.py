"""Lingting 聆听: a complete contact centre."""

__version__ = "0.1.0"
