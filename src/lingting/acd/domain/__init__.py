"""The pure core of distribution: tables, rules, indexes and the matching of items and agents."""
