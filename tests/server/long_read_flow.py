"""Long conversations are read beside the loops: what they say is the same, nobody else waits for them, and whatever their sender
does meanwhile, each is answered once. Nothing here depends on how fast they are read."""
import hashlib
import json
import socket
import subprocess
import threading

from tests.support.patience import patient, until
from tests.support.server import Server, program
from tests.support.tap import check, equal, main, test

ANN, BOB = {"X-Api-Key": "key-of-ann"}, {"X-Api-Key": "key-of-bob"}
NOW = {"now": "2026-03-10T17:46:00+08:00", "timezone": "Asia/Shanghai"}
LONG = {"text": "1 2 3 " * 1500, **NOW}
SHORT = {"text": "dinner tomorrow at 7?", **NOW}
STILL_WAITING = "dragoman_long_reads"


def server_for(**settings):
    keys = " ".join(f"{name}:{hashlib.sha256(f'key-of-{name}'.encode()).hexdigest()}" for name in ("ann", "bob"))
    return Server({"api_key": keys, "rate": "1000000", **settings})


class Fixture:
    def __enter__(self):
        self.server = server_for().__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)


class Asked(threading.Thread):
    """A request under way."""

    def __init__(self, ask):
        super().__init__(daemon=True)
        self.ask, self.reply, self.fault = ask, None, None
        self.start()

    def run(self):
        try:
            self.reply = self.ask()
        except (OSError, AssertionError) as fault:
            self.fault = fault

    def answer(self):
        self.join(patient(120))
        if self.fault:
            raise AssertionError(self.fault)
        return self.reply


def send(server, method, path, body, headers):
    """A request whose answer nobody waits for yet."""
    data = json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Content-Type: application/json", f"Content-Length: {len(data)}",
             "Connection: close", *(f"{name}: {value}" for name, value in headers.items())]
    connection = socket.create_connection((server.host, server.port), timeout=patient(120))
    connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
    return connection


def send_parse(server, body, headers):
    return send(server, "POST", "/v1/parse", body, headers)


def read_all(connection):
    data = b""
    while piece := connection.recv(1 << 16):
        data += piece
    return data


@test
def a_long_text_says_what_it_says_on_the_command_line(f):
    told = subprocess.run([program(), "parse", "--jsonl"], input=json.dumps(LONG).encode(), stdout=subprocess.PIPE, check=True)
    reply = f.server.post("/v1/parse", LONG, headers=ANN, timeout=120)
    equal(reply.status, 200, "status")
    check(reply.json == json.loads(told.stdout), "the same answer")
    check(len(reply.json["entities"]) > 1000, "all of it was read")


@test
def who_sends_many_is_refused_some_and_nobody_else_is(f):
    anns = [Asked(lambda: f.server.post("/v1/parse", LONG, headers=ANN, timeout=120)) for _ in range(24)]
    bobs = Asked(lambda: f.server.post("/v1/parse", LONG, headers=BOB, timeout=120)).answer()
    check(bobs.status == 200 or "wait to be read" in bobs.json["detail"], f"bob's: {bobs}")
    statuses = []
    for reply in (asked.answer() for asked in anns):
        statuses.append(reply.status)
        if reply.status != 200:
            check(reply.status in (429, 503), f"{reply}")
            check("wait to be read" in reply.json["detail"], reply.json["detail"])
            equal(reply.headers["retry-after"], "1", "Retry-After")
    check(200 in statuses, f"ann's: {statuses}")
    equal(f.server.settled(STILL_WAITING, 0), 0, "waiting afterwards")
    equal(f.server.metric("dragoman_long_reads_refused_total"), 25 - statuses.count(200) - (bobs.status == 200), "are counted")
    equal(f.server.post("/v1/parse", LONG, headers=ANN, timeout=120).status, 200, "later")


@test
def who_has_gone_is_read_for_and_not_answered(f):
    before = f.server.metric("dragoman_reads_total")
    for _ in range(3):
        send_parse(f.server, LONG, BOB).close()
    check(until(lambda: f.server.metric("dragoman_reads_total") >= before + 3, 60), "they are read")
    equal(f.server.settled("dragoman_requests_in_flight", 1), 1, "in flight afterwards")
    equal(f.server.post("/v1/parse", SHORT, headers=BOB).status, 200, "the server goes on")


@test
def one_drag_is_changed_in_the_order_of_the_requests(_):
    """One loop: the long text is being read when the short one comes."""
    with server_for(loops="1") as server:
        drag = server.post("/v1/drags", SHORT, headers=ANN).json
        path = f"/v1/drags/{drag['drag_id']}"
        for first in (2, 4, 6):
            long = send(server, "PATCH", path, {"messages": [{"text": LONG["text"]}]}, ANN)
            begun = until(lambda: server.metric("dragoman_requests_waiting") >= 1 or any_answered([long]), 60, 0.001)
            short = server.patch(path, {"messages": [{"text": "make it 8"}]}, headers=ANN, timeout=120)
            check(begun, "the long one was begun")
            head, _, body = read_all(long).partition(b"\r\n\r\n")
            equal((head[9:12], short.status), (b"200", 200), "both")
            equal((json.loads(body)["revision"], short.json["revision"]), (first, first + 1), "in their order")


@test
def more_text_is_read_once(f):
    drag = f.server.post("/v1/drags", SHORT, headers=ANN).json
    for text in ("make it 8", LONG["text"]):
        before = f.server.metric("dragoman_reads_total")
        reply = f.server.patch(f"/v1/drags/{drag['drag_id']}", {"messages": [{"text": text}]}, headers=ANN, timeout=120)
        equal(reply.status, 200, "status")
        equal(f.server.metric("dragoman_reads_total") - before, 1, "readings")


def any_answered(connections):
    """Looks without taking anything."""
    for connection in connections:
        connection.setblocking(False)
        try:
            if connection.recv(1, socket.MSG_PEEK):
                return True
        except BlockingIOError:
            pass
        finally:
            connection.settimeout(patient(120))
    return False


def statuses_at_stop(signals):
    """Of long requests that are under way when the server is told to stop so many times; and how it ended."""
    with server_for(drain="60") as server:
        under_way = [send_parse(server, LONG, ANN) for _ in range(4)]
        until(lambda: server.metric(STILL_WAITING) >= 1 or any_answered(under_way), 60)
        for _ in range(signals):
            server.signal()
        status = server.wait(patient(120))
        return [read_all(connection)[9:12] for connection in under_way], status


@test
def what_is_being_read_when_it_stops_is_answered(_):
    statuses, status = statuses_at_stop(1)
    equal(status, 0, "exit status")
    check(set(statuses) <= {b"200", b"503"} and b"200" in statuses, f"{statuses}")


@test
def a_second_signal_waits_only_for_what_has_begun(_):
    statuses, status = statuses_at_stop(2)
    equal(status, 0, "exit status")
    check(set(statuses) <= {b"200", b"503", b""}, f"{statuses}")


main(Fixture())
