"""The README's chat, in Chinese and in English: dragged, hovered, dropped, confirmed, cancelled, with the provider's books
as the judge."""
import json
import os

from tests.support.provider import ROOT, Sandbox
from tests.support.scripted import bookings, confirm, drop, offers
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

LATER = {"zh": "改到八点吧", "en": "8pm is better"}
FIXED = {"zh": "八点", "en": "8 pm"}
PIN = {"zh": {"lat": 39.9087, "lon": 116.4605}, "en": {"lat": 40.758, "lon": -73.9855}}
OFF_THE_MAP = {  # a place that no gazetteer can know
    "zh": [{"from": "小王", "text": "明天七点半去渝味小馆吃晚饭？"}, {"from": "小李", "text": "好"}],
    "en": [{"from": "Ann", "text": "dinner tomorrow at 7:30 at Copper Lantern?"}, {"from": "Bob", "text": "works for me"}],
}
TIME = {"zh": "2026-03-11T19:30:00+08:00", "en": "2026-03-11T19:30:00-04:00"}


def chat(language):
    with open(os.path.join(ROOT, "tests", "demo", f"dinner.{language}.json"), encoding="utf-8") as file:
        return json.load(file)


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = Server({"adapter.tomp.url": f"{self.sandbox.url}/tomp", "adapter.tomp.sandbox": "on"}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def drag(self, language, **more):
        reply = self.server.post("/v1/drags", {**chat(language), **more})
        equal(reply.status, 201, "status of the drag")
        return reply.json

    def pinned(self, language):
        """The drag once the person has pinned the place on the map: only then is there somewhere to ride to."""
        return self.pin(self.drag(language), language)

    def pin(self, drag, language):
        value = {**intent(drag, "table")["slots"]["venue"]["value"], **PIN[language]}
        reply = self.server.post(f"/v1/drags/{drag['drag_id']}/corrections", {"slot": "venue", "value": value})
        equal(reply.status, 200, "status of the pin")
        return reply.json

    def requests(self):
        return sum(self.sandbox.books()["requests"].values())


def intent(drag, target):
    return next((one for one in drag["intents"] if one["target"] == target), {"slots": {}})


def time_of(drag, target):
    return intent(drag, target)["slots"].get("time", {"value": {}})["value"].get("start")


def in_both(story):
    """Tells the story in each language."""
    def told(f):
        for language in ("zh", "en"):
            story(f, language)
    told.__name__ = story.__name__
    return test(told)


@in_both
def a_dinner_is_a_table_a_ride_and_a_calendar_entry(f, language):
    drag = f.drag(language)
    equal(sorted(one["target"] for one in drag["targets"])[:3], ["calendar", "ride", "table"], language)
    equal(drag["plan"].get("activity"), "dinner", language)
    equal(time_of(drag, "table"), TIME[language], language + ": the time that was agreed")
    equal(intent(drag, "table")["slots"]["venue"]["status"], "agreed", language)
    check(drag["superseded"], language + ": what was turned down is listed")


@in_both
def a_raw_paste_says_the_same(f, language):
    messages = f.drag(language)
    talk = chat(language)
    paste = "\n".join(f"{m['from']}: {m['text']}" for m in talk.pop("messages"))
    pasted = f.server.post("/v1/drags", {**talk, "text": paste}).json
    equal([t["target"] for t in pasted["targets"]], [t["target"] for t in messages["targets"]], language)
    equal(time_of(pasted, "table"), time_of(messages, "table"), language)


@in_both
def a_ride_is_asked_for_once_the_place_is_on_the_map(f, language):
    drag = f.drag(language, messages=OFF_THE_MAP[language])
    asked = [one["reason"] for one in drop(f.server, drag["drag_id"])["unanswered"] if one["adapter"] == "tomp"]
    equal(asked, ["missing-slot"], language + ": before")
    pinned = f.pin(drag, language)
    equal(intent(pinned, "ride")["slots"]["dropoff"]["value"]["lat"], PIN[language]["lat"], language + ": the ride follows")
    check(offers(drop(f.server, pinned["drag_id"])), language + ": after")


@in_both
def hovering_shows_the_request_and_sends_nothing(f, language):
    drag = f.pinned(language)
    drop(f.server, drag["drag_id"])
    before = f.requests()
    hover = f.server.get(f"/v1/drags/{drag['drag_id']}/targets/ride").json
    ride = next(one for one in hover["requests"] if one["adapter"] == "tomp")
    equal((ride["method"], ride["url"]), ("POST", f"{f.sandbox.url}/tomp/planning/offers"), language)
    check(json.loads(ride["body"])["to"]["coordinates"], language + ": where to")
    equal(f.requests(), before, language + ": requests")


@in_both
def a_ride_is_confirmed_and_cancelled(f, language):
    drag = f.pinned(language)
    card = offers(drop(f.server, drag["drag_id"]))[0]
    check(card["sandbox"], language + ": marked as a sandbox")
    done = confirm(f.server, card, f"ride-{language}").json
    equal(done["state"], "done", language)
    equal(bookings(f.sandbox)[done["result"]["reference"]], "CONFIRMED", language + ": the books")
    check(all(line["host"] == "127.0.0.1" for line in done["receipt"]), language + ": hosts of the receipt")
    undone = f.server.post(f"/v1/actions/{done['action_id']}/cancel").json
    equal(undone["state"], "cancelled", language)
    equal(bookings(f.sandbox)[done["result"]["reference"]], "CANCELLED", language + ": the books")


@in_both
def more_text_moves_the_time(f, language):
    drag = f.drag(language)
    drop(f.server, drag["drag_id"])
    later = {"from": chat(language)["me"], "text": LATER[language]}
    patched = f.server.patch(f"/v1/drags/{drag['drag_id']}", {"messages": [later]}).json
    equal(patched["revision"], 2, language)
    equal(time_of(patched, "table"), TIME[language].replace("19:30", "20:00"), language)


@in_both
def a_correction_moves_the_time_and_may_be_remembered(f, language):
    drag = f.drag(language)
    fixed = f.server.post(f"/v1/drags/{drag['drag_id']}/corrections",
                          {"slot": "time", "text": FIXED[language], "remember": True}).json
    equal(time_of(fixed, "table"), TIME[language].replace("19:30", "20:00"), language)
    equal(time_of(fixed, "calendar"), time_of(fixed, "table"), language + ": the entry follows")
    equal((fixed["rule"]["to"], fixed["rule"]["remembered"]), (FIXED[language], True), language + ": the rule")
    session = f.server.get(f"/v1/sessions/{drag['session_id']}").json
    equal([rule["to"] for rule in session["rules"]], [FIXED[language]], language + ": the session's rules")
    again = f.drag(language, session_id=drag["session_id"])
    equal(time_of(again, "table"), time_of(fixed, "table"), language + ": the next drag")


@in_both
def a_local_drag_sends_nothing(f, language):
    before = f.requests()
    drag = f.drag(language, privacy="local")
    dropped = drop(f.server, drag["drag_id"], wait=1)
    equal([s["reason"] for s in dropped["unanswered"] if s["adapter"] == "tomp"], ["local-only"], language)
    equal({card["kind"] for card in dropped["cards"]}, {"link"}, language)
    equal(f.requests(), before, language + ": requests")


@test
def a_session_lists_what_it_keeps_and_forgets_all_of_it(f):
    drag = f.pinned("zh")
    card = offers(drop(f.server, drag["drag_id"]))[0]
    confirm(f.server, card, "kept")
    path = f"/v1/sessions/{drag['session_id']}"
    session = f.server.get(path).json
    equal([one["drag_id"] for one in session["drags"]], [drag["drag_id"]], "drags")
    equal([(one["action_id"], one["state"]) for one in session["actions"]],
          [(card["action"]["action_id"], "done")], "actions")
    equal(f.server.delete(path).status, 204, "forgotten")
    for gone in (path, f"/v1/drags/{drag['drag_id']}", f"/v1/actions/{card['action']['action_id']}"):
        equal(f.server.get(gone).status, 404, gone)


main(Fixture())
