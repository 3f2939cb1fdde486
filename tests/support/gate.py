"""A gate between a server and those it talks to: every request to a provider and every write to a Redis passes through it, has a
name and a number, and the gate can stop the world at exactly one of them.

    gate = Gate()
    gate.provider(url), gate.store(url)         # what the server is told instead of the real addresses
    gate.watch()                                # from now on: gate.steps, gate.requests
    gate.watch(stop=(2, "before"))              # at the third step; gate.reached is set once it has come to that
    gate.watch(stop=(2, "after"), instead=f)    # nobody is stopped there, but f() is called
    gate.open()                                 # whoever was stopped is cut off, everybody else passes

Moments of a request: "before" it reaches the provider, "after" it was served and before a byte of the answer, "half" of the
answer. Moments of a write: "before" it reaches the store, "after" it stands there and before the server knows."""
import collections
import http.client
import http.server
import json
import socket
import socketserver
import threading
import urllib.parse

REQUEST_MOMENTS = ("before", "after", "half")
WRITE_MOMENTS = ("before", "after")
HOP = ("transfer-encoding", "connection", "content-length", "keep-alive")


class Cut(Exception):
    """The connection ends here."""


class Gate:
    def __init__(self):
        self.lock = threading.Lock()
        self.listeners = []
        self.open()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.open()
        for listener in self.listeners:
            listener.shutdown()
            listener.server_close()

    def watch(self, stop=None, instead=None):
        with self.lock:
            self.steps, self.stop_at, self.instead, self.watching = [], stop, instead, True
            self.requests = []  # (method, path without its query, all of the request's text but its headers)
            self.reached, self.opened = threading.Event(), threading.Event()

    def open(self):
        with self.lock:
            if getattr(self, "watching", False):
                self.opened.set()
            self.watching = False

    def step(self, name):
        """The moment of this step to stop at; None: it passes."""
        with self.lock:
            if not self.watching:
                return None
            self.steps.append(name)
            here = self.stop_at and self.stop_at[0] == len(self.steps) - 1
            return self.stop_at[1] if here else None

    def hold(self):
        if self.instead:
            self.instead()
        self.reached.set()
        if not self.instead:
            self.opened.wait()
            raise Cut

    def _listen(self, server):
        self.listeners.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return server.server_address[1]

    def provider(self, url):
        where = urllib.parse.urlsplit(url)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exchange)
        server.gate, server.upstream = self, (where.hostname, where.port)
        return f"http://127.0.0.1:{self._listen(server)}{where.path}"

    def store(self, url):
        where = urllib.parse.urlsplit(url)
        server = Lines(("127.0.0.1", 0), Line)
        server.gate, server.upstream = self, (where.hostname, where.port)
        return f"redis://127.0.0.1:{self._listen(server)}{where.path}"


# ---- requests to a provider


class Exchange(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.carry
        raise AttributeError(name)

    def log_message(self, *ignored):
        pass

    def carry(self):
        gate = self.server.gate
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self.path.partition("?")[0]
        moment = gate.step(f"{self.command} {path}")
        if gate.watching:
            gate.requests.append((self.command, path, self.path + "\n" + body.decode("utf-8", "replace")))
        try:
            if moment == "before":
                gate.hold()
            answer = self.answer(body)
            if moment == "after":
                gate.hold()
            self.wfile.write(answer[:len(answer) // 2 if moment == "half" else None])
            if moment == "half":
                self.wfile.flush()
                gate.hold()
        except Cut:
            self.close_connection = True
        except OSError:
            self.close_connection = True  # one of the two has died

    def answer(self, body):
        connection = http.client.HTTPConnection(*self.server.upstream, timeout=20)
        try:
            connection.request(self.command, self.path, body or None, dict(self.headers))
            reply = connection.getresponse()
            text = reply.read()
        except http.client.HTTPException as error:
            raise Cut from error
        finally:
            connection.close()
        lines = [f"HTTP/1.1 {reply.status} {reply.reason}", f"Content-Length: {len(text)}"]
        lines += [f"{name}: {value}" for name, value in reply.getheaders() if name.lower() not in HOP]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + text


# ---- commands to a Redis


class Lines(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


def read_value(file):
    """One value of Redis's protocol, as it came; empty at the end of the connection."""
    line = file.readline()
    if line[:1] == b"$" and int(line[1:]) >= 0:
        return line + file.read(int(line[1:]) + 2)
    if line[:1] == b"*" and int(line[1:]) >= 0:
        return line + b"".join(read_value(file) for _ in range(int(line[1:])))
    return line


def words_of(command):
    """The words of a command as bytes; they may hold any byte, line ends too."""
    words, at = [], command.index(b"\r\n") + 2
    while at < len(command):
        end = command.index(b"\r\n", at)
        size = int(command[at + 1:end])
        words.append(command[end + 2:end + 2 + size])
        at = end + 2 + size + 2
    return words


def write_in(words):
    """What a command writes of an action, or None."""
    if len(words) < 7 or words[0] not in (b"EVAL", b"EVALSHA"):
        return None
    for field, value in zip(words[6::3], words[7::3]):
        if b"begun/" in words[3]:
            return "note closed" if value == b"closed" else "note open"
        if field.startswith(b"action/"):
            return "action " + json.loads(value)["state"]
    return None


class Line(socketserver.BaseRequestHandler):
    """One connection of the server to its Redis. Answers come in the order of the commands; a subscription only listens."""

    def handle(self):
        gate = self.server.gate
        self.far = socket.create_connection(self.server.upstream)
        self.asked, self.listens = collections.deque(), False
        threading.Thread(target=self.answers, daemon=True).start()
        with self.request.makefile("rb") as commands:
            try:
                while command := read_value(commands):
                    words = words_of(command)
                    self.listens = self.listens or words[0].upper() == b"SUBSCRIBE"
                    name = write_in(words)
                    moment = gate.step(name) if name else None
                    if moment == "before":
                        gate.hold()
                    self.asked.append(moment)
                    self.far.sendall(command)
            except (Cut, OSError):
                pass
        self.end()

    def answers(self):
        with self.far.makefile("rb") as answers:
            try:
                while answer := read_value(answers):
                    if not self.listens and self.asked.popleft() == "after":
                        self.server.gate.hold()
                    self.request.sendall(answer)
            except (Cut, OSError, ValueError):
                pass
        self.end()

    def end(self):
        for side in (self.request, self.far):
            try:
                side.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has gone already
