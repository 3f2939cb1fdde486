"""Google Calendar against the sandbox: made once under a key, moved and removed as the version that was seen, and taken back."""
from tests.support.provider import Sandbox, Walk
from tests.support.tap import check, equal, main, test

ACCOUNT = {"client_id": "id", "client_secret": "s", "refresh_token": "r"}


class Fixture(Sandbox):
    def walk(self, key, **about):
        return Walk("google-calendar-api", self.url + "/google", settings={**ACCOUNT, **about.pop("settings", {})}, key=key,
                    zone="Europe/London", **about)

    def events(self):
        return {b["id"]: b for b in self.books()["bookings"]}


def entry(title, start):
    return {"ask": "calendar.create", "slots": {"title": title, "time": f"{start} | grain=hour"}}


def day(name, title, **more):
    return {"ask": "calendar." + name, "slots": {
        "title": title, "time": "2024-02-21T00:00:00Z | end=2024-02-22T00:00:00Z | grain=day", **more}}


def put(sandbox, key, title, start):
    with sandbox.walk(key) as walk:
        offer = walk.run(entry(title, start))["offers"][0]
        return offer, walk.run({"book": offer["state"]})["receipt"]


@test
def an_entry_is_made_once_found_again_and_taken_back(sandbox):
    offer, receipt = put(sandbox, "act-1", "Dinner", "2024-02-21T19:00:00Z")
    equal((receipt["end"], offer["subtitle"]), ("booked", "You are free then"), "made")
    with sandbox.walk("act-1") as walk:
        equal(walk.run({"book": offer["state"]})["receipt"]["reference"], receipt["reference"], "made again: the same")
        equal(walk.run({"check": offer["state"]})["receipt"]["end"], "booked", "found by its key")
        equal(len(sandbox.events()), 1, "events")
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "taken back")
    equal(sandbox.events()[receipt["reference"]]["state"], "cancelled", "the calendar")


@test
def what_clashes_is_said(sandbox):
    put(sandbox, "act-2", "Yoga", "2024-02-21T18:30:00Z")
    with sandbox.walk("act-3") as walk:
        offer = walk.run(entry("Dinner", "2024-02-21T19:00:00Z"))["offers"][0]
        equal(offer["subtitle"], "Clashes with Yoga (18:30–19:30)", "English")
    with sandbox.walk("act-3", language="zh") as walk:
        offer = walk.run(entry("Yoga", "2024-02-21T18:30:00Z"))["offers"][0]
        equal(offer["subtitle"], "日历中已有该日程", "Chinese, the very entry")


@test
def a_lost_answer_is_looked_up_and_an_entry_that_never_arrived_is_missed(sandbox):
    for kind, at_once, later in (("lose", "booked", "booked"), ("error", "refused", "none")):
        with sandbox.walk("act-" + kind) as walk:
            offer = walk.run(entry(kind, "2024-02-25T19:00:00Z"))["offers"][0]
            sandbox.faults(kind=kind, match='"id"', times=1)
            equal(walk.run({"book": offer["state"]})["receipt"]["end"], at_once, kind)
            sandbox.faults()
            equal(walk.run({"check": offer["state"]})["receipt"]["end"], later, kind + ", looked up")


@test
def an_entry_is_moved_and_moved_back_unless_somebody_else_was_there(sandbox):
    put(sandbox, "act-4", "Standup", "2024-02-21T09:00:00Z")
    with sandbox.walk("act-5") as walk:
        move = walk.run(day("update", "standup", new_time="2024-02-22T10:00:00Z | grain=hour"))["offers"][0]
        receipt = walk.run({"book": move["state"]})["receipt"]
        equal(receipt["end"], "booked", "moved")
        equal(walk.run({"book": move["state"]})["receipt"]["end"], "refused", "the version that was seen is gone")
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "moved back")
        offer = walk.run(day("cancel", "standup"))["offers"][0]
        receipt = walk.run({"book": offer["state"]})["receipt"]
        equal((receipt["end"], receipt["state"]), ("booked", ""), "removed")
        equal(walk.run(day("update", "standup", new_time="2024-02-22T10:00:00Z | grain=hour"))["turn"], "fail", "gone")


@test
def a_wrong_refresh_token_changes_nothing(sandbox):
    offer, _ = put(sandbox, "act-6", "Lunch", "2024-02-23T12:00:00Z")
    with sandbox.walk("act-7", settings={"refresh_token": "wrong"}) as walk:
        equal(walk.run(entry("Lunch", "2024-02-23T12:00:00Z"))["turn"], "fail", "asked")
        receipt = walk.run({"book": offer["state"]})["receipt"]
        check(receipt["end"] == "refused" and "reached" in receipt["detail"], f"{receipt}")


main(Fixture())
