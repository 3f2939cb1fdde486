"""Many drags through one server, and its memory meanwhile: ./dev bench soak. DRAGOMAN_SOAK says how many (1000000).

Each drag is a session of its own, forgotten again when a thousand newer ones are there, so that what grows is the server and
not its store. The figure is the growth from the first tenth, when every cache and pool has filled, to the end."""
import collections
import http.client
import json
import os
import threading

from tests.support.server import Server

DRAGS = int(os.environ.get("DRAGOMAN_SOAK", "1000000"))
CLIENTS = 4
KEPT = 1000
TEXTS = ("Dinner tomorrow at 7 at Osteria Roma? sure!", "明天七点，国贸的绿茶，行", "call me on +1 415 555 0132", "那就周五下午三点开会吧，好")


def resident_kib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return int(next(line for line in file if line.startswith("VmRSS:")).split()[1])


class Clients:
    def __init__(self, server):
        self.server, self.done, self.failed = server, 0, 0
        self.lock = threading.Lock()

    def work(self, until):
        line, kept = http.client.HTTPConnection(self.server.host, self.server.port, timeout=60), collections.deque()
        while self.done < until:
            body = json.dumps({"text": TEXTS[self.done % len(TEXTS)], "timezone": "Asia/Shanghai",
                               "now": "2030-04-30T12:00:00+08:00"})
            line.request("POST", "/v1/drags", body.encode(), {"Content-Type": "application/json"})
            reply = line.getresponse()
            answer = reply.read()
            if reply.status == 201:
                kept.append(json.loads(answer)["session_id"])
            with self.lock:
                self.done += 1
                self.failed += reply.status != 201
            if len(kept) > KEPT // CLIENTS:
                line.request("DELETE", "/v1/sessions/" + kept.popleft())
                line.getresponse().read()
        line.close()

    def run(self, until):
        threads = [threading.Thread(target=self.work, args=(until,)) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def measure():
    """(drags so far, KiB resident, failed) at each tenth."""
    with Server({"log": "none"}) as server:
        clients = Clients(server)
        for tenth in range(1, 11):
            clients.run(DRAGS * tenth // 10)
            yield clients.done, resident_kib(server.process.pid), clients.failed
