"""kill -9 at every step of a confirmation and of a cancellation: before and after each write to the store, and before, after and in
the middle of each request to the provider. The steps are not listed here: a run that nobody disturbs tells them, so that a new one
is killed at as well. Nobody asks afterwards: the sweep must bring the action to what the provider's own books have; and what the
person then does once more must do nothing twice. With DRAGOMAN_KILLS at 200, as for a release, on both kinds of store; else each
provider's confirmation on one and its cancellation on the other."""
import http.client
import itertools
import os
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.support.gate import REQUEST_MOMENTS, WRITE_MOMENTS, Gate
from tests.support.provider import Sandbox
from tests.support.radicale import Radicale
from tests.support.redis import Redis
from tests.support.scripted import confirm, use_scripted
from tests.support.server import Server
from tests.support.services import HELD, LIVE, OVER, SERVICES
from tests.support.tap import check, equal, main, test

EVERYWHERE = int(os.environ.get("DRAGOMAN_KILLS", "20")) >= 200
REACH_S = 30
SETTLE_S = 60  # at the latest; most have waited long enough by the time they are asked
SIDE_BY_SIDE = 4
LOCK_S = 0.5  # for a server to come up against a locked store; where that is too short it is killed a little earlier
CLOSE_S = 0.3  # a note is closed after the answer
SETTLED = {"offered", "expired", "done", "failed", "cancelled"}


class Case:
    """One person, one server with a store of its own, one provider, and the gate between them."""

    def __init__(self, adapter, store):
        """`store`: the address of a Redis, or None for an embedded one."""
        self.service, self.on_redis = SERVICES[adapter], store is not None
        self.gate = Gate()
        self.provider = (Radicale() if adapter == "caldav" else Sandbox()).__enter__()
        settings = self.service.settings(self.gate.provider(self.provider.url.rstrip("/")))
        if store:
            settings["store"] = self.gate.store(store)
        self.server = Server({"loops": "1", "log": "none", **settings}).__enter__()
        self.card = self.service.card(self.server)
        self.path = f"/v1/actions/{self.card['action']['action_id']}"
        self.what = f"{adapter}, {'redis' if store else 'sqlite'}"

    def end(self):
        self.server.__exit__()
        self.gate.__exit__()
        self.provider.__exit__(None, None, None)

    # ---- what a person does

    def confirm(self):
        return confirm(self.server, self.card, "the-key").json

    def cancel(self):
        return self.server.post(self.path + "/cancel", headers={"Prefer": "wait=10"}).json

    def state(self):
        return self.server.get(self.path).json["state"]

    # ---- how the server dies

    def kill_during(self, verb, came):
        """Once `came` says that it has come to the step."""
        worker = threading.Thread(target=self.attempt, args=(verb,))
        worker.start()
        reached = came()
        self.server.kill()
        self.gate.open()
        worker.join()
        check(reached, f"{self.what}: never came to it; steps were {self.gate.steps}")

    def attempt(self, verb):
        try:
            verb(self)
        except (OSError, http.client.HTTPException):
            pass  # the server died

    def kill_at(self, verb, step, moment):
        self.gate.watch(stop=(step, moment))
        self.kill_during(verb, lambda: self.gate.reached.wait(REACH_S))

    def lock(self):
        self.locked = sqlite3.connect(self.server.settings["store"].removeprefix("sqlite:"), isolation_level=None,
                                      check_same_thread=False)
        self.locked.execute("BEGIN IMMEDIATE")

    def kill_locked_out(self, verb, step):
        """At the write that comes after this request's answer (None: at the first write). One cannot stand before a write to an
        embedded store, but one can keep it locked."""
        self.gate.watch(stop=(step, "after"), instead=self.lock)
        if step is None:
            self.lock()
            self.gate.reached.set()
        self.kill_during(verb, lambda: self.gate.reached.wait(REACH_S) and not time.sleep(LOCK_S))
        self.locked.close()

    def kill_when_answered(self, verb):
        verb(self)
        self.server.kill()

    # ---- what became of it

    def books(self):
        if isinstance(self.provider, Radicale):
            return ["confirmed"] * len(self.provider.entries())
        return [line["state"] for line in self.provider.books()["bookings"]]

    def settle(self):
        """The state in which it stays, once the server is there again."""
        self.server.start()
        end = time.monotonic() + SETTLE_S
        while (state := self.state()) not in SETTLED and time.monotonic() < end:
            if state == "unknown" and not self.service.can_ask:
                break
            time.sleep(0.2)
        return state

    def hold_to_books(self, state):
        books = self.books()
        about = f"{self.what}: {state}; books: {books}"
        check(set(books) <= LIVE | HELD | OVER and len(books) <= 1, about)
        if state == "unknown":
            check(not self.service.can_ask, about)
        elif check(state in SETTLED, about):
            equal(sum(one in LIVE for one in books), 1 if state == "done" else 0, about)

    def judge(self, verb):
        state = self.settle()
        print(f"# {self.what}: {state}", flush=True)
        self.hold_to_books(state)
        verb(self)  # as a phone that has heard nothing does
        after = self.state()
        self.hold_to_books(after)
        check(verb is Case.cancel or after == state or (state, after) == ("offered", "done"), f"{self.what}, again: {after}")
        self.end()


def begin(adapter, store, verb):
    case = Case(adapter, store)
    if verb is Case.cancel:
        case.confirm()
    return case


def steps_of(adapter, store, verb):
    """What a confirmation, or the cancellation after it, does when nobody disturbs it, in order."""
    case = begin(adapter, store, verb)
    case.gate.watch()
    end = verb(case)["state"]
    time.sleep(CLOSE_S)
    case.gate.open()
    equal(end, "done" if verb is Case.confirm else "cancelled", case.what)
    case.hold_to_books(end)
    case.end()
    return case.gate.steps


def is_write(step):
    return step[0].islower()


def ways_to_die(steps, on_redis):
    """(how, what it is called) at every step."""
    for number, step in enumerate(steps):
        for moment in WRITE_MOMENTS if is_write(step) else REQUEST_MOMENTS:
            yield partial(Case.kill_at, step=number, moment=moment), f"{moment} {step}"
        if not on_redis:
            yield partial(Case.kill_locked_out, step=number), f"locked after {step}"
    if not on_redis:
        yield partial(Case.kill_locked_out, step=None), "locked before it begins"
    yield Case.kill_when_answered, "after its answer"


class World:
    def __init__(self):
        self.numbers = itertools.count()
        self.killed = {}  # adapter: [(case, verb)]

    def __enter__(self):
        self.redis = Redis("--databases", "1000").__enter__()
        return self

    def __exit__(self, *ignored):
        self.redis.__exit__()

    def address(self, on_redis):
        return f"{self.redis.url}/{next(self.numbers)}" if on_redis else None

    def kill(self, adapter, on_redis, verb):
        for how, called in ways_to_die(steps_of(adapter, self.address(on_redis), verb), on_redis):
            case = begin(adapter, self.address(on_redis), verb)
            case.what += f", {verb.__name__}, {called}"
            how(case, verb)
            self.killed.setdefault(adapter, []).append((case, verb))

    def judge(self, adapter):
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(lambda one: one[0].judge(one[1]), self.killed.pop(adapter)))


@test
def the_server_dies_at_every_step(world):
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        jobs = [pool.submit(world.kill, adapter, on_redis, verb)
                for number, adapter in enumerate(SERVICES)
                for turn, verb in enumerate((Case.confirm, Case.cancel)) if SERVICES[adapter].can_undo or verb is Case.confirm
                for on_redis in (True, False) if EVERYWHERE or on_redis == ((number + turn) % 2 == 0)]
        for job in jobs:
            job.result()
    print(f"# {sum(len(cases) for cases in world.killed.values())} kills")


def judged(adapter):
    def told(world):
        world.judge(adapter)
    told.__name__ = f"{adapter}: every action ends as the provider's books have it, and nothing is done twice"
    return test(told)


for one in SERVICES:
    judged(one)
use_scripted()
main(World())
