"""Who asks too often is told so and when to come back; others notice nothing."""
import hashlib
import socket
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import drag, drop, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

ANN, BOB, WRONG = {"X-Api-Key": "key-of-ann"}, {"X-Api-Key": "key-of-bob"}, {"X-Api-Key": "guess"}
TALK = {"text": "dinner tomorrow at 7?"}


def keys():
    hashes = {name: hashlib.sha256(f"key-of-{name}".encode()).hexdigest() for name in ("ann", "bob")}
    return " ".join(f"{name}:{digest}" for name, digest in hashes.items())


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, api_key=keys(), rate="60", refusal_rate="30", prefetch_rate="6",
                                  trusted_proxies="127.0.0.1", loops="2").__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)


def ask(f, headers):
    return f.server.post("/v1/parse", TALK, headers=headers)


@test
def a_caller_has_his_share_and_others_theirs(f):
    replies = [ask(f, ANN) for _ in range(12)]
    equal([reply.status for reply in replies[:10]], [200] * 10, "a sixth of a minute's at once")
    check(replies[0].headers["ratelimit"].startswith('"default";r=9;'), replies[0].headers["ratelimit"])
    equal(replies[0].headers["ratelimit-policy"], '"default";q=10;w=10', "policy")
    last = replies[-1]
    equal(last.status, 429, "then no more")
    equal(last.json["type"], "/problems/too-many", "type")
    check(1 <= int(last.headers["retry-after"]) <= 2, last.headers["retry-after"])
    equal(ask(f, BOB).status, 200, "bob")
    time.sleep(int(last.headers["retry-after"]))
    equal(ask(f, ANN).status, 200, "after the wait that was named")


@test
def what_is_read_is_counted_by_its_length(f):
    """Reading is the work, and one request may make much of it: as many KiB a minute as requests, a thirtieth at once."""
    with ride_server(f.sandbox.url, api_key=keys(), rate="60") as server:
        equal(server.post("/v1/parse", {"text": "x" * 5000}, headers=ANN).status, 200, "four KiB, and two were there")
        refused = server.post("/v1/parse", TALK, headers=ANN)
        equal((refused.status, refused.json["type"]), (429, "/problems/too-many"), "what is owed is waited for")
        check("too much to read" in refused.json["detail"], refused.json["detail"])
        equal(refused.headers["ratelimit-policy"], '"reading";q=2;w=2', "policy")
        check(1 <= int(refused.headers["retry-after"]) <= 3, refused.headers["retry-after"])
        equal(server.post("/v1/parse", TALK, headers=BOB).status, 200, "others notice nothing")
        time.sleep(int(refused.headers["retry-after"]))
        equal(server.post("/v1/parse", TALK, headers=ANN).status, 200, "after the wait that was named")


@test
def a_stored_drag_that_is_read_again_counts_again(f):
    with ride_server(f.sandbox.url, api_key=keys(), rate="60") as server:
        begun = server.post("/v1/drags", {"text": "x" * 1500}, headers=BOB)
        equal(begun.status, 201, "a KiB sent and a KiB read")
        statuses = [server.get(f"/v1/drags/{begun.json['drag_id']}", headers=BOB).status for _ in range(5)]
        check(429 in statuses, f"it is told of again and again: {statuses}")
        equal(statuses[0], 200, "at first")


@test
def json_that_is_refused_counts_too(f):
    with ride_server(f.sandbox.url, api_key=keys(), rate="60") as server:
        equal(server.post("/v1/parse", {"k" * 5000: {}}, headers=ANN).status, 400, "refused, and was read for that")
        equal(server.post("/v1/parse", TALK, headers=ANN).status, 429, "counted")


@test
def guessing_keys_is_slowed_by_address_and_nobody_else_is(f):
    guesser = {**WRONG, "X-Forwarded-For": "198.51.100.7"}
    equal([ask(f, guesser).status for _ in range(7)], [401] * 5 + [429] * 2, "guesses")
    equal(ask(f, {**WRONG, "X-Forwarded-For": "198.51.100.8"}).status, 401, "another address")
    equal(ask(f, {**BOB, "X-Forwarded-For": "198.51.100.7"}).status, 200, "a good key from there")


@test
def what_a_drag_costs_providers_is_capped(f):
    time.sleep(3)  # requests again, of which this needs four
    reasons = []
    for _ in range(2):
        cards = drop(f.server, drag(f.server, headers=BOB)["drag_id"], headers=BOB)
        reasons.append([other["reason"] for other in cards["others"]] if "others" in cards else cards)
    check("too-many" in str(reasons[1]), f"the second drag's: {reasons}")
    check("too-many" not in str(reasons[0]), f"the first drag's: {reasons[0]}")


@test
def connections_of_one_address_are_bounded(f):
    with ride_server(f.sandbox.url, api_key=keys(), address_connections="3", loops="1") as server:
        held = [socket.create_connection((server.host, server.port), timeout=patient(5)) for _ in range(3)]
        over = socket.create_connection((server.host, server.port), timeout=patient(5))
        try:
            over.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            equal(over.recv(100), b"", "the fourth is closed")
        except ConnectionError:
            pass
        for connection in (*held, over):
            connection.close()
        time.sleep(0.2)
        equal(server.get("/healthz").status, 200, "when they have gone")
        check("dragoman_connections_refused_total 1" in server.get("/metrics").body.decode(), "is counted")


use_scripted()
main(Fixture())
