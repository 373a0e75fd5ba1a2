"""The published-case benchmark: how well the program does on real patients whose diagnosis is known.

It imports paraneo and is never imported by it. `python -m evaluation` prints the table.
"""
