"""`python -m lingting` runs the command line."""

from lingting.main.cli import app

if __name__ == "__main__":
    app()
