"""The voice library: prompts in every language, recordings that replace them, spoken numbers."""
