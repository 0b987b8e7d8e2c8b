"""Pure flows: documents, verbs, sessions, stepping, checking and drawing."""
