"""What one drag costs, and whether the arithmetic made of it holds: ./dev bench scale; docs/scale.md says what follows.

Measured on one server with a Redis: processor seconds of the server, commands and bytes of Redis, bytes of SQLite. Then the
arithmetic (how many cores for how many drags a second) is held against a simulation of ten such machines behind a gateway
that sends each request to any of them: discrete events, one queue a core, chance from a fixed seed, so the same each time."""
import glob
import os
import random
import re
import sys

from tests.support.redis import Redis
from tests.support.server import Server

DRAGS = 2000
BUSY = 0.6  # of the time, what a core is given to do at the peak
TEXT = {"text": "小王: 今晚出来吃饭？\n小李: 明天吧，七点，国贸的绿茶\n小王: 好", "timezone": "Asia/Shanghai", "now": "2030-04-30T12:00:00+08:00"}


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def commands(redis):
    """All that Redis did, and what the server asked of it: a script does several things in one call."""
    rows = re.findall(rb"cmdstat_(\S+?):calls=(\d+)", redis.ask("INFO", "commandstats"))
    asked = (b"evalsha", b"eval", b"hmget", b"unlink", b"ping")
    return sum(int(n) for _, n in rows), sum(int(n) for name, n in rows if name in asked)


def drag_all(server):
    """Processor seconds of each drag."""
    server.post("/v1/drags", TEXT)
    before = cpu_s(server.process.pid)
    for _ in range(DRAGS):
        if server.post("/v1/drags", TEXT).status != 201:
            sys.exit("bench: a drag was refused")
    return (cpu_s(server.process.pid) - before) / DRAGS


def measure():
    with Redis() as redis:
        with Server({"log": "none", "store": redis.url, "loops": "1"}) as server:
            calls = commands(redis)
            seconds = drag_all(server)
            done, asked = ((now - then) / DRAGS for now, then in zip(commands(redis), calls))
            names = [n.decode() for n in redis.ask("KEYS", "dragoman:{s*").split(b"\r\n") if n.startswith(b"dragoman:")]
            sizes = [int(redis.ask("MEMORY", "USAGE", name).strip(b":\r\n")) for name in names[:50]]
    with Server({"log": "none", "loops": "1"}) as server:
        sqlite_s = drag_all(server)
        size = sum(os.path.getsize(name) for name in glob.glob(os.path.join(server.folder, "dragoman.db*")))
    return {"redis_s": seconds, "commands": done, "asked": asked, "redis_bytes": sum(sizes) / len(sizes), "sqlite_s": sqlite_s,
            "sqlite_bytes": size / DRAGS}


def simulate(rate, cores, service_s, seconds=60, seed=1):
    """The share of the time that cores work, and what 99 of 100 drags wait at the most, in seconds."""
    chance, now, free, waits, worked = random.Random(seed), 0.0, [0.0] * cores, [], 0.0
    while now < seconds:
        now += chance.expovariate(rate)
        core = chance.randrange(cores)  # a connection stays with the loop that took it
        start = max(now, free[core])
        took = service_s * chance.uniform(0.5, 1.5)
        free[core] = start + took
        waits.append(start - now)
        worked += took
    waits.sort()
    return worked / (seconds * cores), waits[int(len(waits) * 0.99)]
