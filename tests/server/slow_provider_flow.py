"""Two thousand drags wait for a provider that takes five seconds; reading goes on meanwhile, on as many threads as before."""
import asyncio
import json
import os
import time

from tests.support.provider import Sandbox
from tests.support.scripted import ABOUT, RIDE, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

DRAGS, DELAY_S, BEGIN_AT_ONCE = 2000, 5, 50


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox("--delay", str(DELAY_S)).__enter__()
        self.server = ride_server(self.sandbox.url, host_connections=1000, loops=4).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)


async def call(server, method, path, body, headers=""):
    """(status, object) over a connection of its own."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    data = json.dumps(body).encode()
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
                 f"Content-Length: {len(data)}\r\n{headers}\r\n".encode() + data)
    head, _, reply = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), json.loads(reply)


async def one_drag(server, gate):
    """Drags, then drops at once and waits for the offers; (status, cards, complete)."""
    async with gate:
        status, drag = await call(server, "POST", "/v1/drags", {"text": RIDE, **ABOUT})
        if status != 201:
            return status, 0, False
    status, drop = await call(server, "POST", f"/v1/drags/{drag['drag_id']}/drop", {"target": "ride"},
                              "Prefer: wait=30\r\n")
    return status, len(drop.get("cards", [])), drop.get("complete")


async def parse_until(server, done, times):
    while not done.is_set():
        began = time.monotonic()
        status, _ = await call(server, "POST", "/v1/parse", {"text": "ride.request"})
        times.append((time.monotonic() - began, status))
        await asyncio.sleep(0.05)


def threads_of(server):
    return len(os.listdir(f"/proc/{server.process.pid}/task"))


async def whole_story(server):
    gate, done, times, waiting = asyncio.Semaphore(BEGIN_AT_ONCE), asyncio.Event(), [], []

    async def watch():
        while not done.is_set():
            figures = await asyncio.to_thread(server.metric, "dragoman_requests_waiting")
            waiting.append((figures, threads_of(server)))
            await asyncio.sleep(0.5)

    parsing, watching = asyncio.create_task(parse_until(server, done, times)), asyncio.create_task(watch())
    drops = await asyncio.gather(*(one_drag(server, gate) for _ in range(DRAGS)))
    done.set()
    await asyncio.gather(parsing, watching)
    return drops, times, waiting


@test
def two_thousand_wait_and_parse_still_answers(f):
    before = threads_of(f.server)
    began = time.monotonic()
    drops, times, waiting = asyncio.run(whole_story(f.server))
    took = time.monotonic() - began
    slow = sorted(seconds for seconds, _ in times)
    print(f"# {took:.1f} s in all; at most {max(w for w, _ in waiting):.0f} waited at once; {len(times)} parses, "
          f"median {slow[len(slow) // 2] * 1000:.1f} ms, slowest {slow[-1] * 1000:.1f} ms")
    equal({status for status, _, _ in drops}, {200}, "statuses of the drops")
    equal(sum(complete is True for _, _, complete in drops), DRAGS, "complete drops")
    equal(sum(cards == 5 for _, cards, _ in drops), DRAGS, "drops with offers and links")
    equal({status for _, status in times}, {200}, "statuses of the parses")
    check(slow[len(slow) // 2] < 0.5, "the median parse takes less than half a second while all of it shares two cores")
    equal({threads for _, threads in waiting}, {before}, "threads")


use_scripted()
main(Fixture())
