"""The centre without telephone, in a time of its own: the product's rules, a day in seconds."""
