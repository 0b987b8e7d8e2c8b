"""The voice channel: calls, legs, transfers; says what it needs of a telephone switch."""
