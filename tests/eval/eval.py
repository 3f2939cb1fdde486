"""Scores the reading of annotated chats: eval.py PROGRAM [--errors N] [FILE...]

README.md beside this file says what a case holds. A case is *joint* when all that it expects holds.
Without files the project's own chats are read: those beside this file, and apart from them those of heldout/.

Prints a line a file, a line for the part as a whole, and the part's reliability table: of the intents given with a
confidence of about p, how many were wanted. The misses of held-out chats are counted and never shown.
"""
import argparse
import datetime
import glob
import json
import os
import subprocess
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))
HELD_OUT = os.path.join(HERE, "heldout")


def plain(text):
    kept = [c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c)[0] not in "PSZ"]
    return "".join(kept)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def known_as(slot):
    value = slot.get("value", {})
    return {plain(value[key]) for key in ("name", "text", "code", "address", "area") if key in value} | {plain(slot.get("text", ""))}


def slot_holds(want, got):
    if isinstance(want, list):
        got = got if isinstance(got, list) else [got]
        return len(got) == len(want) and all(any(slot_holds(w, g) for g in got) for w in want)
    if isinstance(got, list) and len(got) == 1:
        got = got[0]
    if not isinstance(got, dict):
        return False
    value = got.get("value", {})
    for key, wanted in want.items():
        if key in ("start", "end"):
            fits = instant(value.get(key)) == instant(wanted)
        elif key == "any":
            fits = bool({plain(name) for name in wanted} & known_as(got))
        else:
            fits = value.get(key) == wanted
        if not fits:
            return False
    return True


def misses(expect, intents):
    """What is wrong with the intents, a line each; nothing when the case is joint."""
    slots = {}
    for intent in intents:
        slots.setdefault(intent["intent"], intent["slots"])
    wanted, allowed = set(expect["intents"]), set(expect.get("allowed", []))
    primary = expect.get("primary") or sorted(wanted)
    first = intents[0]["intent"] if intents else None
    if first not in primary and (primary or first):
        yield f"first is {first}, wanted {primary}"
    for name in sorted(wanted - set(slots)):
        yield f"no {name}"
    for name in sorted(set(slots) - wanted - allowed):
        yield f"unwanted {name}"
    for name, fields in expect.get("slots", {}).items():
        for field, want in fields.items():
            got = slots.get(name, {}).get(field)
            if got is None or not slot_holds(want, got):
                yield f"{name}.{field}: wanted {json.dumps(want, ensure_ascii=False)}, got {json.dumps(got, ensure_ascii=False)}"
    for name, fields in expect.get("absent", {}).items():
        for field in fields:
            if field in slots.get(name, {}):
                yield f"{name}.{field} should be empty"


def read_all(program, cases):
    lines = "".join(json.dumps(case["request"], ensure_ascii=False) + "\n" for case in cases)
    done = subprocess.run([program, "parse", "--jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


class Part:
    """Chats that are scored together: their cases, the joint ones among them, and each intent's confidence and worth."""

    def __init__(self):
        self.cases = self.joint = self.first = 0
        self.pairs = []

    def add(self, case, reading):
        """Scores one reading and returns what is wrong with it."""
        intents, expect = reading.get("intents", []), case["expect"]
        wrong = list(misses(expect, intents))
        welcome = set(expect["intents"]) | set(expect.get("allowed", []))
        self.cases += 1
        self.joint += not wrong
        self.first += not any(line.startswith("first is") for line in wrong)
        self.pairs += [(intent["confidence"], intent["intent"] in welcome) for intent in intents]
        return wrong

    def merge(self, other):
        self.cases += other.cases
        self.joint += other.joint
        self.first += other.first
        self.pairs += other.pairs

    def line(self, name):
        return f"{name}: {self.cases} cases, joint {self.joint / self.cases:.3f}, first intent {self.first / self.cases:.3f}"

    def reliability(self):
        print("confidence   intents  wanted")
        for low in range(0, 10):
            inside = [hit for confidence, hit in self.pairs if low == min(int(confidence * 10), 9)]
            if inside:
                print(f"{low / 10:.1f} to {low / 10 + 0.1:.1f}  {len(inside):8d}  {sum(inside) / len(inside):6.3f}")


class Errors:
    """Prints the first so many cases that miss."""

    def __init__(self, most):
        self.left = most

    def show(self, case, wrong):
        if wrong and self.left > 0:
            self.left -= 1
            print(case["id"], *(f"\n    {line}" for line in wrong))


def score_file(program, name, errors):
    with open(name, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    part = Part()
    for case, reading in zip(cases, read_all(program, cases), strict=True):
        errors.show(case, part.add(case, reading))
    return part


def score_part(title, program, files, errors):
    whole = Part()
    for name in files:
        part = score_file(program, name, errors)
        print(part.line(f"{title}, {os.path.basename(name)}"))
        whole.merge(part)
    if whole.cases:
        print(whole.line(title))
        whole.reliability()


def is_held_out(name):
    return os.path.dirname(os.path.abspath(name)) == HELD_OUT


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--errors", type=int, default=0, help="print the first N cases of the tuning part that miss")
    parser.add_argument("files", nargs="*")
    options = parser.parse_intermixed_args()
    files = options.files or sorted(glob.glob(f"{HERE}/*.jsonl") + glob.glob(f"{HELD_OUT}/*.jsonl"))
    tuning = [name for name in files if not is_held_out(name)]
    score_part("tuning part", options.program, tuning, Errors(options.errors))
    score_part("held-out part", options.program, [name for name in files if is_held_out(name)], Errors(0))


sys.exit(main())
