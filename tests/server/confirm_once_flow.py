"""A confirmation happens once: repeated, raced, and when the server dies in the middle of it. The provider's own books are
the judge."""
import http.client
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import RIDE, bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

RACERS = 20
CRASHES = 12
SETTLED = ("done", "failed", "cancelled")


class Fixture:
    """A provider and a server; each test gets a fresh page of the books."""

    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def offer(self, **more):
        return offers(drop(self.server, drag(self.server, **more)["drag_id"]))[0]


def confirmed(sandbox):
    return [number for number, state in bookings(sandbox).items() if state == "CONFIRMED"]


def in_parallel(jobs):
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@test
def the_same_key_gets_the_first_result_again(f):
    card, before = f.offer(), len(confirmed(f.sandbox))
    first, again = confirm(f.server, card, "k1"), confirm(f.server, card, "k1")
    equal((first.status, first.json["state"]), (200, "done"), "first")
    check("idempotent-replayed" not in first.headers, "the first is no replay")
    equal((again.status, again.headers.get("idempotent-replayed")), (200, "true"), "again")
    equal(again.body, first.body, "the same body")
    equal(len(confirmed(f.sandbox)), before + 1, "bookings")


@test
def another_key_is_refused_once_it_is_done(f):
    card, before = f.offer(), len(confirmed(f.sandbox))
    confirm(f.server, card, "k1")
    equal(confirm(f.server, card, "k2").status, 409, "status")
    equal(len(confirmed(f.sandbox)), before + 1, "bookings")


@test
def what_a_confirmation_needs_is_asked_for(f):
    card = f.offer()
    other = offers(drop(f.server, drag(f.server)["drag_id"]))[1]["action"]
    path, body = card["action"]["confirm"], {"confirm_token": card["action"]["confirm_token"]}
    key = {"Idempotency-Key": "k"}
    equal(f.server.post(path, body).status, 428, "no key")
    equal(f.server.post(path, body, headers={"Idempotency-Key": "x" * 201}).status, 400, "a long key")
    equal(f.server.post(path, body, headers={"Idempotency-Key": "a b"}).status, 400, "a key with a blank")
    equal(f.server.post(path, {}, headers=key).status, 400, "no token")
    equal(f.server.post(path, {"confirm_token": other["confirm_token"]}, headers=key).status, 403, "another's token")
    equal(f.server.post(path, {"confirm_token": "1.00"}, headers=key).status, 403, "no token of ours")
    equal(f.server.get(f"/v1/actions/{card['action']['action_id']}").json["state"], "offered", "state afterwards")


@test
def twenty_at_once_book_once(f):
    card, before, replies = f.offer(), len(confirmed(f.sandbox)), []
    f.sandbox.faults(delay=0.3)
    in_parallel([lambda: replies.append(confirm(f.server, card, "race"))] * RACERS)
    f.sandbox.faults()
    equal([r.status for r in replies], [200] * RACERS, "statuses")
    equal(len({r.body for r in replies}), 1, "different bodies")
    equal(sum("idempotent-replayed" in r.headers for r in replies), RACERS - 1, "replays")
    equal(len(confirmed(f.sandbox)), before + 1, "bookings")


@test
def of_twenty_different_keys_one_wins(f):
    card, before, replies = f.offer(), len(confirmed(f.sandbox)), []
    in_parallel([lambda n=n: replies.append(confirm(f.server, card, f"race-{n}")) for n in range(RACERS)])
    equal(sorted(r.status for r in replies), [200] + [409] * (RACERS - 1), "statuses")
    equal(len(confirmed(f.sandbox)), before + 1, "bookings")


@test
def an_answer_that_takes_longer_than_the_wait_comes_later(f):
    card = f.offer()
    f.sandbox.faults(delay=1.0)
    early = confirm(f.server, card, "slow", wait=0)
    equal((early.status, early.json["state"]), (202, "sending"), "at once")
    check(int(early.headers["retry-after"]) >= 1, "Retry-After")
    late = confirm(f.server, card, "slow", wait=10)
    f.sandbox.faults()
    equal((late.status, late.json["state"]), (200, "done"), "later")


@test
def a_lost_answer_is_found_out_and_not_sent_again(f):
    card, before = f.offer(), len(confirmed(f.sandbox))
    f.sandbox.faults(kind="lose", match="COMMIT", times=1)
    reply = confirm(f.server, card, "lost", wait=20)
    f.sandbox.faults()
    equal((reply.status, reply.json["state"]), (200, "done"), "found out")
    equal(len(confirmed(f.sandbox)), before + 1, "bookings")


@test
def a_refusal_and_a_dearer_price_buy_nothing(f):
    for passengers, why in ((7, "refused"), (8, "dearer"), (9, "rejected")):
        before = len(confirmed(f.sandbox))
        reply = confirm(f.server, f.offer(text=f"{RIDE} passengers={passengers}"), why)
        equal((reply.status, reply.json["state"]), (200, "failed"), why)
        check(reply.json["problem"]["detail"], why + ": says why")
        equal(len(confirmed(f.sandbox)), before, why + ": bookings")


@test
def a_changed_drag_makes_its_old_cards_void(f):
    drag_id = drag(f.server)["drag_id"]
    card = offers(drop(f.server, drag_id))[0]
    later = {"text": RIDE.replace("19:00", "20:00")}
    equal(f.server.patch(f"/v1/drags/{drag_id}", later).status, 200, "patched")
    reply = confirm(f.server, card, "old")
    equal(reply.status, 410, "status")
    equal(f.server.get(f"/v1/actions/{card['action']['action_id']}").status, 404, "the action")


def retry_until_settled(server, card, key, states):
    end = time.monotonic() + patient(60)
    while time.monotonic() < end:
        reply = confirm(server, card, key, wait=5)
        if reply.status == 200 and reply.json["state"] in SETTLED:
            states[key] = reply.json["state"]
            return
        time.sleep(0.2)
    states[key] = "not settled"


@test
def a_crash_at_any_step_loses_nothing_and_books_nothing_twice(f):
    """Confirmations begun at different moments, so that the crash finds each at another step."""
    f.sandbox.faults(delay=0.4)
    cards = [offers(drop(f.server, drag(f.server, text=RIDE.replace("19:00", f"19:{n:02}"))["drag_id"]))[0]
             for n in range(CRASHES)]
    f.sandbox.faults(delay=0.7)
    before = len(bookings(f.sandbox))

    def begin(n):
        time.sleep(n * 0.15)
        try:
            confirm(f.server, cards[n], f"crash-{n}")
        except (OSError, http.client.HTTPException):
            pass  # the server died

    threads = [threading.Thread(target=begin, args=(n,)) for n in range(CRASHES)]
    for thread in threads:
        thread.start()
    time.sleep((CRASHES - 1) * 0.15 + 0.1)
    f.server.kill()
    for thread in threads:
        thread.join()
    f.sandbox.faults()
    f.server.start()
    states = {}
    in_parallel([lambda n=n: retry_until_settled(f.server, cards[n], f"crash-{n}", states) for n in range(CRASHES)])
    done = [n for n, state in sorted(states.items()) if state == "done"]
    made = bookings(f.sandbox)
    equal([s for s in states.values() if s not in SETTLED], [], "not settled")
    equal(sum(state == "CONFIRMED" for state in list(made.values())[before:]), len(done), "books and actions agree")
    check(len(done) > 0 and len(made) > before, f"the crash came in the middle: {states}")


use_scripted()
main(Fixture())
