"""Three servers on one Redis Cluster under load while servers are killed -9, slots are moved and masters die: ./dev bench soak-cluster.

People drag, add text, drop (as JSON and as a stream), confirm with keys that they repeat, cancel and parse; whatever is refused
or broken off they ask again, elsewhere. In the end everything that was acknowledged is held against what the servers say and
against the provider's own books: nothing is lost, nothing is booked twice or for nobody, and parsing never failed.
A master is killed when its replica has all that it has: what Redis loses by itself, by replicating late, is not measured here."""
import collections
import contextlib
import http.client
import json
import os
import random
import threading
import time

from tests.support.provider import Sandbox
from tests.support.redis_cluster import RedisCluster, await_
from tests.support.scripted import confirm, offers, ride_server
from tests.support.stream import stream

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVERS, PEOPLE = 3, 6
PATIENCE_S = 90  # within which everything must have been answered at last
SETTLE_S = 90  # after which no action may be under way any more
DELAY_S = 0.03  # of the provider: time for a server to die in
SLOTS = 100  # moved at a time
MORE = {"zh": "好的", "en": "see you there"}
FINAL = {"offered", "expired", "done", "failed", "cancelled"}


def read_talk(language):
    with open(os.path.join(TOP, "tests", "demo", f"dinner.{language}.json"), encoding="utf-8") as file:
        return json.load(file)


def troubles_for(seconds, seed):
    """As many as fit: a master to two moves of slots to four servers."""
    dice, end = random.Random(seed), time.monotonic() + seconds
    while time.monotonic() < end:
        yield dice.choice(("server",) * 4 + ("slots",) * 2 + ("master",))


class Soak:
    def __init__(self, seed):
        self.seed = seed
        self.talks = {language: read_talk(language) for language in MORE}
        self.counts, self.faults = collections.Counter(), []
        self.drags, self.told = {}, {}  # what was acknowledged: the latest revision; an action's last state, None: no word
        self.over = False
        self.lock = threading.Lock()
        self.servers, self.parts = [], None

    def __enter__(self):
        with contextlib.ExitStack() as parts:
            self.sandbox, self.redis = (parts.enter_context(part) for part in (Sandbox("--delay", str(DELAY_S)), RedisCluster()))
            for _ in range(SERVERS):
                self.servers.append(parts.enter_context(ride_server(
                    self.sandbox.url, store=self.redis.url, rate="0", prefetch_rate="0", log="none")))
            for server in self.servers:
                server.get("/healthz")  # each has its contract before it is killed
            self.parts = parts.pop_all()  # where one did not start, those before it are ended here
        return self

    def __exit__(self, *ignored):
        self.parts.close()

    def count(self, what, by=1):
        with self.lock:
            self.counts[what] += by

    def fault(self, what):
        with self.lock:
            self.faults.append(what)

    # ---- people

    def once(self, dice, call, again):
        """One try on any server. None: to be asked again."""
        try:
            reply = call(dice.choice(self.servers))
        except (OSError, http.client.HTTPException):
            self.count("connections broken")
            return None
        except AssertionError as wrong:  # not as the API's description has it; a stream that was refused
            if wrong.args != (503,):
                self.fault(f"{wrong}")
            reply = None
        if reply is None or getattr(reply, "status", 200) == 503:
            self.count("answers 503")
            return None
        if getattr(reply, "status", 200) == 502 and 502 in again:
            self.count("cancels 502")
        elif getattr(reply, "status", 200) >= 500:
            self.fault(f"{reply}")
        return reply

    def ask(self, dice, what, call, again=()):
        """Until it is answered, as a phone would. None: not before the soak was over."""
        end = time.monotonic() + PATIENCE_S
        while not self.over:
            reply = self.once(dice, call, again)
            if reply is not None and getattr(reply, "status", 200) not in again:
                self.count(what)
                return reply
            if time.monotonic() > end:
                self.fault(f"{what}: no answer within {PATIENCE_S} s, the last {reply}")
                return None
            time.sleep(0.05 + dice.random() / 5)
        return None

    def parse(self, dice, talk):
        try:
            reply = dice.choice(self.servers).post("/v1/parse", talk)
        except (OSError, http.client.HTTPException):
            return
        self.count("parses")
        if reply.status != 200:
            self.fault(f"parse: {reply}")

    def begin(self, dice, language):
        reply = self.ask(dice, "drags", lambda server: server.post("/v1/drags", self.talks[language]))
        if reply is None or reply.status != 201:
            if reply is not None:
                self.fault(f"drag: {reply}")
            return None
        self.drags[reply.json["drag_id"]] = reply.json["revision"]
        return reply.json["drag_id"]

    def add_text(self, dice, drag_id, language):
        reply = self.ask(dice, "patches", lambda server: server.patch(
            f"/v1/drags/{drag_id}", {"messages": [{"text": MORE[language]}]}), again=(409,))
        if reply is None:
            return
        if reply.status == 200:
            self.drags[drag_id] = max(self.drags[drag_id], reply.json["revision"])
        else:
            self.fault(f"patch: {reply}")

    def drop(self, dice, drag_id):
        reply = self.ask(dice, "drops", lambda server: server.post(
            f"/v1/drags/{drag_id}/drop", {"target": "ride"}, headers={"Prefer": "wait=5"}))
        if reply is None or reply.status != 200:
            if reply is not None:
                self.fault(f"drop: {reply}")
            return []
        return offers(reply.json)

    def confirm(self, dice, card, key):
        action = card["action"]["action_id"]
        self.told[action] = None
        for _ in range(1 + (dice.random() < 0.3)):  # the second time under the same key: the same answer
            reply = self.ask(dice, "confirms", lambda server: confirm(server, card, key, wait=5), again=(202,))
            if reply is None:
                return None
            if reply.status == 410:
                self.count("confirms too late")
                return None
            if reply.status != 200:
                self.fault(f"confirm: {reply}")
                return None
            if self.told[action] not in (None, reply.json["state"]):
                self.fault(f"{action} was {self.told[action]} and is {reply.json['state']} under the same key")
            self.told[action] = reply.json["state"]
        return action

    def cancel(self, dice, action):
        self.told[action] = None  # 502: its server died before the provider was told, and the booking stands
        reply = self.ask(dice, "cancels", lambda server: server.post(f"/v1/actions/{action}/cancel"), again=(202, 502))
        if reply is None:
            return
        if reply.status == 200:
            self.told[action] = reply.json["state"]
        else:
            self.fault(f"cancel: {reply}")

    def story(self, dice, name):
        language = dice.choice(list(MORE))
        self.parse(dice, self.talks[language])
        drag_id = self.begin(dice, language)
        if drag_id and dice.random() < 0.3:
            self.add_text(dice, drag_id, language)
        if drag_id and dice.random() < 0.2:
            self.ask(dice, "streams", lambda server: stream(server, drag_id, wait=5))
        cards = self.drop(dice, drag_id) if drag_id else []
        if not cards or dice.random() < 0.1:
            return
        action = self.confirm(dice, dice.choice(cards), name)
        if action and self.told[action] == "done" and dice.random() < 0.3:
            self.cancel(dice, action)

    def live(self, number):
        dice, n = random.Random(self.seed * 1000 + number), 0
        try:
            while not self.over:
                self.story(dice, f"{number}-{n}")
                n += 1
        except Exception as wrong:  # nobody else would hear of it
            self.fault(f"person {number}: {wrong!r}")

    # ---- trouble

    def kill_server(self, dice):
        server = dice.choice(self.servers)
        server.kill()
        time.sleep(dice.random())
        server.start()
        self.count("servers killed")

    def move_slots(self, dice):
        source, target = dice.sample(self.redis.masters(), 2)
        if self.redis.move_slots(source, target, SLOTS):
            self.count("slots moved", SLOTS)
        else:
            self.redis.mend()

    def kill_master(self, dice):
        port = dice.choice(self.redis.masters())
        self.redis.kill_followed(port)
        await_(lambda: len(self.redis.masters()) == 3, "a new master")
        time.sleep(dice.random() * 2)
        self.redis.start(port)
        await_(self.redis.is_whole, "the cluster")
        self.redis.mend()
        self.count("masters killed")

    TROUBLE = {"server": kill_server, "slots": move_slots, "master": kill_master}

    def run(self, troubles):
        """`troubles`: names, each had under load; what is acknowledged until then is looked at by `settle`."""
        dice = random.Random(self.seed)
        people = [threading.Thread(target=self.live, args=(number,)) for number in range(PEOPLE)]
        for person in people:
            person.start()
        try:
            for trouble in troubles:
                time.sleep(0.5 + dice.random())
                self.TROUBLE[trouble](self, dice)
            time.sleep(2)
        finally:
            self.over = True
            for person in people:
                person.join()

    # ---- the books

    def states(self):
        """Of all actions that somebody tried to confirm, when none is under way any more, or SETTLE_S have passed."""
        end, states, open_ = time.monotonic() + SETTLE_S, {}, list(self.told)
        while open_ and time.monotonic() < end:
            for action in open_:
                reply = self.servers[0].get(f"/v1/actions/{action}")
                states[action] = reply.json["state"] if reply.status == 200 else str(reply.status)
            open_ = [action for action in open_ if states[action] not in FINAL | {"404"}]
            time.sleep(0.5 if open_ else 0)
        return states

    def hold_to_books(self, states):
        made = collections.defaultdict(list)
        for line in self.sandbox.books()["bookings"]:
            made[line["reference"]].append(line["state"])
        for action, state in states.items():
            told, booked, undone = self.told[action], made[action].count("CONFIRMED"), made[action].count("CANCELLED")
            if state not in FINAL:
                self.fault(f"{action} is still {state}")
            if told not in (None, state):
                self.fault(f"{action} was acknowledged as {told} and is {state}")
            if booked != (state == "done") or (state == "cancelled" and undone != 1):
                self.fault(f"{action} is {state}, and the provider has {made[action]}")
        for reference in set(made) - set(states):
            self.fault(f"{reference} was confirmed by nobody, and the provider has {made[reference]}")
        self.counts.update({f"actions {state}": list(states.values()).count(state) for state in sorted(set(states.values()))})

    def settle(self):
        """Adds to `faults` what was lost and where the books disagree."""
        if self.counts["cancels 502"] > self.counts["servers killed"] * PEOPLE:
            self.fault("more cancels failed than were under way when servers died")
        if not self.redis.is_covered():
            self.fault("slots of the cluster are nobody's")
        self.hold_to_books(self.states())
        for drag_id, revision in self.drags.items():
            reply = self.servers[1].get(f"/v1/drags/{drag_id}")
            if reply.status != 200 or reply.json["revision"] < revision:
                self.fault(f"drag {drag_id}, revision {revision}, is lost: {reply}")


