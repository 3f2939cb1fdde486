"""Scores the reading of annotated chats: eval.py PROGRAM [--errors N] [FILE...]

A file holds one case a line: {"id", "tags", "request": a /v1/parse request, "expect": {"primary", "intents", "allowed",
"slots", "absent"}}. `primary`: any of these may come first; `intents`: all of these must be there; `allowed`: these may be;
`slots`: what must be filled, times by `start` (and `end`, `grain`), counts by `number`, names by `any`; `absent`: slots that
must stay empty. A case is *joint* when all of it holds. Without files the project's own chats are read.

Prints a line a file, and a reliability table: of the intents given with a confidence of about p, how many were wanted.
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


def plain(text):
    kept = [c for c in unicodedata.normalize("NFKC", text).casefold() if unicodedata.category(c)[0] not in "PSZ"]
    return "".join(kept)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def known_as(slot):
    value = slot.get("value", {})
    return {plain(value[key]) for key in ("name", "text", "code", "address") if key in value} | {plain(slot.get("text", ""))}


def slot_holds(want, got):
    if isinstance(want, list):
        got = got if isinstance(got, list) else [got]
        return len(got) == len(want) and all(any(slot_holds(w, g) for g in got) for w in want)
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


def reliability(pairs):
    print("confidence   intents  wanted")
    for low in range(0, 10):
        inside = [hit for confidence, hit in pairs if low <= confidence * 10 < low + 1 or (low == 9 and confidence == 1)]
        if inside:
            print(f"{low / 10:.1f} to {low / 10 + 0.1:.1f}  {len(inside):8d}  {sum(inside) / len(inside):6.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--errors", type=int, default=0, help="print the first N cases that miss")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    pairs, shown = [], 0
    for name in options.files or sorted(glob.glob(os.path.join(HERE, "*.jsonl"))):
        with open(name, encoding="utf-8") as file:
            cases = [json.loads(line) for line in file if line.strip()]
        joint = 0
        for case, reading in zip(cases, read_all(options.program, cases)):
            intents, expect = reading.get("intents", []), case["expect"]
            wrong = list(misses(expect, intents))
            joint += not wrong
            welcome = set(expect["intents"]) | set(expect.get("allowed", []))
            pairs += [(intent["confidence"], intent["intent"] in welcome) for intent in intents]
            if wrong and shown < options.errors:
                shown += 1
                print(case["id"], *(f"\n    {line}" for line in wrong))
        print(f"{os.path.basename(name)}: {len(cases)} cases, joint {joint / len(cases):.3f}")
    reliability(pairs)


sys.exit(main())
