"""Writes talks to learn names from, in the plain form of learn/talks.h.

usage: prepare.py KIND=PATH... > TALKS
KIND says how the files are read: sgd, multiwoz, multiwoz-zh, crosswoz, snips, xsid, asks (messages without any name),
chats (annotated as in tests/eval), patterns (learn/patterns.*.txt). PATH is a .jsonl file, packed with gzip or not.
"""
import gzip
import json
import random
import re

import patterns
import readers

SGD = {
    "TITLE": {"event_name", "movie_name"},
    "VENUE": {"restaurant_name", "hotel_name", "place_name", "theater_name", "venue", "event_location", "attraction_name"},
    "ADDRESS": {"street_address", "address", "venue_address", "address_of_location"},
    "AREA": {"city", "location", "area", "origin", "from_location", "to_location", "from_station", "to_station",
             "origin_station_name", "destination_station_name", "origin_city", "destination_city", "origin_airport",
             "destination_airport", "city_of_event", "where_to"},
}
SNIPS = {
    ("SearchScreeningEvent", "movie_name"): "TITLE", ("SearchScreeningEvent", "location_name"): "VENUE",
    ("SearchScreeningEvent", "location"): None, ("BookRestaurant", "restaurant_name"): "VENUE",
    ("BookRestaurant", "city"): "AREA", ("BookRestaurant", "state"): "AREA", ("BookRestaurant", "country"): "AREA",
    ("BookRestaurant", "poi"): "VENUE", ("GetWeather", "city"): "AREA", ("GetWeather", "state"): "AREA",
    ("GetWeather", "country"): "AREA", ("GetWeather", "geographic_poi"): "VENUE",
}
SNIPS_INTENTS = {"SearchScreeningEvent", "BookRestaurant", "GetWeather"}


def lines(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def message(language, text, spans, weight=1):
    """spans: (start, end, label) in code points, or None when nobody marked the message."""
    clean = re.sub(r"[\t\r\n]", " ", text)
    if spans is None:
        marks = "?"
    else:
        in_bytes = [(len(clean[:s].encode()), len(clean[:e].encode()), k) for s, e, k in sorted(set(spans)) if s < e]
        marks = " ".join(f"{s}-{e}:{k}" for s, e, k in in_bytes) or "-"
    print(language, weight, marks, clean, sep="\t")


def end_talk():
    print()


def find(text, value):
    """Where the value stands, as a word of its own."""
    at = text.find(value)
    return (at, at + len(value)) if value and at >= 0 else None


def sgd_label(service, slot, text):
    if service.startswith("Calendar") and slot == "event_name":
        return None
    if slot == "destination" and service.startswith("RideSharing"):
        return "ADDRESS" if re.match(r"\d", text) else "VENUE"
    if slot == "event_location" and re.match(r"\d", text):
        return "ADDRESS"
    if slot == "destination":
        return "AREA"
    return next((label for label, slots in SGD.items() if slot in slots), None)


def sgd(path):
    for talk in lines(path):
        for turn in talk["turns"]:
            spans = [(s, e, sgd_label(f["service"], name, turn["text"][s:e]))
                     for f in turn["frames"] for name, s, e in f.get("spans", [])]
            message("en", turn["text"], [s for s in spans if s[2]])
        end_talk()


def woz_label(act, slot):
    if slot == "Name" or (act.startswith("Taxi") and slot in ("Dest", "Depart")):
        return "VENUE"
    if slot in ("Dest", "Depart"):
        return "AREA"
    return "ADDRESS" if slot == "Addr" else None


def multiwoz(path):
    for talk in lines(path):
        for turn in talk["turns"]:
            starts = [m.span() for m in re.finditer(r"\S+", turn["text"])]
            spans = [(starts[s][0], starts[e][1], woz_label(act, slot))
                     for act, slot, _, s, e in turn.get("token_spans", []) if e < len(starts)]
            spans += [(m.start(1), m.end(1), "AREA") for m in re.finditer(r"\b(?:in|to|from) (Cambridge)\b", turn["text"], re.I)]
            message("en", re.sub(r"\s", " ", turn["text"]), [s for s in spans if s[2]])
        end_talk()


def by_value(path, label_of):
    """Chinese talks say which values their acts hold, and not where."""
    for talk in lines(path):
        for turn in talk["turns"]:
            spans = []
            acts = turn["acts"]
            if isinstance(acts, dict):
                acts = [[act.split("-")[-1], act.split("-")[0], slot, value] for act, rows in acts.items() for slot, value in rows]
            for _, domain, slot, value in acts:
                label, place = label_of(domain, slot), isinstance(value, str) and len(value) > 1 and find(turn["text"], value)
                if label and place and not any(s < place[1] and place[0] < e for s, e, _ in spans):
                    spans.append((*place, label))
            message("zh", turn["text"], spans)
        end_talk()


def crosswoz(path):
    names = {"名称", "周边餐馆", "周边酒店", "周边景点", "出发地", "目的地"}
    by_value(path, lambda domain, slot: "VENUE" if slot in names else "ADDRESS" if slot == "地址" else None)


def multiwoz_zh(path):
    def label(domain, slot):
        if slot in ("名称", "名字", "Name") or (domain in ("出租车", "Taxi") and slot in ("出发地", "目的地", "Dest", "Depart")):
            return "VENUE"
        if slot in ("出发地", "目的地", "Dest", "Depart"):
            return "AREA"
        return "ADDRESS" if slot in ("地址", "Addr") else None
    by_value(path, label)


def snips(path):
    for row in lines(path):
        if row["intent"] not in SNIPS_INTENTS:
            continue
        spans = [(s, e, SNIPS.get((row["intent"], name))) for name, s, e, _ in row["slots"]]
        message("en", row["text"], [s for s in spans if s[2]])
        end_talk()


def xsid(path):
    labels = {"movie_name": "TITLE", "restaurant_name": "VENUE", "location": "AREA"}
    for row in lines(path):
        if row["intent"].startswith(("AddTo", "Play", "Rate", "SearchCreative")):
            continue
        spans = [(*place, labels[name]) for name, _, _, text in row["slots"]
                 if name in labels and (place := find(row["text"], text))]
        message(row["lang"], row["text"], spans)
        end_talk()


def asks(path):
    for row in lines(path):
        message("en", row["text"], [])
        end_talk()


CHAT_SLOTS = {"venue": "VENUE", "dropoff": "VENUE", "pickup": "VENUE", "destination": "AREA", "origin": "AREA",
              "area": "AREA", "title": "TITLE", "place": "VENUE"}


def chat_names(case):
    """The names that a chat's annotation speaks of; a meeting's title is no name."""
    for intent, slots in case["expect"]["slots"].items():
        for slot, want in slots.items():
            if slot in CHAT_SLOTS and isinstance(want, dict) and "any" in want and not (
                    slot == "title" and intent.startswith("calendar")):
                yield CHAT_SLOTS[slot], sorted(want["any"], key=len)


def chats(path):
    """Only what its annotation speaks of is known, so a message with a capital or a name beyond it is not learned from."""
    for case in lines(path):
        names = list(chat_names(case))
        for said in case["request"].get("messages", []):
            spans = []
            for label, spellings in names:
                place = next((p for s in reversed(spellings) if (p := find(said["text"].lower(), s.lower()))), None)
                if place and not any(s < place[1] and place[0] < e for s, e, _ in spans):
                    spans.append((*place, label))
            language = "zh" if re.search("[\u4e00-\u9fff]", said["text"]) else "en"
            message(language, said["text"], spans or None, weight=3)
        end_talk()


def from_patterns(path):
    for language, talk in patterns.talks(path, random.Random(7)):
        for text, spans in talk:
            message(language, text, spans)
        end_talk()


READERS = {"sgd": sgd, "multiwoz": multiwoz, "multiwoz-zh": multiwoz_zh, "crosswoz": crosswoz, "snips": snips,
           "xsid": xsid, "asks": asks, "chats": chats, "patterns": from_patterns}


if __name__ == "__main__":
    readers.run(READERS, __doc__)
