"""Google Calendar and Microsoft Graph against the sandbox: made once under a key, moved and removed as the version that was seen, and
taken back. Each story is told to both."""
from tests.support.provider import Sandbox, Walk
from tests.support.tap import check, equal, main, test

ACCOUNT = {"client_id": "id", "client_secret": "s", "refresh_token": "r"}
PATHS = {  # adapter: (base, base of the token)
    "google-calendar-api": ("/google", "/google"),
    "microsoft-graph": ("/graph/v1.0", "/graph/common"),
}
DAY = "2024-02-21T00:00:00Z | end=2024-02-22T00:00:00Z | grain=day"


class Fixture(Sandbox):
    adapter = None

    def walk(self, key, **about):
        base, token = PATHS[self.adapter]
        settings = {**ACCOUNT, "token_url": self.url + token, **about.pop("settings", {})}
        return Walk(self.adapter, self.url + base, settings=settings, key=key, zone="Europe/London", **about)

    def events(self):
        contract = {"google-calendar-api": "google/primary", "microsoft-graph": "graph/me"}[self.adapter]
        return {b["id"]: b for b in self.books()["bookings"] if b["contract"] == contract}


def both(story):
    """The story, told to each calendar."""
    def tell(sandbox):
        for sandbox.adapter in PATHS:
            story(sandbox)
    tell.__name__ = story.__name__
    return test(tell)


def entry(title, start, more=""):
    return {"ask": "calendar.create", "slots": {"title": title, "time": f"{start} | grain=hour{more}"}}


def change(name, title, **more):
    return {"ask": "calendar." + name, "slots": {"title": title, "time": DAY, **more}}


def put(sandbox, key, title, start):
    with sandbox.walk(key) as walk:
        offer = walk.run(entry(title, start))["offers"][0]
        return offer, walk.run({"book": offer["state"]})["receipt"]


@both
def an_entry_is_made_once_found_again_and_taken_back(sandbox):
    offer, receipt = put(sandbox, "act-1", "Dinner", "2024-02-21T19:00:00Z")
    equal((receipt["end"], offer["subtitle"]), ("booked", "You are free then"), sandbox.adapter)
    with sandbox.walk("act-1") as walk:
        equal(walk.run({"book": offer["state"]})["receipt"]["reference"], receipt["reference"], "made again: the same")
        equal(walk.run({"check": offer["state"]})["receipt"]["end"], "booked", "found by its key")
        equal(len(sandbox.events()), 1, "events")
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "taken back")
    equal(sandbox.events()[receipt["reference"]]["state"], "cancelled", "the calendar")


@both
def what_clashes_is_said(sandbox):
    put(sandbox, "act-2", "Yoga", "2024-02-21T18:30:00Z")
    with sandbox.walk("act-3") as walk:
        offer = walk.run(entry("Dinner", "2024-02-21T19:00:00Z"))["offers"][0]
        equal(offer["subtitle"], "Clashes with Yoga (18:30–19:30)", sandbox.adapter)
    with sandbox.walk("act-3", language="zh") as walk:
        offer = walk.run(entry("Yoga", "2024-02-21T18:30:00Z"))["offers"][0]
        equal(offer["subtitle"], "日历中已有该日程", sandbox.adapter)


@both
def a_lost_answer_is_looked_up_and_an_entry_that_never_arrived_is_missed(sandbox):
    for kind, at_once, later in (("lose", "booked", "booked"), ("error", "refused", "none")):
        with sandbox.walk("act-" + kind) as walk:
            offer = walk.run(entry(kind, "2024-02-25T19:00:00Z"))["offers"][0]
            sandbox.faults(kind=kind, match='"start"', times=1)
            equal(walk.run({"book": offer["state"]})["receipt"]["end"], at_once, f"{sandbox.adapter}, {kind}")
            sandbox.faults()
            equal(walk.run({"check": offer["state"]})["receipt"]["end"], later, f"{sandbox.adapter}, {kind}, looked up")


@both
def an_entry_is_moved_and_moved_back_unless_somebody_else_was_there(sandbox):
    put(sandbox, "act-4", "Standup", "2024-02-21T09:00:00Z")
    with sandbox.walk("act-5") as walk:
        move = walk.run(change("update", "standup", new_time="2024-02-22T10:00:00Z | grain=hour"))["offers"][0]
        receipt = walk.run({"book": move["state"]})["receipt"]
        equal(receipt["end"], "booked", sandbox.adapter + ": moved")
        equal(walk.run({"book": move["state"]})["receipt"]["end"], "refused", "the version that was seen is gone")
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "moved back")
        offer = walk.run(change("cancel", "standup"))["offers"][0]
        receipt = walk.run({"book": offer["state"]})["receipt"]
        equal((receipt["end"], receipt["state"]), ("booked", ""), sandbox.adapter + ": removed")
        gone = walk.run(change("update", "standup", new_time="2024-02-22T10:00:00Z | grain=hour"))
        equal(gone["turn"], "fail", sandbox.adapter + ": gone")


@both
def a_wrong_refresh_token_changes_nothing(sandbox):
    offer, _ = put(sandbox, "act-6", "Lunch", "2024-02-23T12:00:00Z")
    with sandbox.walk("act-7", settings={"refresh_token": "wrong"}) as walk:
        equal(walk.run(entry("Lunch", "2024-02-23T12:00:00Z"))["turn"], "fail", "asked")
        receipt = walk.run({"book": offer["state"]})["receipt"]
        check(receipt["end"] == "refused" and "reached" in receipt["detail"], f"{receipt}")


@test
def a_repetition_of_graphs_stands_on_its_later_days_and_cannot_be_moved_by_one(sandbox):
    sandbox.adapter = "microsoft-graph"
    with sandbox.walk("act-8") as walk:
        offer = walk.run(entry("Choir", "2024-02-27T20:00:00Z", " | recurrence=FREQ=WEEKLY;INTERVAL=2"))["offers"][0]
        equal(walk.run({"book": offer["state"]})["receipt"]["end"], "booked", "made")
        for day, said in (("2024-03-05", "You are free then"), ("2024-03-12", "Clashes with Choir (20:00–21:00)")):
            equal(walk.run(entry("Cinema", day + "T20:00:00Z"))["offers"][0]["subtitle"], said, day)
        moved = walk.run({"ask": "calendar.update", "slots": {
            "title": "choir", "time": "2024-03-12T20:00:00Z | grain=hour", "new_time": "2024-03-13T20:00:00Z | grain=hour"}})
        equal(moved["turn"], "fail", "one of several")


main(Fixture())
