"""Who did what: an append-only trail per company."""
