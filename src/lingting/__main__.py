"""`python -m lingting` runs the command line."""

from lingting.main.cli import main

if __name__ == "__main__":
    main()
