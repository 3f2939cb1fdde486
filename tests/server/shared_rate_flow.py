"""What a caller may ask he may ask of all servers on one Redis together; without Redis each counts for itself."""
import hashlib
import socket
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.scripted import drag, drop, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

TALK = {"text": "dinner tomorrow at 7?"}
NAMES = ("ann", "bob", "cat", "dan", "eve", "fay", "gus")
BURST, ONE_MORE_S = 4, 2.5


def keys():
    return " ".join(f"{name}:{hashlib.sha256(f'key-of-{name}'.encode()).hexdigest()}" for name in NAMES)


class Fixture:
    def __enter__(self):
        self.parts = [Sandbox().__enter__(), Redis().__enter__()]
        self.sandbox, self.redis = self.parts
        settings = {"store": self.redis.url, "store_key": "5a" * 32, "api_key": keys(), "loops": "2"}
        for more in ({"rate": "24"}, {"rate": "24"}, {"prefetch_rate": "6"}, {"prefetch_rate": "6"}):
            self.parts.append(ride_server(self.sandbox.url, **settings, **more).__enter__())
        self.servers, self.askers = self.parts[2:4], self.parts[4:]
        return self

    def __exit__(self, *ignored):
        for part in reversed(self.parts):
            part.__exit__(*ignored)


def ask(server, name):
    return server.post("/v1/parse", TALK, headers={"X-Api-Key": f"key-of-{name}"})


def granted(replies):
    return [reply.status for reply in replies].count(200)


def take_in_turn(servers, name, times=6):
    """All replies, and the most that one count of all of them can have granted meanwhile."""
    began = time.monotonic()
    replies = [ask(server, name) for _ in range(times) for server in servers]
    return replies, BURST + int((time.monotonic() - began) / ONE_MORE_S)


def until_shared(f):
    """Until every loop of both servers has found Redis: what one has granted the others count. A connection comes to either
    loop, so each server is asked until it would be a wonder if one had not answered."""
    end = time.monotonic() + patient(20)
    while time.monotonic() < end:
        if all(server.get("/readyz").status == 200 for server in f.servers for _ in range(16)):
            return
        time.sleep(0.05)
    raise AssertionError("Redis is not found")


@test
def two_servers_grant_together_what_one_may(f):
    until_shared(f)
    replies, most = take_in_turn(f.servers, "ann")
    check(BURST <= granted(replies) <= most, f"{granted(replies)} granted, at most {most}")
    for server in (0, 1):
        check(200 in [reply.status for reply in replies[server::2]], f"some by server {server}")
    equal(ask(f.servers[1], "bob").status, 200, "another caller")


@test
def what_remains_is_said_of_both_together(f):
    until_shared(f)
    remaining = [ask(server, "cat").headers["ratelimit"].split(";")[1] for server in f.servers]
    equal(remaining, ["r=3", "r=2"], "the second server's reply counts the first's")
    replies, _ = take_in_turn(f.servers, "cat")
    refused = [reply for reply in replies if reply.status == 429]
    check(refused, "some are refused")
    for reply in refused:
        equal(reply.json["type"], "/problems/too-many", "type")
        check(1 <= int(reply.headers["retry-after"]) <= 3, reply.headers["retry-after"])
        equal(reply.headers["ratelimit-policy"], '"default";q=4;w=10', "policy")


@test
def questions_to_providers_are_shared_too(f):
    headers = {"X-Api-Key": "key-of-gus"}
    dropped = [str(drop(server, drag(server, headers=headers)["drag_id"], headers=headers)) for server in f.askers]
    check("too-many" not in dropped[0], f"the first: {dropped[0]}")
    check("too-many" in dropped[1], f"the second, on the other server: {dropped[1]}")


@test
def no_caller_is_named_in_the_store(f):
    with socket.create_connection(("127.0.0.1", f.redis.port), 5) as redis:
        redis.sendall(b"KEYS *rate/*\r\n")
        time.sleep(0.2)
        names = redis.recv(65536)
    check(b"{rate/" in names, "buckets are there")
    check(not any(name.encode() in names for name in NAMES), f"no name in {names}")


@test
def a_silent_redis_keeps_nobody_waiting_for_long(f):
    f.redis.freeze()
    try:
        replies, _ = take_in_turn(f.servers, "dan", times=BURST)
        equal(granted(replies), 2 * BURST, "the servers' own counts decide")
    finally:
        f.redis.thaw()


@test
def without_redis_each_server_goes_on_by_itself(f):
    f.redis.stop()
    for server in f.servers:
        replies, most = take_in_turn([server], "eve")
        check(BURST <= granted(replies) <= most, f"{granted(replies)} granted")
    f.redis.start()
    until_shared(f)
    replies, most = take_in_turn(f.servers, "fay")
    check(BURST <= granted(replies) <= most, f"shared again: {granted(replies)}")


use_scripted()
main(Fixture())
