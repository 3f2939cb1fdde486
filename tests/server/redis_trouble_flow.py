"""Redis is away, hangs, is full, only reads, comes back empty: parsing goes on, what cannot be written is refused with a reason, nothing
is booked that could not be written down, /readyz says which it is, and all is well again by itself."""
import time

from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.scripted import RIDE, bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.server import wait_ready
from tests.support.tap import check, equal, main, test

ANSWER_S = 12  # within which every request is answered, whatever Redis does


class Fixture:
    def __enter__(self):
        self.sandbox, self.redis = Sandbox().__enter__(), Redis().__enter__()
        self.server = ride_server(self.sandbox.url, store=self.redis.url, rate="0", prefetch_rate="0",
                                  loops="1").__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.redis.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def card(self):
        """A drag and its first offer, ready to be confirmed."""
        wait_ready(self.server, 200)
        made = drag(self.server)
        return made, offers(drop(self.server, made["drag_id"]))[0]


def check_refused(f, made, card, word, reads):
    """What must hold while the store takes nothing."""
    had, began = len(bookings(f.sandbox)), time.monotonic()
    equal(wait_ready(f.server, 503).json["status"], word, "/readyz")
    equal(f.server.get("/healthz").status, 200, "/healthz")
    equal(f.server.post("/v1/parse", {"text": RIDE}).status, 200, "parsing goes on")
    begin, read = f.server.post("/v1/drags", {"text": RIDE}), f.server.get(f"/v1/drags/{made['drag_id']}")
    refused = confirm(f.server, card, "k", wait=1)
    equal((begin.status, read.status, refused.status), (503, 200 if reads else 503, 503), "drag, reading, confirmation")
    for reply in (begin, refused):
        check("retry-after" in reply.headers and reply.type == "application/problem+json", f"{reply}")
    equal(len(bookings(f.sandbox)), had, "nothing was booked")
    check(time.monotonic() - began < 5 * ANSWER_S, "all of it in time")
    return begin


def check_well(f, card):
    equal(wait_ready(f.server, 200).status, 200, "ready again")
    had = len(bookings(f.sandbox))
    equal(f.server.post("/v1/drags", {"text": RIDE}).status, 201, "a drag")
    if card:
        done = confirm(f.server, card, "k")
        equal((done.status, done.json["state"]), (200, "done"), "the same confirmation under the same key")
        equal(len(bookings(f.sandbox)), had + 1, "booked once")


@test
def full(f):
    made, card = f.card()
    f.redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction")
    f.redis.ask("CONFIG", "SET", "maxmemory", "1")
    begin = check_refused(f, made, card, "store-full", reads=True)
    equal(begin.json["type"], "/problems/full", "the reason")
    equal(f.server.delete(f"/v1/sessions/{made['session_id']}").status, 204, "forgetting makes room")
    f.redis.ask("CONFIG", "SET", "maxmemory", "0")
    check_well(f, None)
    made, card = f.card()
    check_well(f, card)


@test
def only_reading(f):
    made, card = f.card()
    f.redis.ask("REPLICAOF", "127.0.0.1", "1")  # a primary that is not there: what it has is still read
    f.redis.ask("CONFIG", "SET", "replica-serve-stale-data", "yes")
    equal(wait_ready(f.server, 503).status, 503, "/readyz")
    had = len(bookings(f.sandbox))
    equal(f.server.post("/v1/parse", {"text": RIDE}).status, 200, "parsing goes on")
    equal(f.server.post("/v1/drags", {"text": RIDE}).status, 503, "a drag")
    equal(confirm(f.server, card, "k", wait=1).status, 503, "a confirmation")
    equal(len(bookings(f.sandbox)), had, "nothing was booked")
    f.redis.ask("REPLICAOF", "NO", "ONE")
    check_well(f, card)


@test
def hanging(f):
    made, card = f.card()
    f.redis.freeze()
    check_refused(f, made, card, "store-away", reads=False)
    f.redis.thaw()
    check_well(f, None)


@test
def away_and_back_empty(f):
    made, card = f.card()
    f.redis.stop()
    check_refused(f, made, card, "store-away", reads=False)
    f.redis.start()
    check_well(f, None)
    equal(f.server.get(f"/v1/drags/{made['drag_id']}").status, 404, "what it has lost is not there")
    equal(confirm(f.server, card, "k").status, 404, "nor can it be confirmed")
    _, card = f.card()
    check_well(f, card)


use_scripted()
main(Fixture())
