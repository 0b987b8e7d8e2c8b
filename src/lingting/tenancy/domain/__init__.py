"""The rules of companies and their settings."""
