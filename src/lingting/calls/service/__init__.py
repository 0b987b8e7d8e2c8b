"""The use cases of the voice channel, one file each."""
