"""`backup` and `restore`: one file that holds an installation."""
