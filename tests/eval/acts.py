"""Scores what each message of the annotated chats was heard to do: acts.py PROGRAM

README.md beside this file says how acts.tsv is annotated. The reader tells the acts of clauses; of a message counts the one that
moves the talk most. What the reader keeps no act for (small talk, a condition, an order) is informing to it, and a counter
proposal a proposal. Prints precision, recall and F1 of each act, then what the reader made of each annotated one.
"""
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LANGUAGES = ("en", "zh")

NAMES = {"p": "propose", "c": "counter", "a": "accept", "r": "reject", "q": "ask", "i": "inform", "x": "condition", "t": "retract",
         "d": "order", "s": "small talk", "h": "past", "j": "unreal"}
READ_AS = {"counter": "propose", "condition": "inform", "order": "inform", "small talk": "inform"}
# Of the acts of a message's clauses the first of these is the message's.
MOVES = ("unreal", "retract", "propose", "reject", "accept", "ask", "past", "inform")


def annotated():
    """The acts of each chat by its id, one a message."""
    with open(os.path.join(HERE, "acts.tsv"), encoding="utf-8") as file:
        return {name: [NAMES[letter] for letter in letters] for name, letters in (line.split() for line in file)}


def chats(language):
    with open(os.path.join(HERE, f"chats.{language}.jsonl"), encoding="utf-8") as file:
        return [case for case in map(json.loads, file) if "messages" in case["request"]]


def act_of(clauses):
    return next((act for act in MOVES if act in clauses), "inform")


def heard(program, cases):
    """The act of each message of each chat, as `parse --explain` tells them."""
    lines = "".join(json.dumps(case["request"], ensure_ascii=False) + "\n" for case in cases)
    done = subprocess.run([program, "parse", "--explain", "--jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    for told in done.stdout.decode().split("\n\n")[: len(cases)]:
        messages = []
        for line in told.split("\n"):
            if line.startswith("message "):
                messages.append([])
            elif line.startswith("  clause "):
                messages[-1].append(line.split()[1].rstrip(":"))
        yield [act_of(clauses) for clauses in messages]


def count(program, language):
    """How often each annotated act was heard as which."""
    acts, cases, pairs = annotated(), chats(language), collections.Counter()
    for case, said in zip(cases, heard(program, cases), strict=True):
        pairs.update(zip(acts[case["id"]], said, strict=True))
    return pairs


def share(part, whole):
    return part / whole if whole else 0.0


def table(title, pairs):
    right = sum(n for (want, got), n in pairs.items() if READ_AS.get(want, want) == got)
    print(f"acts, {title}: {pairs.total()} messages, right {share(right, pairs.total()):.3f}")
    print("act       messages  precision  recall     F1")
    for act in MOVES:
        wanted = sum(n for (want, _), n in pairs.items() if READ_AS.get(want, want) == act)
        given = sum(n for (_, got), n in pairs.items() if got == act)
        both = sum(n for (want, got), n in pairs.items() if READ_AS.get(want, want) == got == act)
        print(f"{act:8}  {wanted:8}  {share(both, given):9.3f}  {share(both, wanted):6.3f}  {share(2 * both, wanted + given):5.3f}")


def heard_as(pairs):
    print("annotated   heard as")
    for want in NAMES.values():
        row = collections.Counter({got: n for (was, got), n in pairs.items() if was == want})
        print(f"{want:10}  " + ", ".join(f"{got} {n}" for got, n in row.most_common()))


def main(program):
    whole = collections.Counter()
    for language in LANGUAGES:
        pairs = count(program, language)
        table(language, pairs)
        whole += pairs
    table("both", whole)
    heard_as(whole)


if __name__ == "__main__":
    main(*sys.argv[1:])
