"""Redis is away, hangs, is full, only reads, comes back empty: parsing goes on, and so do drags that are begun meanwhile, which Redis
has when it is well again; what it has itself cannot be changed, nothing is booked that could not be written down, /readyz says which
it is, and all is well again by itself."""
import hashlib
import time

from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.patience import until
from tests.support.scripted import ABOUT, RIDE, bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.server import wait_ready
from tests.support.tap import check, equal, main, test

ANSWER_S = 12  # within which every request is answered, whatever Redis does


class Fixture:
    def __enter__(self):
        self.sandbox, self.redis = Sandbox().__enter__(), Redis().__enter__()
        self.server = self.another().__enter__()
        return self

    def another(self, **settings):
        return ride_server(self.sandbox.url, **{"store": self.redis.url, "rate": "0", "prefetch_rate": "0", "loops": "1",
                                                "shelter_sessions": "100",
                                                **settings})

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.redis.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def card(self):
        """A drag and its first offer, ready to be confirmed."""
        wait_ready(self.server, 200)
        made = drag(self.server)
        return made, offers(drop(self.server, made["drag_id"]))[0]


def sheltered(server):
    """How many sessions the server says it keeps for Redis."""
    return int(server.metric("dragoman_sessions_sheltered"))


def check_trouble(f, made, card, word, reads):
    """What must hold while the store takes nothing. A drag that was begun meanwhile, and its offer."""
    had, began = len(bookings(f.sandbox)), time.monotonic()
    equal(wait_ready(f.server, 503).json["status"], word, "/readyz")
    equal(f.server.get("/healthz").status, 200, "/healthz")
    equal(f.server.post("/v1/parse", {"text": RIDE}).status, 200, "parsing goes on")
    read = f.server.get(f"/v1/drags/{made['drag_id']}")
    equal(read.status, 200 if reads else 503, "a drag that Redis has")
    begun, begun_card = check_shelter(f)
    for refused in (confirm(f.server, card, "k", wait=1), confirm(f.server, begun_card, "s", wait=1)):
        equal(refused.status, 503, "a confirmation")
        check("retry-after" in refused.headers and refused.type == "application/problem+json", f"{refused}")
    equal(len(bookings(f.sandbox)), had, "nothing was booked")
    check(time.monotonic() - began < 8 * ANSWER_S, "all of it in time")
    return begun, begun_card


def check_shelter(f):
    """A drag goes on from its beginning to its cards, a second one remembers it, and neither is confirmed or forgotten."""
    kept = sheltered(f.server)
    begun = f.server.post("/v1/drags", {"text": RIDE, **ABOUT})
    equal(begun.status, 201, "a drag")
    path = f"/v1/drags/{begun.json['drag_id']}"
    equal(sheltered(f.server), kept + 1, "sheltered")
    equal(f.server.get(path).status, 200, "it is read")
    more = f.server.patch(path, {"text": RIDE.replace("19:00", "20:00")})
    equal((more.status, more.json.get("revision")), (200, 2), "it is patched")
    hover = f.server.get(f"{path}/targets/ride")
    equal(hover.status, 200, "it is hovered over")
    cards = offers(drop(f.server, begun.json["drag_id"]))
    check(cards, "its cards come")
    equal(f.server.get(f"/v1/sessions/{begun.json['session_id']}").status, 200, "its session")
    again = f.server.post("/v1/drags", {"text": RIDE, "session_id": begun.json["session_id"], **ABOUT})
    equal((again.status, again.json.get("session_id")), (201, begun.json["session_id"]), "another in its session")
    return begun.json, cards[0]


def check_delivered(f, begun, card, elsewhere=True):
    """Redis has it: a second server knows it, and it is confirmed there, once."""
    path, had = f"/v1/drags/{begun['drag_id']}", len(bookings(f.sandbox))
    with f.another() as second:
        check(until(lambda: sheltered(f.server) == 0, ANSWER_S), "nothing is kept any more")
        equal(second.get(path).json["revision"], 2, "as it was patched")
        done = confirm(second if elsewhere else f.server, card, "s")
        equal((done.status, done.json.get("state")), (200, "done"), "confirmed")
        for server in (f.server, second):
            equal(confirm(server, card, "s").json.get("state"), "done", "the same under the same key")
    equal(len(bookings(f.sandbox)), had + 1, "booked once")
    equal(f.server.delete(f"/v1/sessions/{begun['session_id']}").status, 204, "forgotten")
    equal(f.server.get(path).status, 404, "and gone")


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
    begun, begun_card = check_trouble(f, made, card, "store-full", reads=True)
    equal(f.server.post("/v1/drags", {"text": RIDE, "session_id": made["session_id"]}).json["type"], "/problems/full",
          "a session that Redis has takes no more")
    equal(f.server.delete(f"/v1/sessions/{made['session_id']}").status, 204, "forgetting makes room")
    f.redis.ask("CONFIG", "SET", "maxmemory", "0")
    check_well(f, None)
    check_delivered(f, begun, begun_card)
    made, card = f.card()
    check_well(f, card)


@test
def only_reading(f):
    made, card = f.card()
    f.redis.ask("REPLICAOF", "127.0.0.1", "1")  # a primary that is not there: what it has is still read
    f.redis.ask("CONFIG", "SET", "replica-serve-stale-data", "yes")
    had = len(bookings(f.sandbox))
    equal(wait_ready(f.server, 503).status, 503, "/readyz")
    equal(f.server.post("/v1/parse", {"text": RIDE}).status, 200, "parsing goes on")
    begun, begun_card = check_shelter(f)
    equal(confirm(f.server, card, "k", wait=1).status, 503, "a confirmation")
    equal(confirm(f.server, begun_card, "s", wait=1).status, 503, "nor of what is sheltered")
    equal(f.server.delete(f"/v1/sessions/{begun['session_id']}").status, 503, "it cannot be forgotten for certain")
    equal(len(bookings(f.sandbox)), had, "nothing was booked")
    f.redis.ask("REPLICAOF", "NO", "ONE")
    check_well(f, card)
    check_delivered(f, begun, begun_card)


@test
def hanging(f):
    made, card = f.card()
    f.redis.freeze()
    begun, begun_card = check_trouble(f, made, card, "store-away", reads=False)
    f.redis.thaw()
    check_well(f, None)
    check_delivered(f, begun, begun_card)


@test
def forgotten_in_time(f):
    """What is in the shelter is forgotten there as well."""
    f.card()
    f.redis.ask("CONFIG", "SET", "maxmemory", "1")
    begun = drag(f.server)
    equal(f.server.delete(f"/v1/sessions/{begun['session_id']}").status, 204, "a full Redis forgets")
    equal(sheltered(f.server), 0, "and so does the shelter")
    f.redis.ask("CONFIG", "SET", "maxmemory", "0")
    check_well(f, None)
    equal(f.server.get(f"/v1/drags/{begun['drag_id']}").status, 404, "it does not come back")


@test
def without_a_shelter(f):
    with f.another(shelter_sessions="0") as server:
        wait_ready(server, 200)
        f.redis.stop()
        refused = server.post("/v1/drags", {"text": RIDE})
        equal((refused.status, "retry-after" in refused.headers), (503, True), "a drag is refused")
        f.redis.start()
        equal(wait_ready(server, 200).status, 200, "ready again")
    equal(wait_ready(f.server, 200).status, 200, "the other too")


@test
def on_every_loop(f):
    """What one loop has begun the others know, for callers with a name too; their ledgers count again afterwards."""
    keys = {"api_key": f"ann:{hashlib.sha256(b'key-of-ann').hexdigest()}", "caller_sessions": "2"}
    ann = {"X-Api-Key": "key-of-ann"}
    with f.another(loops="4", **keys) as server:
        wait_ready(server, 200)
        f.redis.stop()
        begun = drag(server, headers=ann)
        path = f"/v1/drags/{begun['drag_id']}"
        for _ in range(20):
            equal(server.get(path, headers=ann).status, 200, "read")
        for number in range(10):
            hour = RIDE.replace("19:00", f"2{number % 4}:00")
            equal(server.patch(path, {"text": hour}, headers=ann).json.get("revision"), 2 + number, "patched")
            check(offers(drop(server, begun["drag_id"], headers=ann)), "its cards")
        drag(server, headers=ann)
        drag(server, headers=ann)
        f.redis.start()
        check(until(lambda: all(server.get("/readyz").status == 200 for _ in range(40)), ANSWER_S), "every loop is ready")
        check(until(lambda: sheltered(server) == 0, ANSWER_S), "nothing is kept any more")
        equal(server.get(path, headers=ann).json.get("revision"), 11, "as it was left")
        counted = [server.post("/v1/drags", {"text": RIDE}, headers=ann).status for _ in range(3)]
        equal(counted, [201, 201, 429], "the ledger counts again")
    equal(wait_ready(f.server, 200).status, 200, "the other is well too")


@test
def away_and_back_empty(f):
    made, card = f.card()
    f.redis.stop()
    begun, begun_card = check_trouble(f, made, card, "store-away", reads=False)
    equal(f.server.delete(f"/v1/sessions/{begun['session_id']}").status, 503, "it cannot be forgotten for certain")
    f.redis.start()
    check_well(f, None)
    equal(f.server.get(f"/v1/drags/{made['drag_id']}").status, 404, "what it has lost is not there")
    equal(confirm(f.server, card, "k").status, 404, "nor can it be confirmed")
    check_delivered(f, begun, begun_card, elsewhere=False)
    _, card = f.card()
    check_well(f, card)


use_scripted()
main(Fixture())
