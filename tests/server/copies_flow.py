"""What once-only depends on outlives the Redis that has it: with Sentinels and in a Cluster no provider is called before a replica has
the record that says so. Where none has it the confirmation is refused, nothing is booked, and asked again it is booked once."""
import contextlib
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis_cluster import RedisCluster, await_
from tests.support.redis_sentinel import RedisSentinel
from tests.support.scripted import ABOUT, RIDE, bookings, confirm, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

LIMIT_S = patient(60)  # of a failover and all that comes after it


class Fixture:
    def __enter__(self):
        with contextlib.ExitStack() as parts:
            self.sandbox = parts.enter_context(Sandbox())
            self.stores = [parts.enter_context(store()) for store in (RedisSentinel, RedisCluster)]
            self.servers = [[parts.enter_context(ride_server(self.sandbox.url, store=store.url, rate="0", prefetch_rate="0"))
                             for _ in range(2)] for store in self.stores]
            self.parts = parts.pop_all()
        return self

    def __exit__(self, *ignored):
        self.parts.close()

    def each(self):
        """Store, two servers on it, a session, one of its cards, who keeps it and that one's replica."""
        for store, (a, b) in zip(self.stores, self.servers):
            await_(store.is_whole, "all of it")
            begun = until(lambda a=a: a.post("/v1/drags", {"text": RIDE, **ABOUT}), [201]).json
            card = offers(drop(b, begun["drag_id"]))[0]
            master = store.master_of(begun["session_id"])
            yield store, a, b, begun, card, master, store.replica_of(master)


def until(ask, statuses):
    end = time.monotonic() + LIMIT_S
    reply = ask()
    while reply.status not in statuses and time.monotonic() < end:
        time.sleep(0.2)
        reply = ask()
    return reply


def state(server, card):
    return until(lambda: server.get(f"/v1/actions/{card['action']['action_id']}"), [200]).json["state"]


def check_unsafe(reply):
    equal(reply.status, 503, f"{reply}")
    check("nothing was booked" in reply.json["detail"] and "retry-after" in reply.headers, f"{reply}")


@test
def what_no_replica_has_is_not_booked_and_can_be_asked_for_again(f):
    for store, a, b, begun, card, _, replica in f.each():
        before = len(bookings(f.sandbox))
        store.freeze(replica)
        for server, key in ((a, "k"), (b, "k"), (a, "another")):
            check_unsafe(confirm(server, card, key))
        equal(drop(a, begun["drag_id"])["drag_id"], begun["drag_id"], "reading goes on")
        equal(a.patch(f"/v1/drags/{begun['drag_id']}", {"messages": [{"text": "hello"}]}).status, 200, "so does writing")
        equal((state(b, card), len(bookings(f.sandbox))), ("offered", before), "as if nobody had asked")
        refused = confirm(a, {**card, "action": {**card["action"], "confirm_token": "wrong"}}, "k")
        equal(refused.status, 403, f"its token is still needed: {refused}")
        store.thaw(replica)
        done = until(lambda a=a, card=card: confirm(a, card, "k"), [200])
        equal((done.json["state"], len(bookings(f.sandbox))), ("done", before + 1), "booked once")
        equal(confirm(b, card, "k").body, done.body, "the same key on the other server")


@test
def a_cancellation_that_no_replica_has_leaves_the_booking(f):
    for store, a, b, _, card, _, replica in f.each():
        equal(until(lambda a=a, card=card: confirm(a, card, "k"), [200]).json["state"], "done", "booked")
        had = bookings(f.sandbox)
        store.freeze(replica)
        refused = b.post(f"/v1/actions/{card['action']['action_id']}/cancel")
        equal((refused.status, state(a, card), bookings(f.sandbox)), (503, "done", had), f"{refused}")
        store.thaw(replica)
        done = until(lambda a=a, card=card: a.post(f"/v1/actions/{card['action']['action_id']}/cancel"), [200])
        equal(done.json["state"], "cancelled", f"{done}")


@test
def readiness_says_so(f):
    store, (a, _) = f.stores[0], f.servers[0]
    store.freeze(store.replica_of(store.master()))
    told = until(lambda: a.get("/readyz"), [200])
    while told.json["status"] == "ready":  # it is believed for a second
        told = a.get("/readyz")
    equal((told.status, told.json["status"]), (200, "store-uncopied"), "without copies")
    store.thaw(store.replica_of(store.master()))
    end = time.monotonic() + LIMIT_S
    while told.json["status"] != "ready" and time.monotonic() < end:
        told = a.get("/readyz")
    equal(told.json["status"], "ready", "with copies")


@test
def what_was_refused_and_lost_with_its_master_is_booked_once(f):
    for store, a, b, _, card, master, replica in f.each():
        before = len(bookings(f.sandbox))
        store.freeze(replica)
        check_unsafe(confirm(a, card, "k"))
        store.kill(master)
        store.thaw(replica)
        store.come_back(master)
        done = until(lambda b=b, card=card: confirm(b, card, "k"), [200])
        equal((done.json["state"], len(bookings(f.sandbox))), ("done", before + 1), f"{done}")


@test
def what_was_booked_is_known_when_its_master_dies_at_that_moment(f):
    for store, a, b, _, card, master, _ in f.each():
        before = len(bookings(f.sandbox))
        equal(until(lambda a=a, card=card: confirm(a, card, "k"), [200]).json["state"], "done", "booked")
        store.kill(master)
        check(state(b, card) in ("sending", "unknown", "done"), "it is known that its provider was called")
        store.come_back(master)
        done = until(lambda b=b, card=card: confirm(b, card, "k"), [200])
        equal((done.json["state"], len(bookings(f.sandbox))), ("done", before + 1), f"{done}")


use_scripted()
main(Fixture())
