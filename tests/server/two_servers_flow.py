"""Two servers on one Redis serve one drag between them: neither keeps anything of its own."""
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.scripted import RIDE, bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test


class Fixture:
    def __enter__(self):
        self.parts = [Sandbox().__enter__(), Redis().__enter__()]
        self.sandbox, self.redis = self.parts
        for _ in range(2):
            self.parts.append(ride_server(self.sandbox.url, store=self.redis.url).__enter__())
        self.a, self.b = self.parts[2:]
        return self

    def __exit__(self, *ignored):
        for part in reversed(self.parts):
            part.__exit__(*ignored)


def check_agreement(f, card, key, before):
    """Repeats the confirmation on the second server until it is settled, as a phone would."""
    end = time.monotonic() + patient(40)
    reply = confirm(f.b, card, key, wait=10)
    while reply.status in (202, 503) and time.monotonic() < end:
        reply = confirm(f.b, card, key, wait=10)
    made = [state for number, state in bookings(f.sandbox).items() if number not in before]
    equal(reply.status, 200, "settled")
    equal(made.count("CONFIRMED"), 1 if reply.json["state"] == "done" else 0, f"{reply.json['state']}, {made}")


@test
def begun_on_one_dropped_on_another_confirmed_on_the_first(f):
    drag_id = drag(f.a)["drag_id"]
    card = offers(drop(f.b, drag_id))[0]
    done = confirm(f.a, card, "ab")
    equal((done.status, done.json["state"]), (200, "done"), "confirmed")
    again = confirm(f.b, card, "ab")
    equal((again.status, again.headers.get("idempotent-replayed")), (200, "true"), "the same key on the other")
    equal(again.body, done.body, "the same result")
    undone = f.b.post(f"/v1/actions/{card['action']['action_id']}/cancel")
    equal((undone.status, undone.json["state"]), (200, "cancelled"), "cancelled on the other")
    equal(f.a.get(f"/v1/actions/{card['action']['action_id']}").json["state"], "cancelled", "seen by the first")


@test
def both_show_the_same_card_with_the_same_token(f):
    drag_id = drag(f.a)["drag_id"]
    equal(drop(f.b, drag_id), drop(f.a, drag_id), "the drop")


@test
def a_drop_waits_on_one_for_what_the_other_is_asking(f):
    f.sandbox.faults(delay=1.0)
    drag_id = drag(f.a)["drag_id"]
    early = drop(f.b, drag_id, wait=0)
    equal((early["complete"], early["unanswered"][0]["reason"]), (False, "pending"), "at once")
    began = time.monotonic()
    late = drop(f.b, drag_id, wait=10)
    f.sandbox.faults()
    check(offers(late), "offers came")
    check(time.monotonic() - began < 2.5, "soon after they were there")


@test
def raced_on_both_it_is_booked_once(f):
    card, before, replies = offers(drop(f.a, drag(f.b)["drag_id"]))[0], bookings(f.sandbox), []
    threads = [threading.Thread(target=lambda s=s: replies.append(confirm(s, card, "race"))) for s in (f.a, f.b) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal([r.status for r in replies], [200] * 16, "statuses")
    equal(len({r.body for r in replies}), 1, "different bodies")
    equal(len(bookings(f.sandbox)), len(before) + 1, "bookings")


@test
def more_text_on_the_other_server(f):
    drag_id = drag(f.a)["drag_id"]
    drop(f.a, drag_id)
    patched = f.b.patch(f"/v1/drags/{drag_id}", {"messages": [{"text": "calendar.create title=x"}]}).json
    equal((patched["revision"], patched["kept"]), (2, 3), "revision and offers kept")
    equal(f.a.get(f"/v1/drags/{drag_id}").json["revision"], 2, "seen by the first")


@test
def what_is_forgotten_on_one_is_gone_on_the_other(f):
    begun = drag(f.a)
    drop(f.a, begun["drag_id"])
    equal(f.b.delete(f"/v1/sessions/{begun['session_id']}").status, 204, "forgotten")
    equal(f.a.get(f"/v1/drags/{begun['drag_id']}").status, 404, "the drag")
    equal(f.a.get(f"/v1/sessions/{begun['session_id']}").status, 404, "the session")


@test
def a_crash_of_one_is_cleared_up_by_the_other(f):
    card, before = offers(drop(f.a, drag(f.a)["drag_id"]))[0], bookings(f.sandbox)
    f.sandbox.faults(delay=1.0)
    equal(confirm(f.a, card, "crash", wait=0).status, 202, "begun")
    time.sleep(0.5)
    f.a.kill()
    f.sandbox.faults()
    check_agreement(f, card, "crash", before)
    f.a.start()


@test
def while_the_store_is_away_reading_goes_on_and_nothing_is_bought(f):
    card, before = offers(drop(f.a, drag(f.a)["drag_id"]))[0], bookings(f.sandbox)
    f.redis.freeze()
    refused = [f.a.post("/v1/drags", {"text": RIDE}), confirm(f.a, card, "away"), f.a.get("/readyz")]
    read = f.a.post("/v1/parse", {"text": RIDE})
    meanwhile = bookings(f.sandbox)
    f.redis.thaw()
    equal([r.status for r in refused], [503] * 3, "a drag, a confirmation, readiness")
    check(all("retry-after" in r.headers for r in refused), "Retry-After")
    equal(read.status, 200, "reading")
    equal(meanwhile, before, "bookings meanwhile")
    check_agreement(f, card, "away", before)


use_scripted()
main(Fixture())
