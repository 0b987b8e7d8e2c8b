"""The rules of the configuration text: what differs, and which names lead nowhere."""
