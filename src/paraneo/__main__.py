"""`python -m paraneo`."""

from paraneo.cli import run

run()
