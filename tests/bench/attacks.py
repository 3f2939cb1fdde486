"""What attackers do, each in processes of their own until they are ended: ATTACKS is name → attack(aim, seed).

They come from many addresses of the loopback. Some have no credentials; where more can be harmed with them, those of a caller
who has a good key and no good will ("bad"), within what the server's limits let him."""
import base64
import json
import os
import random
import resource
import select
import socket
import time

IDLE = 10000  # connections that say nothing
PROCESSES = 2
TALK = json.dumps({"messages": [{"text": "dinner tomorrow at 7?"}, {"text": "make it 8, works for me"}]}).encode()


class Aim:
    """Where an attack goes to, and what its attackers know: a key, those of their friends, forged tokens, actions that they
    were offered."""

    def __init__(self, port, key="", keys=(), tokens=(), offers=()):
        self.port, self.key, self.keys, self.tokens, self.offers = port, key, keys, tokens, offers

    def at(self, port):
        return Aim(port, self.key, self.keys, self.tokens, self.offers)

    def of_a_friend(self):
        return Aim(self.port, random.choice(self.keys))


def raise_descriptor_limit():
    """As many as may be; the count."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def connect(port, number):
    """From one of many addresses, as many attackers would come."""
    s = socket.socket()
    s.bind((f"127.1.{number % 40}.{1 + number % 7}", 0))
    s.settimeout(5)
    s.connect(("127.0.0.1", port))
    return s


def for_ever(attack):
    """`attack` on one connection after another."""
    def run(aim, seed):
        random.seed(seed)
        number = seed * 1000
        while True:
            number += 1
            try:
                with connect(aim.port, number) as s:
                    attack(aim, s)
            except OSError:
                time.sleep(0.01)
    return run


def request(aim, body=b"{}", path="/v1/parse", method="POST", headers=()):
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {len(body)}",
             *([f"X-Api-Key: {aim.key}"] if aim.key else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def some_id(letter):
    return letter + base64.urlsafe_b64encode(random.randbytes(24)).decode()


# ---- without credentials


def idle(aim, seed):
    """Connections that say nothing, opened again as they are closed."""
    held, number = [], seed * 100000
    while True:
        while len(held) < IDLE // PROCESSES:
            number += 1
            try:
                held.append(connect(aim.port, number))
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


def slow_headers(aim, seed):
    held, number = [], seed * 100000
    while True:
        if len(held) < 500:
            number += 1
            try:
                s = connect(aim.port, number)
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


GARBAGE = (b"zz\r\n", b"fffffffffffffffff\r\n", b"-1\r\n", b"5;x=\0\r\nhello", b"1\r\na" * 4000, b"1\r\na\r\n" * 4000)


@for_ever
def chunked_garbage(aim, s):
    s.sendall(b"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
              + f"X-Api-Key: {aim.key}\r\n\r\n".encode() + random.choice(GARBAGE) + random.randbytes(200))
    s.recv(4096)


@for_ever
def forged_tokens(aim, s):
    stranger = Aim(aim.port)
    for _ in range(50):
        token = random.choice(aim.tokens)
        if random.random() < 0.5:
            token = token[:-8] + base64.urlsafe_b64encode(random.randbytes(6)).decode()
        s.sendall(request(stranger, TALK, headers=(f"Authorization: Bearer {token}",)))
        s.recv(4096)


# ---- with a good key and no good will


@for_ever
def pipelining(aim, s):
    s.sendall(request(aim, TALK) * 200)
    while s.recv(65536):
        pass


@for_ever
def huge_keys(aim, s):
    """Of the body's JSON, of the headers, of the confirmation."""
    long = "k" * 60000
    s.sendall(request(aim, json.dumps({long: {long[:5000]: 1}}).encode()))
    s.recv(4096)
    s.sendall(request(aim, headers=(f"X-{long[:6000]}: v", f"Idempotency-Key: {long[:6000]}")))
    s.recv(4096)


def colliding(count):
    """Keys whose hashes are near each other in the usual ways: a common beginning, one stride, one length."""
    return json.dumps({f"k{i * 2654435761 % 2**32:08x}{'a' * (i % 3)}": {} for i in range(count)}).encode()


COLLIDING, DEEP, BROKEN = colliding(3500), b"[" * 60000, b'{"messages":[{"text":"\xff"}]}'


@for_ever
def colliding_json(aim, s):
    s.sendall(request(aim, COLLIDING) + request(aim, DEEP) + request(aim, BROKEN))
    s.recv(4096)


LONG = json.dumps({"text": "1 2 3 " * 10000}).encode()


@for_ever
def long_reading(aim, s):
    s.sendall(request(aim, LONG))
    s.recv(4096)


@for_ever
def long_reading_under_many_keys(aim, first):
    """No key asks for more than its share, and all of them together for more than there is."""
    readers = [first] + [connect(aim.port, random.randrange(10000)) for _ in range(7)]
    for s in readers:
        s.sendall(request(aim.of_a_friend(), LONG))
    for s in readers:
        s.recv(4096)
        s.close()


@for_ever
def guessed_ids(aim, s):
    for _ in range(50):
        s.sendall(request(aim, b"", random.choice(("/v1/drags/", "/v1/sessions/", "/v1/actions/")) + some_id("x"), "GET"))
        s.recv(4096)


@for_ever
def replayed_and_raced_confirms(aim, first):
    """The same confirmation on many connections at once: under one key and under others, with its token and with a forged one."""
    confirm, token = random.choice(aim.offers)
    racers = [first] + [connect(aim.port, random.randrange(10000)) for _ in range(9)]
    for number, s in enumerate(racers):
        body = json.dumps({"confirm_token": token if number % 3 else token[:-3] + "xyz"}).encode()
        s.sendall(request(aim, body, confirm, headers=(f"Idempotency-Key: k{number % 2}",)))
    for s in racers:
        s.recv(4096)
    for s in racers[1:]:
        s.close()


ATTACKS = {"idle connections": idle, "slow headers": slow_headers, "chunked garbage": chunked_garbage,
           "pipelining": pipelining, "huge keys": huge_keys, "hash-collision and deep JSON": colliding_json,
           "conversations long to read": long_reading, "the same under many keys": long_reading_under_many_keys,
           "replayed and raced confirms": replayed_and_raced_confirms, "forged tokens": forged_tokens, "guessed ids": guessed_ids}


def politely(attack, aim, seed):
    """Attackers elsewhere would not take this machine's cores from the client."""
    os.nice(10)
    raise_descriptor_limit()
    attack(aim, seed)
