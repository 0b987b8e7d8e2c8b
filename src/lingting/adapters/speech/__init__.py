"""Speech synthesis: the built-in voice."""
