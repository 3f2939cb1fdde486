"""Writes talks with what they ask for first, in the plain form of learn/heard.h.

usage: prepare_aims.py KIND=PATH... > TALKS
KIND says how the files are read: sgd, multiwoz (any language), crosswoz, snips, hwu64, xsid, smcalflow, chats (annotated as in
tests/eval; these alone are held out in turn), aims (learn/aims.*.txt). PATH is a .jsonl file, packed with gzip or not, or
such a text file.
"""
import random
import re

import patterns
import readers
from prepare import lines

NEVER_HELD = -1
OTHERS_WEIGHT, WRITTEN_WEIGHT, CHATS_WEIGHT = 0.05, 1.0, 3.0
WRITTEN_ROUNDS = 6


def plain(text):
    return re.sub(r"[\t\r\n]", " ", text)


def talk(aims, messages, weight=OTHERS_WEIGHT, fold=NEVER_HELD):
    print(weight, fold, sep="\t", end="\t")
    print("|".join(aims))
    for name, text in messages:
        print("M", plain(name), plain(text), sep="\t")
    print()


SGD = {"Restaurants": "booking.restaurant", "Events": "booking.event", "Movies": "booking.event", "Flights": "booking.flight",
       "Buses": "booking.bus", "RideSharing": "ride.request", "Hotels": "booking.hotel", "Trains": "booking.train"}
SGD_CALENDAR = {"AddEvent": "calendar.create", "GetAvailableTime": "calendar.query", "GetEvents": "calendar.query"}


def sgd(path):
    """A dialogue is cut where it turns to another service."""
    for dialogue in lines(path):
        now, said, intents = None, [], set()
        for turn in dialogue["turns"] + [None]:
            frames = [f for f in turn["frames"] if f.get("active_intent", "NONE") != "NONE"] if turn else []
            service = frames[-1]["service"].split("_")[0] if frames else None if not turn else now
            if service != now and said:
                aim = SGD.get(now) or next((SGD_CALENDAR[i] for i in SGD_CALENDAR if i in intents), None)
                if aim:
                    talk([aim], said)
                said, intents = [], set()
            now = service
            if turn:
                said.append((turn["speaker"], turn["text"]))
                intents |= {f["active_intent"] for f in frames}


WOZ = {"restaurant": "booking.restaurant", "hotel": "booking.hotel", "train": "booking.train", "taxi": "ride.request",
       "餐馆": "booking.restaurant", "酒店": "booking.hotel", "出租": "ride.request"}


def woz(path, domains_of):
    """A dialogue may ask for any of what it speaks of, and each stretch of it for what it turns to."""
    for dialogue in lines(path):
        said, now = [], None
        for turn in dialogue["turns"]:
            new = [d for d in domains_of(turn) if d in WOZ and d != now] if turn.get("acts") else []
            if new and said and now:
                talk([WOZ[now]], said)
                said = []
            now = new[0] if new else now
            said.append((turn["speaker"], turn["text"]))
        if now and said:
            talk([WOZ[now]], said)


def multiwoz(path):
    names = {"餐厅": "restaurant", "酒店": "hotel", "旅馆": "hotel", "火车": "train", "列车": "train", "出租车": "taxi", "的士": "taxi"}

    def domains(turn):
        acts = [act.split("-")[0].lower() for act in turn["acts"]]
        return [names.get(act, act) for act in acts] if turn["speaker"] == "USER" else []
    woz(path, domains)


def crosswoz(path):
    woz(path, lambda turn: [act[1] for act in turn["acts"]] if turn["speaker"] == "USER" else [])


def asks(path, aims, other):
    """Single requests; `other`: what intents are that the table does not know, or None to leave them out."""
    for row in lines(path):
        aim = aims.get(row["intent"], other)
        if aim:
            talk([aim], [("", row.get("typed") if row.get("typed") and "[" not in row["typed"] else row["text"])])


def snips(path):
    asks(path, {"BookRestaurant": "booking.restaurant", "SearchScreeningEvent": "booking.event"}, "none")


def hwu64(path):
    skipped = ("recommendation_", "takeaway_", "transport_", "qa_", "alarm_", "email_", "lists_", "general_explain")
    table = {"calendar_set": "calendar.create", "calendar_query": "calendar.query", "calendar_remove": "calendar.cancel",
             "transport_taxi": "ride.request", "transport_ticket": "booking.train", "email_sendemail": "text.compose",
             "qa_factoid": "web.search", "qa_definition": "web.search"}
    for row in lines(path):
        aim = table.get(row["intent"], None if row["intent"].startswith(skipped) else "none")
        if aim:
            talk([aim], [("", row["text"])])


def xsid(path):
    asks(path, {"BookRestaurant": "booking.restaurant", "SearchScreeningEvent": "booking.event",
                "reminder/set_reminder": "calendar.create", "reminder/show_reminders": "calendar.query",
                "reminder/cancel_reminder": "calendar.cancel", "PlayMusic": "none", "AddToPlaylist": "none",
                "RateBook": "none"}, None)


def smcalflow(path):
    for dialogue in lines(path):
        said = [(name, turn[key]) for turn in dialogue["turns"] for name, key in (("USER", "user"), ("SYSTEM", "agent"))
                if turn.get(key)]
        talk(["calendar.update" if dialogue["updates"] else "calendar.create" if dialogue["creates"] else "calendar.query"],
             said)


def chats(path):
    for number, case in enumerate(lines(path)):
        expect, request = case["expect"], case["request"]
        aims = expect.get("primary") or expect["intents"] or ["none"]
        if "text" in request:
            print(CHATS_WEIGHT, number, "|".join(aims), sep="\t")
            print("P", request["text"].replace("\t", " ").replace("\n", "\\n"), sep="\t", end="\n\n")
        else:
            said = [(m.get("from", ""), m["text"]) for m in request["messages"]]
            talk(aims, said, CHATS_WEIGHT, number)


def written(path):
    """A line is a talk: its aim, a colon, its messages with / between them, said in turn."""
    language = "zh" if ".zh." in path else "en"
    rng = random.Random(11)
    with open(path, encoding="utf-8") as file:
        rows = [line.strip().split(": ", 1) for line in file if line.strip() and line[0] != "#"]
    for aim, text in rows:
        for _ in range(WRITTEN_ROUNDS):
            names = {}
            said = [patterns.told(rng, language, message, names)[0] for message in text.split(" / ")]
            talk(aim.split("|"), [("AB"[i % 2] if len(said) > 1 else "A", s) for i, s in enumerate(said)], WRITTEN_WEIGHT)


READERS = {"sgd": sgd, "multiwoz": multiwoz, "crosswoz": crosswoz, "snips": snips, "hwu64": hwu64, "xsid": xsid,
           "smcalflow": smcalflow, "chats": chats, "aims": written}


if __name__ == "__main__":
    readers.run(READERS, __doc__)
