"""What we claim about speed, runnable: `python -m benchmarks [names]` prints one table."""
