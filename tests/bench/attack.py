"""A server under attack from many addresses of the loopback, and a client beside it that behaves: measure(program) gives the
client's rate undisturbed and under each attack, and the server's memory before and after.

The client asks at a fixed pace, as an app would: what is measured is whether it still gets its answers, not how much of the
machine the attackers have taken for themselves."""
import base64
import hashlib
import http.client
import json
import multiprocessing
import os
import random
import select
import socket
import statistics
import threading
import time

KEY = "the-good-clients-key"
TALK = json.dumps({"messages": [{"text": "dinner tomorrow at 7?"}, {"text": "make it 8, works for me"}]}).encode()
PACE, PHASE_S, IDLE = 200, 6, 10000  # requests a second; seconds of each phase; idle connections
PROCESSES = 2


# ---- the client that behaves


class Client(threading.Thread):
    """Keeps one connection, asks PACE times a second, and connects anew when it must."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.stopping = port, False
        self.answered, self.failed, self.waits = 0, 0, []

    def ask(self, connection):
        began = time.monotonic()
        connection.request("POST", "/v1/parse", TALK, {"Content-Type": "application/json", "X-Api-Key": KEY})
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
            "slowest_ms": waits[-1] * 1000}


# ---- attacks: each runs in processes of its own until it is ended


def connect(port, number):
    """From one of many addresses, as many attackers would come."""
    s = socket.socket()
    s.bind((f"127.1.{number % 40}.{1 + number % 7}", 0))
    s.settimeout(5)
    s.connect(("127.0.0.1", port))
    return s


def for_ever(attack):
    def run(port, seed):
        random.seed(seed)
        number = seed * 1000
        while True:
            number += 1
            try:
                with connect(port, number) as s:
                    attack(s)
            except OSError:
                time.sleep(0.01)
    return run


def request(body=b"{}", path="/v1/parse", method="POST", headers=()):
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"X-Api-Key: {KEY}x",
             f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def idle(port, seed):
    """Connections that say nothing, opened again as they are closed."""
    held, number = [], seed * 100000
    while True:
        while len(held) < IDLE // PROCESSES:
            number += 1
            try:
                held.append(connect(port, number))
            except OSError:
                break
        poll = select.poll()
        by_fd = {s.fileno(): s for s in held}
        for fd in by_fd:
            poll.register(fd, select.POLLIN)
        for fd, _ in poll.poll(500):
            by_fd[fd].close()
        held = [s for s in held if s.fileno() >= 0]
        time.sleep(0.2)


def slow_headers(port, seed):
    held, number = [], seed * 100000
    while True:
        if len(held) < 500:
            number += 1
            try:
                s = connect(port, number)
                s.sendall(b"POST /v1/parse HTTP/1.1\r\nHost: x\r\n")
                held.append(s)
            except OSError:
                pass
        else:
            time.sleep(0.2)
        for s in list(held):
            try:
                s.sendall(b"X-A: b\r\n"[: random.randint(1, 8)])
            except OSError:
                s.close()
                held.remove(s)


@for_ever
def chunked_garbage(s):
    s.sendall(b"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
              + f"X-Api-Key: {KEY}x\r\n\r\n".encode())
    s.sendall(random.choice((b"zz\r\n", b"fffffffffffffffff\r\n", b"-1\r\n", b"5;x=\0\r\nhello", b"1\r\na" * 4000)) + random.randbytes(200))
    s.recv(4096)


@for_ever
def pipelining(s):
    s.sendall(request(TALK) * 200)
    while s.recv(65536):
        pass


@for_ever
def huge_keys(s):
    s.sendall(request(headers=(f"X-{'k' * 6000}: v", f"Idempotency-Key: {'i' * 6000}")))
    s.recv(4096)


@for_ever
def colliding_json(s):
    body = json.dumps({f"k{i * 2654435761 % 2**32:08x}{'a' * (i % 3)}": {} for i in range(20000)}).encode()
    s.sendall(request(body) + request(b"[" * 200000) + request(b'{"messages":' + b'[{"text":"\xff"}]}'))
    s.recv(4096)


@for_ever
def forged_tokens(s):
    encode = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
    token = ".".join((encode(b'{"alg":"none"}'), encode(b'{"sub":"ann","exp":9999999999}'), encode(random.randbytes(256))))
    for _ in range(50):
        s.sendall(request(TALK, headers=(f"Authorization: Bearer {token}",)).replace(f"X-Api-Key: {KEY}x\r\n".encode(), b""))
        s.recv(4096)


@for_ever
def guessed_ids(s):
    for _ in range(50):
        name = base64.urlsafe_b64encode(random.randbytes(24)).decode()
        path = random.choice((f"/v1/drags/d{name}", f"/v1/sessions/s{name}", f"/v1/actions/a{name}"))
        s.sendall(request(b"", path, "GET"))
        s.recv(4096)


@for_ever
def raced_confirms(s):
    name = base64.urlsafe_b64encode(random.randbytes(24)).decode()
    call = request(b'{"confirm_token":"1.x"}', f"/v1/actions/a{name}/confirm", headers=("Idempotency-Key: k",))
    s.sendall(call * 20)
    while s.recv(65536):
        pass


ATTACKS = {"idle connections": idle, "slow headers": slow_headers, "chunked garbage": chunked_garbage,
           "pipelining": pipelining, "huge keys": huge_keys, "hash-collision and deep JSON": colliding_json,
           "forged tokens": forged_tokens, "guessed ids": guessed_ids, "raced confirms": raced_confirms}


# ---- the measurement


def memory_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def politely(attack, port, seed):
    """Attackers elsewhere would not take this machine's cores from the client."""
    os.nice(10)
    attack(port, seed)


def under(attack, port, seconds=PHASE_S):
    attackers = [multiprocessing.Process(target=politely, args=(attack, port, n), daemon=True) for n in range(PROCESSES)]
    for process in attackers:
        process.start()
    time.sleep(min(2, seconds / 2))
    seen = observe(port, seconds)
    for process in attackers:
        process.kill()
        process.join()
    return seen


def settings():
    return {"api_key": f"good:{hashlib.sha256(KEY.encode()).hexdigest()}", "rate": "0", "log": "none", "receive": "5",
            "idle": "5", "connections": "12000"}


def measure(server):
    """`server` was started with settings(); yields (name, figures)."""
    observe(server.port, 2)
    before = memory_mib(server.process.pid)
    yield "undisturbed", observe(server.port, PHASE_S)
    for name, attack in ATTACKS.items():
        yield name, under(attack, server.port)
    time.sleep(12)  # what was left open is closed by now
    yield "memory", {"before_mib": before, "after_mib": memory_mib(server.process.pid)}
