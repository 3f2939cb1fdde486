"""Who asks too often is told so and when to come back; others notice nothing."""
import hashlib
import socket
import time

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
def a_long_conversation_counts_for_several_requests(f):
    """Reading is work, and a short request may ask for much of it: each further KiB counts once."""
    with ride_server(f.sandbox.url, api_key=keys(), rate="60") as server:
        long = {"text": "x" * 6000}
        equal(server.post("/v1/parse", long, headers=ANN).status, 200, "long, and granted")
        left = server.post("/v1/parse", TALK, headers=ANN).headers["ratelimit"].split(";")[1]
        check(left in ("r=3", "r=4"), f"{left} of ten: one, five more for its length, and this one")
        headers = {**BOB, "Prefer": "wait=0"}
        reply = server.post("/v1/drags", {"text": "x" * 9000}, headers=headers)
        equal(reply.status, 201, "a long drag, and granted")
        told = server.get(f"/v1/drags/{reply.json['drag_id']}", headers=headers)
        again = server.get(f"/v1/drags/{reply.json['drag_id']}", headers=headers)
        check(429 in (told.status, again.status), f"which is read again to tell of it: {told}, {again}")
        equal(server.post("/v1/parse", TALK, headers=ANN).status, 200, "others notice nothing")


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
        held = [socket.create_connection((server.host, server.port), timeout=5) for _ in range(3)]
        over = socket.create_connection((server.host, server.port), timeout=5)
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
