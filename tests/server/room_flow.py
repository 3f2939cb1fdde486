"""Everything that is kept has a limit; who meets it is told which, nothing else suffers, and what is forgotten makes room."""
import contextlib
import hashlib
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.scripted import ABOUT, RIDE, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

ANN, BOB = {"X-Api-Key": "key-of-ann"}, {"X-Api-Key": "key-of-bob"}
SMALL = {"session_drags": "3", "session_messages": "8", "session_kib": "4", "session_actions": "1", "drag_kib": "2",
         "caller_sessions": "4", "caller_mib": "1", "rate": "0", "prefetch_rate": "0"}
RACES, STARTS, MOST = 4, 40, 11


def keys():
    return " ".join(f"{n}:{hashlib.sha256(f'key-of-{n}'.encode()).hexdigest()}" for n in ("ann", "bob"))


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, api_key=keys(), **SMALL).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def start(self, texts, session=None, caller=ANN):
        body = {"messages": [{"text": text} for text in texts], **ABOUT}
        if session:
            body["session_id"] = session
        return self.server.post("/v1/drags", body, headers=caller)

    def forget(self, reply, caller=ANN):
        equal(self.server.delete(f"/v1/sessions/{reply.json['session_id']}", headers=caller).status, 204, "forgotten")


def check_full(reply, status, what):
    equal(reply.status, status, what)
    check(what in reply.json["detail"], f"{what}: {reply.json['detail']}")


@test
def a_session_holds_so_many_drags(f):
    first = f.start(["hello"])
    session = first.json["session_id"]
    equal([f.start(["hello"], session).status for _ in range(2)], [201, 201], "up to the limit")
    check_full(f.start(["hello"], session), 413, "3 drags")
    equal(len(f.server.get(f"/v1/sessions/{session}", headers=ANN).json["drags"]), 3, "what it holds")
    f.forget(first)


@test
def so_many_messages(f):
    first = f.start(["hello"] * 5)
    check_full(f.start(["hello"] * 4, first.json["session_id"]), 413, "8 messages")
    path = first.headers["location"]
    check_full(f.server.patch(path, {"messages": [{"text": "hello"}] * 4}, headers=ANN), 413, "8 messages")
    equal(f.server.patch(path, {"messages": [{"text": "hello"}] * 3}, headers=ANN).status, 200, "as many as there is room for")
    check_full(f.server.patch(path, {"messages": [{"text": "hello"}]}, headers=ANN), 413, "8 messages")
    f.forget(first)


@test
def so_much_text(f):
    first = f.start(["a" * 1500])
    session, path = first.json["session_id"], first.headers["location"]
    check_full(f.server.patch(path, {"messages": [{"text": "b" * 700}]}, headers=ANN), 413, "2 KiB of text")
    equal(f.server.patch(path, {"messages": [{"text": "b" * 500}]}, headers=ANN).status, 200, "a drag of 2 KiB")
    equal(f.start(["a" * 1500], session).status, 201, "the second")
    check_full(f.start(["a" * 1500], session), 413, "4 KiB of text")
    f.forget(first)


@test
def so_many_actions(f):
    made = drag(f.server, "\n".join([RIDE, RIDE.replace("19:00", "21:00")]), headers=ANN)
    cards = offers(drop(f.server, made["drag_id"], headers=ANN))
    check(len(cards) > 1, f"{len(cards)} offers")
    done = confirm(f.server, cards[0], "one", headers=ANN)
    equal((done.status, done.json["state"]), (200, "done"), "the first")
    check_full(confirm(f.server, cards[1], "two", headers=ANN), 413, "1 actions")
    again = confirm(f.server, cards[0], "one", headers=ANN)
    equal((again.status, again.body), (200, done.body), "a repeat is no more")
    kept = f.server.get(f"/v1/sessions/{made['session_id']}/export", headers=ANN).json["records"]
    equal([record["version"] for record in kept if record["record"] == "actions"], [1], "counted, not listed")
    equal(f.server.delete(f"/v1/sessions/{made['session_id']}", headers=ANN).status, 204, "forgotten")


@test
def a_caller_keeps_so_many_sessions_and_what_he_forgets_makes_room(f):
    kept = [f.start(["hello"]) for _ in range(4)]
    equal([reply.status for reply in kept], [201] * 4, "up to the limit")
    over = f.start(["hello"])
    check_full(over, 429, "4 sessions")
    check(int(over.headers["retry-after"]) > 0, "when to come back")
    equal(f.start(["hello"], kept[0].json["session_id"]).status, 201, "a session that is there goes on")
    other = f.start(["hello"], caller=BOB)
    equal(other.status, 201, "somebody else")
    f.forget(other, BOB)
    f.forget(kept[0])
    fifth = f.start(["hello"])
    equal(fifth.status, 201, "when one is forgotten")
    for reply in (*kept[1:], fifth):
        f.forget(reply)


@test
def a_caller_keeps_so_much_text(f):
    big = {"session_kib": "4096", "session_drags": "200", "drag_kib": "256", "caller_sessions": "0"}
    with ride_server(f.sandbox.url, api_key=keys(), **{**SMALL, **big}) as server:
        body = {"messages": [{"text": "a" * 60000}], **ABOUT}
        replies = [server.post("/v1/drags", body, headers=ANN) for _ in range(18)]
        equal([r.status for r in replies], [201] * 17 + [429], "seventeen are less than a MiB")
        check_full(replies[-1], 429, "1 MiB of text")
        server.delete(f"/v1/sessions/{replies[0].json['session_id']}", headers=ANN)
        equal(server.post("/v1/drags", body, headers=ANN).status, 201, "when one is forgotten")


def all_at_once(calls):
    """What each of them answered; they begin together."""
    gate, replies = threading.Barrier(len(calls)), [None] * len(calls)

    def make(at):
        gate.wait()
        replies[at] = calls[at]()

    threads = [threading.Thread(target=make, args=(at,)) for at in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return replies


def race(servers):
    """More than may be begin at once, on all servers; when all are forgotten at once there is room for as many again."""
    body = {"messages": [{"text": "hello"}], **ABOUT}
    for _ in range(RACES):
        replies = all_at_once([lambda server=servers[n % len(servers)]: server.post("/v1/drags", body, headers=ANN)
                               for n in range(STARTS)])
        statuses = sorted(reply.status for reply in replies)
        equal(statuses, [201] * MOST + [429] * (STARTS - MOST), "begun and refused")
        kept = [reply.json["session_id"] for reply in replies if reply.status == 201]
        gone = all_at_once([lambda session=session, server=servers[n % len(servers)]: server.delete(
            f"/v1/sessions/{session}", headers=ANN) for n, session in enumerate(kept)])
        equal([reply.status for reply in gone], [204] * len(kept), "forgotten")


@test
def however_many_begin_at_once_the_limit_is_not_passed(f):
    racing = {**SMALL, "caller_sessions": str(MOST), "caller_mib": "0", "loops": "4"}
    with ride_server(f.sandbox.url, api_key=keys(), **racing) as server:
        server.get("/healthz")
        race([server])
    with contextlib.ExitStack() as parts:
        redis = parts.enter_context(Redis())
        servers = [parts.enter_context(ride_server(f.sandbox.url, api_key=keys(), store=redis.url, **racing)) for _ in range(3)]
        for server in servers:
            server.get("/healthz")
        race(servers)
        end = time.monotonic() + patient(10)
        while redis.ask("KEYS", "*caller/*").count(b"caller/") and time.monotonic() < end:
            time.sleep(0.1)
        equal(redis.ask("KEYS", "*caller/*").count(b"caller/"), 0, "ledgers of a caller who keeps nothing")


@test
def a_full_store_says_so_reads_on_and_takes_again_when_something_is_forgotten(f):
    with ride_server(f.sandbox.url, store_mib="1", rate="0") as server:
        body, kept = {"messages": [{"text": "a" * 60000}], **ABOUT}, []
        for _ in range(40):
            reply = server.post("/v1/drags", body)
            if reply.status != 201:
                break
            kept.append(reply.json)
        equal((reply.status, reply.json["type"]), (503, "/problems/full"), f"after {len(kept)}")
        check("the store is full" in reply.json["detail"], reply.json["detail"])
        equal(server.get(f"/v1/drags/{kept[0]['drag_id']}").status, 200, "reading goes on")
        equal(server.post("/v1/parse", {"text": "hello"}).status, 200, "parsing goes on")
        for made in kept[:4]:
            equal(server.delete(f"/v1/sessions/{made['session_id']}").status, 204, "forgetting goes on")
        equal(server.post("/v1/drags", body).status, 201, "there is room again")


use_scripted()
main(Fixture())
