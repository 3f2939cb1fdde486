"""Writes talks with what each of their messages does, in the plain form of learn/heard.h.

usage: prepare_acts.py chats=PATH... > TALKS
PATH is a file of chats annotated as in tests/eval, with acts.tsv beside it. Each is held out in turn.
"""
import os

import readers
from prepare import lines
from prepare_aims import talk


def chats(path):
    with open(os.path.join(os.path.dirname(path), "acts.tsv"), encoding="utf-8") as file:
        acts = dict(line.split() for line in file)
    for number, case in enumerate(case for case in lines(path) if case["id"] in acts):
        said = [(m.get("from", ""), m["text"]) for m in case["request"]["messages"]]
        talk([acts[case["id"]]], said, 1.0, number)


if __name__ == "__main__":
    readers.run({"chats": chats}, __doc__)
