"""The project's own chats have the form that eval.py and the contract expect. Says which case is wrong, never what it holds:
the held-out chats stay unread."""
import datetime
import glob
import json
import os
from zoneinfo import ZoneInfo

from tests.eval import acts
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

HERE = os.path.dirname(os.path.abspath(__file__))
REQUEST = {"messages", "text", "timezone", "now", "me", "locale", "location"}
EXPECT = {"primary", "intents", "allowed", "slots", "absent"}
# What a slot of each type may be held to.
KEYS = {"Time": {"start", "end", "grain", "recurrence", "duration"}, "Count": {"number"}, "Money": {"amount", "currency", "per"}}
LANGUAGES = ("en", "zh")


def cases(folder):
    for name in sorted(glob.glob(os.path.join(HERE, folder, "*.jsonl"))):
        with open(name, encoding="utf-8") as file:
            yield from (json.loads(line) for line in file)


def tuning():
    return list(cases(""))


def held_out():
    return list(cases("heldout"))


def everything():
    return tuning() + held_out()


def instant(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else None


def zone_agrees(text, zone):
    moment = instant(text)
    return moment is not None and moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


@test
def every_case_has_its_parts_and_an_id_of_its_own(_):
    ids = [case["id"] for case in everything()]
    check(len(ids) == len(set(ids)), "an id occurs twice")
    for case in everything():
        equal(set(case), {"id", "tags", "request", "expect"}, f"{case['id']}: parts")
        check(case["tags"], f"{case['id']}: no tag")
        check(set(case["request"]) <= REQUEST, f"{case['id']}: a field of the request")
        check(("text" in case["request"]) != ("messages" in case["request"]), f"{case['id']}: text or messages")
        check(set(case["expect"]) <= EXPECT and "intents" in case["expect"], f"{case['id']}: a field of what is expected")


@test
def messages_come_in_order_and_before_now(_):
    for case in everything():
        request = case["request"]
        said = [instant(message["at"]) for message in request.get("messages", []) if "at" in message]
        said += [instant(request["now"])] if "now" in request else []
        check(None not in said and said == sorted(said), f"{case['id']}: the times of the messages")


def times_expected(case):
    for fields in case["expect"].get("slots", {}).values():
        for want in fields.values():
            if isinstance(want, dict):
                yield from (want[key] for key in ("start", "end") if key in want)


@test
def expected_times_bear_the_offset_of_the_zone(_):
    for case in everything():
        for text in times_expected(case):
            check(zone_agrees(text, case["request"].get("timezone", "UTC")), f"{case['id']}: an offset")


def fits(want, schema):
    if isinstance(want, list):
        return schema.get("many", False) and all(fits(one, {**schema, "many": False}) for one in want)
    if "any" in want:
        return bool(want["any"]) and set(want) == {"any"}
    return bool(want) and set(want) <= KEYS.get(schema["type"], set()) | {"any"}


@test
def expected_intents_and_slots_are_those_of_the_contract(server):
    reply = server.get("/v1/intents").json
    known = {intent["intent"]: intent["slots"] for intent in reply["intents"]}
    for case in everything():
        expect, name = case["expect"], case["id"]
        named = {*expect["intents"], *expect.get("allowed", []), *expect.get("primary", []), *expect.get("absent", {})}
        check(named <= set(known), f"{name}: an intent that the contract lacks")
        check(set(expect.get("primary", [])) <= {*expect["intents"], *expect.get("allowed", [])}, f"{name}: primary is unwanted")
        check(set(expect.get("slots", {})) <= set(expect["intents"]), f"{name}: slots of an intent that is not expected")
        for intent, fields in expect.get("slots", {}).items():
            for field, want in fields.items():
                check(field in known[intent] and fits(want, known[intent][field]), f"{name}: {intent}.{field}")


@test
def there_are_enough_and_a_third_is_held_out(_):
    for language in LANGUAGES:
        both = [[case for case in part if case["id"].startswith(language)] for part in (tuning(), held_out())]
        count, held = len(both[0]) + len(both[1]), len(both[1])
        check(count >= 200, f"{language}: {count} chats")
        check(0.3 <= held / count <= 0.4, f"{language}: {held} of {count} are held out")
        empty = sum(not case["expect"]["intents"] for part in both for case in part)
        check(empty >= count / 6, f"{language}: only {empty} of {count} ask for nothing")


@test
def each_message_of_the_tuning_part_has_its_act(_):
    messages = {case["id"]: case["request"]["messages"] for case in tuning() if "messages" in case["request"]}
    annotated = acts.annotated()
    equal(set(annotated), set(messages), "the chats of acts.tsv")
    for name, said in annotated.items():
        equal(len(said), len(messages[name]), f"{name}: acts")


main(Server())
