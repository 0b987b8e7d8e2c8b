"""The operator's view: health, measures, checks and the state of the parts."""
