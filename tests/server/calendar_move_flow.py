"""A dinner was agreed on and confirmed into a calendar; what the people say later moves that entry and puts no second one beside it. Told
in Chinese and English to each kind of calendar."""
import re

from tests.support.provider import Sandbox
from tests.support.radicale import Radicale
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

ABOUT = {
    "en": {"locale": "en-GB", "timezone": "Europe/London", "now": "2026-02-20T17:45:00+00:00"},
    "zh": {"locale": "zh-CN", "timezone": "Asia/Shanghai", "now": "2026-02-20T17:45:00+08:00"},
}
DINNER = {"en": [("Ann", "dinner tomorrow at 7pm?"), ("Bo", "sure, see you then")],
          "zh": [("小王", "明天晚上七点吃饭？"), ("小李", "好，七点见")]}
LATER = {"en": [("Ann", "can we make it 8pm?"), ("Bo", "ok")], "zh": [("小王", "改到八点吧"), ("小李", "好")]}
PEOPLE = {"en": "make it four people", "zh": "四个人"}
OTHERS = {"en": [("Zoe", "dinner tomorrow at 9pm?"), ("Yan", "sounds good")],
          "zh": [("老张", "明天晚上九点吃饭？"), ("老赵", "可以")]}
WORD = {"en": "Move: ", "zh": "改期:"}
ACCOUNT = {"client_id": "id", "client_secret": "s", "refresh_token": "r"}


def online(adapter, base, token):
    return {f"adapter.{adapter}.url": base, f"adapter.{adapter}.token_url": token,
            **{f"adapter.{adapter}.{key}": value for key, value in ACCOUNT.items()}}


class Calendar:
    """A server with one calendar. `starts`: when its entries begin."""

    def __init__(self, adapter, settings, starts):
        self.adapter, self.starts = adapter, starts
        self.server = Server(settings).__enter__()


class World:
    def __enter__(self):
        self.radicale, self.sandbox = Radicale().__enter__(), Sandbox().__enter__()
        url = self.sandbox.url
        self.calendars = [
            Calendar("caldav", self.radicale.settings(), self.stored),
            Calendar("google-calendar-api", online("google-calendar-api", url + "/google", url + "/google"), self.booked("google")),
            Calendar("microsoft-graph", online("microsoft-graph", url + "/graph/v1.0", url + "/graph/common"), self.booked("graph")),
        ]
        return self

    def __exit__(self, *error):
        for calendar in self.calendars:
            calendar.server.__exit__(*error)
        self.sandbox.__exit__(*error)
        self.radicale.__exit__()

    def stored(self):
        return sorted(re.findall(r"DTSTART:(\d{8}T\d{4})", "\n".join(self.radicale.entries())))

    def booked(self, contract):
        """In the sandbox, as many versions as there were: first and later ones of each entry."""
        def versions():
            return sorted((b["state"], [e["event"] for e in b["events"]]) for b in self.sandbox.books()["bookings"]
                          if b["contract"].startswith(contract))
        return versions


class Talk:
    """The drags of one session."""

    def __init__(self, calendar, language):
        self.calendar, self.language, self.session = calendar, language, {}

    def drag(self, said):
        body = {**ABOUT[self.language], **self.session}
        if isinstance(said, str):
            body["text"] = said
        else:
            body["messages"] = [{"from": who, "text": text} for who, text in said]
        drag = self.calendar.server.post("/v1/drags", body).json
        self.session = {"session_id": drag["session_id"]}
        return drag

    def patch(self, drag, said):
        """The same drag, with more text."""
        more = [{"text": said}] if isinstance(said, str) else [{"from": who, "text": text} for who, text in said]
        return self.calendar.server.patch(f"/v1/drags/{drag['drag_id']}", {"messages": more}).json

    def correct(self, drag, value):
        return self.calendar.server.post(f"/v1/drags/{drag['drag_id']}/corrections",
                                         {"slot": "time", "intent": "calendar.create", "value": value}).json

    def card(self, drag, target):
        drop = self.calendar.server.post(f"/v1/drags/{drag['drag_id']}/drop", {"target": target},
                                         headers={"Prefer": "wait=10"}).json
        cards = [card for card in drop.get("cards", []) if card["adapter"] == self.calendar.adapter]
        check(cards, f"{self.calendar.adapter}, {target}: {drop}")
        return cards[0]

    def confirm(self, card):
        action = card["action"]
        done = self.calendar.server.post(action["confirm"], {"confirm_token": action["confirm_token"]}, headers={
            "Idempotency-Key": action["action_id"], "Prefer": "wait=10"}).json
        equal(done["state"], "done", f"{self.calendar.adapter}: {done}")

    def undo(self, card):
        return self.calendar.server.post(f"/v1/actions/{card['action']['action_id']}/cancel", headers={"Prefer": "wait=10"}).json


def intents(drag):
    return [one["intent"] for one in drag["intents"] if one["intent"].startswith("calendar.")]


def each(story):
    def told(world):
        for calendar in world.calendars:
            for language in ABOUT:
                story(Talk(calendar, language), f"{calendar.adapter}, {language}")
    told.__name__ = story.__name__
    return test(told)


@each
def the_entry_follows_the_plan_and_comes_back(talk, where):
    before = talk.calendar.starts()
    talk.confirm(talk.card(talk.drag(DINNER[talk.language]), "calendar"))
    at_seven = talk.calendar.starts()
    equal(intents(talk.drag(PEOPLE[talk.language])), ["calendar.create"], where + ": no other time was said")
    later = talk.drag(LATER[talk.language])
    equal(intents(later), ["calendar.update"], where)
    slots = next(one["slots"] for one in later["intents"] if one["intent"] == "calendar.update")
    equal([slots[name]["value"]["start"][11:16] for name in ("time", "new_time")], ["19:00", "20:00"], where + ": slots")
    equal((slots["time"]["status"], slots["time"]["spans"]), ("inferred", []), where)
    move = talk.card(later, "reschedule")
    check(move["title"].startswith(WORD[talk.language]), f"{where}: {move['title']}")
    talk.confirm(move)
    moved = talk.calendar.starts()
    equal((len(at_seven), len(moved)), (len(before) + 1, len(before) + 1), where + ": entries")
    check(moved != at_seven, f"{where}: {moved}")
    equal(intents(talk.drag(LATER[talk.language])), ["calendar.create"], where + ": it stands there already")
    equal(talk.undo(move)["state"], "cancelled", where + ": moved back")
    equal(intents(talk.drag(LATER[talk.language])), ["calendar.update"], where + ": it is back where it was")


@each
def the_entry_follows_its_own_drag(talk, where):
    before = talk.calendar.starts()
    drag = talk.drag(DINNER[talk.language])
    talk.confirm(talk.card(drag, "calendar"))
    equal(intents(talk.patch(drag, PEOPLE[talk.language])), ["calendar.create"], where + ": no other time was said")
    later = talk.patch(drag, LATER[talk.language])
    equal(intents(later), ["calendar.update"], where)
    slots = next(one["slots"] for one in later["intents"] if one["intent"] == "calendar.update")
    equal([slots[name]["value"]["start"][11:16] for name in ("time", "new_time")], ["19:00", "20:00"], where + ": slots")
    talk.confirm(talk.card(later, "reschedule"))
    equal(len(talk.calendar.starts()), len(before) + 1, where + ": entries")
    equal(intents(talk.patch(drag, PEOPLE[talk.language])), ["calendar.create"], where + ": it stands there already")


@each
def what_a_person_corrects_moves_the_entry_too(talk, where):
    drag = talk.drag(DINNER[talk.language])
    start = next(one["slots"]["time"]["value"]["start"] for one in drag["intents"] if one["intent"] == "calendar.create")
    first = talk.correct(drag, {"start": start.replace("T19", "T18"), "grain": "minute"})
    equal(intents(first), ["calendar.create"], where + ": before it is there")
    talk.confirm(talk.card(first, "calendar"))
    equal(intents(talk.patch(drag, PEOPLE[talk.language])), ["calendar.create"], where + ": where it was put")
    second = talk.correct(drag, {"start": start.replace("T19", "T21"), "grain": "minute"})
    equal(intents(second), ["calendar.update"], where)
    slots = next(one["slots"] for one in second["intents"] if one["intent"] == "calendar.update")
    equal([slots[name]["value"]["start"][11:16] for name in ("time", "new_time")], ["18:00", "21:00"], where + ": slots")
    talk.confirm(talk.card(second, "reschedule"))
    equal(intents(talk.patch(drag, PEOPLE[talk.language])), ["calendar.create"], where + ": it stands there already")


@each
def what_others_settle_has_an_entry_of_its_own(talk, where):
    equal(intents(talk.drag(DINNER[talk.language])), ["calendar.create"], where)
    equal(intents(talk.drag(LATER[talk.language])), ["calendar.create"], where + ": nothing was confirmed")
    talk = Talk(talk.calendar, talk.language)
    talk.confirm(talk.card(talk.drag(DINNER[talk.language]), "calendar"))
    equal(intents(talk.drag(OTHERS[talk.language])), ["calendar.create"], where + ": other people")


main(World())
