"""The command line of what prepares talks for learning: KIND=FILE, in the order that they are to be learned in."""
import sys


def run(readers, usage):
    """Calls the reader of each KIND with its FILE; ends with the usage where there is no such kind, or nothing to read."""
    given = [argument.partition("=") for argument in sys.argv[1:]]
    if not given or any(kind not in readers for kind, _, _ in given):
        sys.exit(usage)
    for kind, _, path in given:
        readers[kind](path)
