"""The sandbox provider, started for a test, and an adapter that talks to it over the test's own hands.

    with Sandbox("--offer-seconds", "1") as sandbox:
        walk = Walk("tomp", sandbox.url + "/tomp", watch=lambda request, status, body: None)
        offers = walk.run({"ask": "ride.request", "slots": {...}})["offers"]
"""
import http.client
import json
import os
import subprocess
import sys
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("DRAGOMAN", os.path.join(ROOT, "build", "asan", "dragoman"))


class Sandbox:
    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        command = [sys.executable, os.path.join(ROOT, "tests", "sandbox", "sandbox.py"), "--port", "0", *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[-1]
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()

    def books(self):
        return json.loads(exchange({"method": "GET", "url": self.url + "/_books", "headers": {}, "body": ""})[1])

    def faults(self, **fields):
        exchange({"method": "POST", "url": self.url + "/_faults", "headers": {}, "body": json.dumps(fields)})


class Cassette:
    """What adapters and providers said to each other, a line an exchange: {"method", "path", "request", "status", "body"}. Recorded
    where a provider is there, played where none is: in the order recorded, and only to who asks the same."""

    def __init__(self, path):
        self.path = path
        self.lines = None

    def record(self, request, reply):
        line = {"method": request["method"], "path": path_of(request["url"]), "request": request["body"],
                "status": reply and reply[0], "body": reply and reply[1]}
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def play(self, request):
        if self.lines is None:
            with open(self.path, encoding="utf-8") as file:
                self.lines = [json.loads(line) for line in file]
        line = self.lines.pop(0) if self.lines else None
        asked = (request["method"], path_of(request["url"]), request["body"])
        if not line or asked != (line["method"], line["path"], line["request"]):
            raise AssertionError(f"the cassette does not know {asked}; next on it: {line}")
        return None if line["status"] is None else (line["status"], line["body"])


def path_of(url):
    parts = urllib.parse.urlsplit(url)
    return parts.path + ("?" + parts.query if parts.query else "")


# All that a test says to providers is recorded there; for the validator in tests/adapters/contracts.
RECORD = Cassette(os.environ["DRAGOMAN_RECORD"]) if os.environ.get("DRAGOMAN_RECORD") else None


def exchange(request):
    """(status, body) of a request as an adapter wrote it; None where no answer came."""
    reply = send(request)
    if RECORD and "/_" not in request["url"]:
        RECORD.record(request, reply)
    return reply


def send(request):
    where = urllib.parse.urlsplit(request["url"])
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=10)
    try:
        target = where.path + ("?" + where.query if where.query else "")
        connection.request(request["method"], target, request["body"].encode() or None, request["headers"])
        reply = connection.getresponse()
        return reply.status, reply.read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Walk:
    """One person's adapter: each run is a task of its own, carried to its end."""

    def __init__(self, adapter, url, watch=None, carry=exchange, **about):
        self.watch = watch
        self.carry = carry  # a request to its reply: over the network, or from a cassette
        program = os.path.join(os.path.dirname(PROGRAM), "tests", "adapter_walk")
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = {"adapter": adapter, "settings": {"url": url, **about.pop("settings", {})}, "language": "en",
                "zone": "UTC", "now": "2024-02-20T12:00:00Z", "key": "act-1", **about}
        self.process.stdin.write(json.dumps(line) + "\n")

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def turn(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def run(self, line):
        """The last turn of a task, after as many exchanges as it wanted."""
        turn = self.turn(line)
        while turn["turn"] == "send":
            reply = self.carry(turn["request"])
            if reply and self.watch:
                self.watch(turn["request"], *reply)
            heard = {"end": "ok", "status": reply[0], "body": reply[1]} if reply else {"end": "unknown"}
            turn = self.turn(heard)
        return turn
