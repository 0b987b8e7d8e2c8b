"""The HTTP kit: problems, permissions, paging, the application."""
