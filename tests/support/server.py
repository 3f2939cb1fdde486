"""A started `dragoman serve` for the flow tests: a free port of the loopback, a store of its own, gone with the test.

    with Server({"adapter.tomp.url": "http://127.0.0.1:8090"}) as server:
        reply = server.post("/v1/parse", {"text": "dinner tonight?"})
        reply.status, reply.headers["x-request-id"], reply.json

Every answer is held to the OpenAPI document that the server itself gives out (openapi.py): one that does not keep to it
fails the test that asked; so does one in whose log a word of a text that was sent stands (leak.py). The program is $DRAGOMAN, else build/release/dragoman. Settings are those of the configuration file."""
import http.client
import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from tests.support.leak import Sent
from tests.support.openapi import Contract
from tests.support.patience import patient

START_S = patient(20)
STOP_S = patient(40)


def program():
    return os.environ.get("DRAGOMAN", "build/release/dragoman")


def is_sanitized():
    """Whether the program checks itself while it runs, and so takes several times as long."""
    with open(program(), "rb") as file:
        text = file.read()
    return b"__asan_" in text or b"__tsan_" in text


class Reply:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def type(self):
        return self.headers.get("content-type", "").split(";")[0]

    def __repr__(self):
        return f"<{self.status} {self.type} {self.body[:300]!r}>"


class Server:
    def __init__(self, settings=None, environment=None, arguments=()):
        self.settings = {"listen": "127.0.0.1:0", "loops": "2", "log": "all"}
        if is_sanitized():  # the sanitizers themselves need what a confined process gives up (leaks are found by ptrace)
            self.settings["confine"] = "off"
        self.settings.update(settings or {})
        self.environment = environment or {}
        self.arguments = list(arguments)
        self.process = None
        self.folder = None
        self.log = []
        self.contract = None
        self.trust = None
        self.sent = Sent()

    # ---- start and stop

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def __exit__(self, *ignored):
        try:
            self.stop()
            leaked = self.sent.found_in(self.log)
            if leaked:
                raise AssertionError(f"the log has words of what was sent: {leaked[:5]}")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts it, or starts it again on the same store."""
        self.folder = self.folder or tempfile.mkdtemp(prefix="dragoman-test-")
        self.settings.setdefault("store", f"sqlite:{self.folder}/dragoman.db")
        path = os.path.join(self.folder, "dragoman.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(f"{key} = {value}\n" for key, value in self.settings.items())
        self.process = subprocess.Popen([program(), "serve", "--config", path, *self.arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, **self.environment})
        self._listen_for_output()
        return self

    def _listen_for_output(self):
        lines = queue.Queue()
        for stream, sink in ((self.process.stdout, lines.put), (self.process.stderr, self.log.append)):
            threading.Thread(target=self._drain, args=(stream, sink), daemon=True).start()
        try:
            line = lines.get(timeout=START_S)
        except queue.Empty:
            line = ""
        if not line.startswith("listening on "):
            self.process.kill()
            self.process.wait()
            raise RuntimeError("dragoman did not start: " + "".join(self.log))
        self.url = line.split()[2]
        self.host, self.port = self.url.split("://")[1].rsplit(":", 1)
        self.port = int(self.port)

    @staticmethod
    def _drain(stream, sink):
        for line in stream:
            sink(line)
        sink("")

    def signal(self, number=signal.SIGTERM):
        self.process.send_signal(number)

    def wait(self, timeout=STOP_S):
        """The exit status; a server that does not end is killed and gives None."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def stop(self):
        """Graceful; fails the test when a sanitizer, or anything else, made it end badly."""
        if self.process is None or self.process.poll() is not None:
            return
        self.signal()
        status = self.wait()
        if status != 0:
            raise RuntimeError(f"dragoman ended with {status}: " + "".join(self.log[-60:]))

    def kill(self):
        """As a crash would: nothing is finished."""
        self.process.kill()
        self.process.wait()

    # ---- requests

    def _connect(self, timeout):
        """`trust`: an ssl context, for a server with a certificate."""
        if self.url.startswith("https:"):
            return http.client.HTTPSConnection(self.host, self.port, timeout=patient(timeout), context=self.trust)
        return http.client.HTTPConnection(self.host, self.port, timeout=patient(timeout))

    def request(self, method, path, body=None, headers=None, timeout=30):
        """`body`: an object (sent as JSON), bytes or None."""
        headers = dict(headers or {})
        self.sent.note(body)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None and not any(name.lower() == "content-type" for name in headers):
            headers["Content-Type"] = "application/json"
        connection = self._connect(timeout)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            reply = Reply(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()
        self._hold_to_contract(method, path, reply)
        return reply

    def _hold_to_contract(self, method, path, reply):
        if path == "/openapi.json":
            return
        if self.contract is None:
            self.contract = Contract(self.get("/openapi.json").json)
        faults = self.contract.faults(method, path, reply)
        if faults:
            raise AssertionError("\n".join(faults))

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def patch(self, path, body=None, **more):
        return self.request("PATCH", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    def events(self, path, body, headers=None, timeout=30):
        """The events of a stream as (event, data, seconds since the request), as they arrive."""
        began = time.monotonic()
        connection = self._connect(timeout)
        connection.request("POST", path, json.dumps(body),
                           {"Content-Type": "application/json", "Accept": "text/event-stream", **(headers or {})})
        answer = connection.getresponse()
        event, data = None, []
        try:
            for line in iter(answer.readline, b""):
                line = line.decode().rstrip("\n")
                if line.startswith("event:"):
                    event = line[6:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].strip())
                elif not line and data:
                    yield event, json.loads("\n".join(data)), time.monotonic() - began
                    event, data = None, []
        finally:
            connection.close()

    def metric(self, name):
        """The sum of a figure over all labels."""
        total = 0.0
        for line in self.get("/metrics").body.decode().splitlines():
            if line.startswith(name) and line[len(name)] in " {":
                total += float(line.rsplit(" ", 1)[1])
        return total

    def settled(self, figure, wanted, seconds=10):
        """The figure, once it is `wanted` or after `seconds`: what has ended at the client may still be ending here."""
        until = time.monotonic() + patient(seconds)
        while (value := self.metric(figure)) != wanted and time.monotonic() < until:
            time.sleep(0.02)
        return value


def wait_ready(server, status, seconds=20):
    """The answer of /readyz once it has this status; else the last."""
    end = time.monotonic() + patient(seconds)
    reply = server.get("/readyz")
    while reply.status != status and time.monotonic() < end:
        time.sleep(0.1)
        reply = server.get("/readyz")
    return reply
