"""What holds of every reading, whatever was dragged: the project's own chats, cut short at every message, told by people of
other names, padded with small talk, their lines in another order. Nothing is refused, no slot lacks the words it came from,
and every span slices back to those words in all three units. The slicing is Python's, not ours."""
import contextlib
import json
import os
import random
import subprocess

from tests.support.server import program
from tests.support.tap import check, equal, main, test

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EVERY = 2  # each second chat of the corpus: with all their variants some thousand readings
NOTES_MAX = 5
SMALL_TALK = {"zh": ["哈哈哈", "早啊", "[捂脸]", "今天真热", "😂😂", "嗯嗯"], "en": ["haha", "lol", "morning!", "😂😂", "hot out", "hmm"]}
NAMES = ["Quill", "欧阳夏", "+1 555 0100", "𠮷野😀", "A.", "me", "~星~"]


def chats():
    out = []
    for language in ("zh", "en"):
        with open(os.path.join(TOP, "tests", "eval", f"chats.{language}.jsonl"), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.strip()]
        out += [(language, row["request"]) for row in lines[::EVERY] if row["request"].get("messages")]
    return out


def read_all(requests):
    body = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in requests).encode()
    ran = subprocess.run([program(), "parse", "--jsonl"], input=body, stdout=subprocess.PIPE, check=True, timeout=600)
    answers = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    equal(len(answers), len(requests), "one answer a line")
    return answers


def slots_of(answer):
    """Every slot object of a reading, with where it stands."""
    holders = [(f"intent {i['intent']}", i["slots"]) for i in answer["intents"]]
    plans = [answer.get("plan")] + list(answer.get("plans", []))
    holders += [("plan", p["slots"]) for p in plans if p and "slots" in p]
    for where, slots in holders:
        for name, slot in slots.items():
            for one in slot if isinstance(slot, list) else [slot]:
                yield f"{where} {name}", one
    for one in answer["superseded"]:
        yield f"superseded {one.get('slot')}", one
    for one in answer["entities"]:
        yield f"entity {one['type']}", one


def cut(text, span, unit):
    """The words of a span, or None when it does not lie on borders of its text."""
    start, end = span["start"], span["end"]
    if unit == "codepoint":
        return text[start:end] if 0 <= start < end <= len(text) else None
    coded, width = (text.encode("utf-16-le"), 2) if unit == "utf16" else (text.encode(), 1)
    if not 0 <= start < end <= len(coded) // width:
        return None
    try:
        return coded[start * width:end * width].decode("utf-16-le" if unit == "utf16" else "utf-8")
    except UnicodeDecodeError:
        return None


def untruths(request, answer):
    """What is wrong with the spans of one reading."""
    if "intents" not in answer:
        return [f"refused: {answer}"]
    texts = [m["text"] for m in request["messages"]]
    wrong = []
    for where, slot in slots_of(answer):
        spans = slot.get("spans", [])
        if not spans and slot.get("status") != "inferred":
            wrong.append(f"{where} has no span: {slot}")
        pieces = [cut(texts[s["message"]], s, request["offset_unit"]) if s["message"] < len(texts) else None for s in spans]
        if None in pieces:
            wrong.append(f"{where} points outside of its message: {slot}")
        elif len(pieces) == 1 and pieces[0] != slot["text"]:
            wrong.append(f"{where} says {slot['text']!r} and points to {pieces[0]!r}")
        elif not all(piece in slot["text"] for piece in pieces):
            wrong.append(f"{where} says {slot['text']!r} and points to {pieces!r}")
    return wrong


def with_messages(request, messages):
    return {**request, "messages": messages}


def prefixes(request, language, dice):
    return [with_messages(request, request["messages"][:n]) for n in range(1, len(request["messages"]) + 1)]


def cut_words(request, language, dice):
    """The last message while it is still being typed."""
    last = request["messages"][-1]
    ends = sorted({dice.randrange(1, len(last["text"]) + 1) for _ in range(3)})
    return [with_messages(request, request["messages"][:-1] + [{**last, "text": last["text"][:n]}]) for n in ends]


def renamed(request, language, dice):
    people = sorted({m.get("from", "") for m in request["messages"]})
    names = dict(zip(people, dice.sample(NAMES, len(NAMES)) + people[len(NAMES):]))
    swapped = dict(zip(people, people[1:] + people[:1]))
    return [with_messages(request, [{**m, "from": to[m.get("from", "")]} for m in request["messages"]]) for to in (names, swapped)]


def reordered(request, language, dice):
    return [with_messages(request, dice.sample(request["messages"], len(request["messages"])))]


def padded(request, language, dice):
    messages = []
    for m in request["messages"]:
        messages += [m, {**m, "text": dice.choice(SMALL_TALK[language])}]
    return [with_messages(request, messages)]


def true_of_all(change):
    dice = random.Random(20240220)
    requests = []
    for language, request in chats():
        for n, variant in enumerate(change(request, language, dice)):
            requests.append({**variant, "offset_unit": ("codepoint", "utf16", "byte")[(len(requests) + n) % 3]})
    wrong = [note for request, answer in zip(requests, read_all(requests)) for note in untruths(request, answer)]
    check(len(requests) > 50, "there are chats to read")
    check(not wrong, f"{len(wrong)} of {len(requests)} readings:\n" + "\n".join(wrong[:NOTES_MAX]))


@test
def every_prefix_has_true_spans(_):
    true_of_all(prefixes)


@test
def a_message_cut_short_has_true_spans(_):
    true_of_all(cut_words)


@test
def speakers_of_other_names_have_true_spans(_):
    true_of_all(renamed)


@test
def lines_in_another_order_have_true_spans(_):
    true_of_all(reordered)


@test
def small_talk_between_has_true_spans(_):
    true_of_all(padded)


@test
def the_checks_find_what_is_wrong(_):
    request = {"messages": [{"text": "7点😀见"}], "offset_unit": "utf16"}
    slot = {"text": "见", "status": "agreed", "spans": [{"message": 0, "start": 4, "end": 5}]}
    answer = {"intents": [{"intent": "x", "slots": {"time": slot}}], "superseded": [], "entities": []}
    equal(untruths(request, answer), [], "a true span")
    equal(len(untruths({**request, "offset_unit": "codepoint"}, answer)), 1, "the wrong unit")
    slot["spans"] = []
    equal(len(untruths(request, answer)), 1, "no span")


main(contextlib.nullcontext())
