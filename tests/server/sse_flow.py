"""A drop as a stream: each card as it arrives, and a client that comes back gets the rest."""
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import drag, ride_server, use_scripted
from tests.support.stream import stream
from tests.support.tap import check, equal, main, test


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)


def cards(events):
    return [e["data"]["card_id"] for e in events if e["event"] == "card"]


@test
def links_come_at_once_and_offers_when_they_are_there(f):
    f.sandbox.faults(delay=1.0)
    events = stream(f.server, drag(f.server)["drag_id"])
    f.sandbox.faults()
    kinds = [e["data"]["kind"] for e in events if e["event"] == "card"]
    equal(kinds, ["link", "link", "offer", "offer", "offer"], "kinds")
    check(events[0]["after"] < 0.5 < events[2]["after"], f"when: {[e['after'] for e in events]}")
    equal((events[-1]["event"], events[-1]["data"]), ("done", {"complete": True}), "the end")


@test
def offers_come_in_the_documented_order(f):
    events = stream(f.server, drag(f.server)["drag_id"])
    prices = [e["data"]["price"]["amount"] for e in events if e["event"] == "card" and "price" in e["data"]]
    equal(prices, sorted(prices), "prices")


@test
def who_does_not_answer_in_time_is_named(f):
    f.sandbox.faults(delay=3.0)
    events = stream(f.server, drag(f.server)["drag_id"], wait=1)
    f.sandbox.faults()
    equal([e["event"] for e in events], ["card", "card", "unanswered", "done"], "events")
    equal((events[2]["data"]["adapter"], events[2]["data"]["reason"]), ("tomp", "pending"), "who and why")
    equal(events[3]["data"], {"complete": False}, "the end")


@test
def a_client_that_comes_back_gets_the_rest_from_any_point(f):
    drag_id = drag(f.server)["drag_id"]
    whole = stream(f.server, drag_id)
    for n in range(1, len(whole)):
        rest = stream(f.server, drag_id, last_id=stream(f.server, drag_id, stop_after=n)[-1]["id"])
        equal(cards(whole[:n]) + cards(rest), cards(whole), f"broken off after {n}")
        equal(rest[-1]["event"], "done", f"the end after {n}")


@test
def an_event_id_that_is_none_starts_anew(f):
    drag_id = drag(f.server)["drag_id"]
    whole = cards(stream(f.server, drag_id))
    for last_id in ("", "x", "1.2", "ffffffffffffffffff.1.1", "0.99.1", "0.63.1.1", "-1.0.0", "0.63.99999999"):
        equal(cards(stream(f.server, drag_id, last_id=last_id or None)), whole, repr(last_id))


@test
def clients_that_go_away_in_the_middle_leave_nothing_behind(f):
    f.sandbox.faults(delay=1.0)
    for _ in range(20):
        stream(f.server, drag(f.server)["drag_id"], stop_after=1)
    end = time.monotonic() + patient(10)
    while f.server.metric("dragoman_requests_in_flight") > 1 and time.monotonic() < end:
        time.sleep(0.1)
    f.sandbox.faults()
    equal(f.server.metric("dragoman_requests_in_flight"), 1, "in flight, this look among them")


use_scripted()
main(Fixture())
