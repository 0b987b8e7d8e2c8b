"""Mail servers (SMTP)."""
