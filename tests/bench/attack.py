"""A server under attack (attacks.py), and a client beside it that behaves: measure(target) gives for each attack the client's
rate, beside its rate undisturbed and its rate while the same attackers go at a sink that does nothing, which shows what they
take of this machine for themselves; and the server's memory before and after.

The three are taken in turn, several times, and the medians compared. The client asks at a fixed pace, as an app would, within
the server's limits, which are the defaults: what is measured is whether it still gets its answers, and how soon."""
import hashlib
import hmac
import http.client
import json
import multiprocessing
import os
import selectors
import socket
import statistics
import threading
import time

from tests.bench.attacks import ATTACKS, IDLE, PROCESSES, TALK, Aim, politely, raise_descriptor_limit
from tests.support.provider import Sandbox
from tests.support.scripted import bookings
from tests.support.server import Server
from tests.support.token import AUDIENCE, ISSUER, Issuer, encode

GOOD, BAD = "the-good-clients-key", "the-attackers-key"
FRIENDS = [f"a-key-of-friend-{n}-of-the-attackers" for n in range(24)]
PACE, PHASE_S, ROUNDS, OFFERS = 90, 4, 3, 4  # requests a second; seconds of a phase; offers to race for in a round
SETTLE_S = 25  # within which what was left open is closed: `receive` and a sweep


# ---- the client that behaves


class Client(threading.Thread):
    """Keeps one connection, asks PACE times a second, and connects anew when it must."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.stopping = port, False
        self.answered, self.failed, self.waits = 0, 0, []

    def ask(self, connection):
        began = time.monotonic()
        connection.request("POST", "/v1/parse", TALK, {"Content-Type": "application/json", "X-Api-Key": GOOD})
        reply = connection.getresponse()
        reply.read()
        self.waits.append(time.monotonic() - began)
        return reply.status == 200

    def run(self):
        connection, due = None, time.monotonic()
        while not self.stopping:
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=5,
                                                                      source_address=("127.0.0.2", 0))
                good = self.ask(connection)
            except (OSError, http.client.HTTPException):
                good, connection = False, None
            self.answered, self.failed = self.answered + good, self.failed + (not good)
            due = max(due + 1 / PACE, time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))


def observe(port, seconds):
    client = Client(port)
    client.start()
    time.sleep(seconds)
    client.stopping = True
    client.join()
    waits = sorted(client.waits) or [0]
    return {"rate": client.answered / seconds, "failed": client.failed, "median_ms": statistics.median(waits) * 1000,
            "slow_ms": waits[len(waits) * 99 // 100] * 1000}


# ---- who is attacked


class Target:
    """The server at its default limits, a provider behind it, an issuer of tokens, a caller that behaves and one that does not."""

    def __init__(self, **settings):
        self.settings, self.offered = settings, 0

    def __enter__(self):
        self.issuer = Issuer()
        keys = os.path.join(self.issuer.folder.name, "keys.json")
        with open(keys, "wb") as file:
            file.write(self.issuer.jwks())
        self.sandbox = Sandbox().__enter__()
        keys_of = {"good": GOOD, "bad": BAD, **{f"friend{n}": key for n, key in enumerate(FRIENDS)}}
        callers = " ".join(f"{name}:{hashlib.sha256(key.encode()).hexdigest()}" for name, key in keys_of.items())
        self.server = Server({"api_key": callers, "jwt_keys": keys, "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE,
                              "adapter.tomp.url": self.sandbox.url + "/tomp", "connections": str(2 * IDLE),
                              **self.settings}).__enter__()
        self.tokens = forged(self.issuer)
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)
        self.issuer.folder.cleanup()

    def aim(self, offers=0):
        """What attackers know; with so many actions that they were offered and have not confirmed yet."""
        return Aim(self.server.port, BAD, FRIENDS, self.tokens, [self.offer() for _ in range(offers)])

    def offer(self):
        with open("tests/demo/dinner.zh.json", encoding="utf-8") as file:
            talk = json.load(file)
        del talk["now"]
        for message in talk["messages"]:
            del message["at"]
        headers = {"X-Api-Key": BAD, "Prefer": "wait=10"}
        drag = self.wanted("/v1/drags", talk, headers)
        cards = self.wanted(f"/v1/drags/{drag['drag_id']}/drop", {"target": "ride"}, headers)["cards"]
        action = next(card["action"] for card in cards if "action" in card)
        self.offered += 1
        return action["confirm"], action["confirm_token"]

    def wanted(self, path, body, headers):
        """The caller may have used up his share in the attack before."""
        reply = self.server.post(path, body, headers=headers)
        while reply.status == 429:
            time.sleep(int(reply.headers["retry-after"]))
            reply = self.server.post(path, body, headers=headers)
        return reply.json

    def booked(self):
        return [state for state in bookings(self.sandbox).values()].count("CONFIRMED")

    def memory_mib(self):
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    def settle(self):
        """Until all that was left open is closed, and its memory given back."""
        end = time.monotonic() + SETTLE_S
        while self.server.metric("dragoman_connections") > 1 and time.monotonic() < end:
            time.sleep(0.2)
        time.sleep(2)


def forged(issuer):
    """Tokens that look right and are not: unsigned, signed by whoever knows the public key, under an unknown name, by nobody."""
    good = issuer.token("ann").split(".")
    unsigned = encode(b'{"alg":"none"}') + "." + good[1] + "."
    head = encode(json.dumps({"alg": "HS256", "kid": issuer.kid}).encode()) + "." + good[1]
    symmetric = head + "." + encode(hmac.digest(issuer.jwks(), head.encode(), "sha256"))
    unknown = issuer.token("ann", header={"alg": "RS256", "kid": "key-99"})
    broken = ".".join(good[:2] + [encode(bytes(256))])
    return [unsigned + "AAAAAAAA", symmetric, unknown, broken]


class Sink:
    """A port where everything is taken and the shortest answer given: what attackers cost who does nothing for them."""

    def __enter__(self):
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = self.listening.getsockname()[1]
        self.process = multiprocessing.Process(target=self.run, daemon=True)
        self.process.start()
        return self

    def __exit__(self, *ignored):
        self.process.kill()
        self.process.join()
        self.listening.close()

    def run(self):
        raise_descriptor_limit()
        answer, ready = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", selectors.DefaultSelector()
        self.listening.setblocking(False)
        ready.register(self.listening, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj is self.listening:
                    ready.register(self.listening.accept()[0], selectors.EVENT_READ)
                elif not self.keeps(key.fileobj, answer):
                    ready.unregister(key.fileobj)
                    key.fileobj.close()

    @staticmethod
    def keeps(connection, answer):
        """One whose head has not ended goes on being heard."""
        try:
            heard = connection.recv(1 << 20)
            if b"\r\n\r\n" in heard:
                connection.sendall(answer)
            return heard and b"\r\n\r\n" not in heard
        except OSError:
            return False


# ---- the measurement


def under(attack, aim, port, seconds=PHASE_S):
    """What the client at `port` sees while attackers go where they aim."""
    attackers = [multiprocessing.Process(target=politely, args=(attack, aim, n), daemon=True) for n in range(PROCESSES)]
    for process in attackers:
        process.start()
    time.sleep(min(2, seconds / 2))
    seen = observe(port, seconds)
    for process in attackers:
        process.kill()
        process.join()
    return seen


def offers_for(attack):
    return OFFERS if attack is ATTACKS["replayed and raced confirms"] else 0


def one_round(target, sink, attack):
    port, aim = target.server.port, target.aim(offers_for(attack))
    seen = {"undisturbed": observe(port, PHASE_S)}
    seen["at a sink"] = under(attack, aim.at(sink.port), port)
    seen["attacked"] = under(attack, aim, port)
    target.settle()
    return seen


def median(rounds, where, what):
    return statistics.median(seen[where][what] for seen in rounds)


def measure(target):
    """Yields (attack's name, figures); the last is what was booked, of what was offered to be raced for."""
    raise_descriptor_limit()
    observe(target.server.port, 2)
    for name, attack in ATTACKS.items():
        target.settle()
        before = target.memory_mib()
        with Sink() as sink:
            rounds = [one_round(target, sink, attack) for _ in range(ROUNDS)]
        figures = {f"{what}, {where}": median(rounds, where, what) for where in rounds[0] for what in rounds[0][where]}
        for where in ("at a sink", "attacked"):
            ratios = [seen[where]["rate"] / seen["undisturbed"]["rate"] for seen in rounds]
            figures[f"ratio, {where}"] = statistics.median(ratios)
        yield name, {**figures, "before_mib": before, "after_mib": target.memory_mib()}
