"""The world as pure functions of a seed and the time."""
