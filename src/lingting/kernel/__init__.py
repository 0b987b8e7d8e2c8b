"""What every part builds on: ids, time, events, machines, errors, telephone numbers; no I/O."""
