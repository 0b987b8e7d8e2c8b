"""Companies (租户) of one installation and what each of them has set."""
