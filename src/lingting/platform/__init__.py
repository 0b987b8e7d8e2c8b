"""What every feature stands on: database, events, mailboxes, timers, realtime, HTTP, jobs, log."""
