"""Three servers on one Redis Cluster serve one drag between them, and lose nothing when a master dies."""
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis_cluster import RedisCluster
from tests.support.scripted import bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.stream import stream
from tests.support.tap import check, equal, main, test


class Fixture:
    def __enter__(self):
        self.parts = [Sandbox().__enter__(), RedisCluster().__enter__()]
        self.sandbox, self.redis = self.parts
        for _ in range(3):
            self.parts.append(ride_server(self.sandbox.url, store=self.redis.url).__enter__())
        self.a, self.b, self.c = self.parts[2:]
        return self

    def __exit__(self, *ignored):
        for part in reversed(self.parts):
            part.__exit__(*ignored)


def until_ok(ask):
    """What is refused because the store is away is asked again, as a phone would."""
    end = time.monotonic() + patient(60)
    reply = ask()
    while reply.status in (202, 503) and time.monotonic() < end:
        time.sleep(0.2)
        reply = ask()
    return reply


@test
def begun_on_one_dropped_on_a_second_confirmed_on_a_third(f):
    drag_id = drag(f.a)["drag_id"]
    card, before = offers(drop(f.b, drag_id))[0], bookings(f.sandbox)
    done = until_ok(lambda: confirm(f.c, card, "abc"))
    equal((done.status, done.json["state"]), (200, "done"), "confirmed")
    again = confirm(f.a, card, "abc")
    equal((again.body, again.headers.get("idempotent-replayed")), (done.body, "true"), "the same key on the first")
    equal(len(bookings(f.sandbox)), len(before) + 1, "bookings")


@test
def a_stream_begun_on_one_goes_on_from_any_other(f):
    drag_id = drag(f.a)["drag_id"]
    whole = stream(f.a, drag_id)
    check(len(whole) > 3, "events")
    for server in (f.b, f.c):
        for n in range(1, len(whole)):
            rest = stream(server, drag_id, last_id=whole[n - 1]["id"])
            equal([e["data"] for e in rest], [e["data"] for e in whole[n:]], f"after {n}")


@test
def what_is_forgotten_on_one_is_gone_on_the_others(f):
    begun = drag(f.a)
    equal(f.b.delete(f"/v1/sessions/{begun['session_id']}").status, 204, "forgotten")
    equal([s.get(f"/v1/drags/{begun['drag_id']}").status for s in (f.a, f.b, f.c)], [404] * 3, "the drag")


@test
def many_sessions_lie_on_all_masters(f):
    begun = [drag(server)["session_id"] for server in (f.a, f.b, f.c) * 8]
    check(len({f.redis.master_of(session) for session in begun}) == 3, "masters")


@test
def a_drag_outlives_the_master_that_kept_it(f):
    begun = drag(f.a)
    card, before = offers(drop(f.b, begun["drag_id"]))[0], bookings(f.sandbox)
    others = [drag(f.a) for _ in range(12)]
    dead = f.redis.master_of(begun["session_id"])
    spared = [other for other in others if f.redis.master_of(other["session_id"]) != dead]
    f.redis.kill_followed(dead)
    equal({f.b.get(f"/v1/drags/{other['drag_id']}").status for other in spared}, {200}, "other sessions, at once")
    equal([until_ok(lambda s=s: s.get(f"/v1/drags/{begun['drag_id']}")).status for s in (f.a, f.b, f.c)], [200] * 3,
          "seen by all")
    f.redis.come_back(dead)  # nothing is booked before a replica has it (copies_flow.py)
    done = until_ok(lambda: confirm(f.c, card, "outlives"))
    equal((done.status, done.json["state"]), (200, "done"), "confirmed")
    equal(len(bookings(f.sandbox)), len(before) + 1, "bookings")


use_scripted()
main(Fixture())
