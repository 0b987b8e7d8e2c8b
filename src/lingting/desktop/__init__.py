"""The agent's desktop: one state per person, pushed; and the commands of the telephone bar."""
