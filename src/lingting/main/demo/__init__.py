"""The demonstration company (演示公司) and the world that plays in it."""
