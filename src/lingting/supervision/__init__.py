"""The floor as its leaders see it: the wallboard (监控大屏), and what they do from there."""
