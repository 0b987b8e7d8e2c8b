"""Pure parts of the voice library: what can be heard, and how numbers are spoken."""
