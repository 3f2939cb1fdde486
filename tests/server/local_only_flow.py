"""A drag whose privacy is "local": not one byte goes out. Watched from outside: the sockets of the server's process in /proc, and
every provider's own door."""
import os
import socket
import threading
import time

from tests.support.patience import patient
from tests.support.scripted import ABOUT, RIDE, drag, drop, use_scripted
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

TALK = "\n".join([
    RIDE + " pickup=Lostplace",  # which a geocoder would be asked about
    "booking.train origin=Bern destination=Basel depart=2030-05-01T08:00:00+02:00",
    "booking.hotel area=Guomao@39.91,116.46 check_in=2030-05-01T15:00:00+08:00",
    "calendar.create title=Dinner time=2030-05-01T19:00:00+08:00",
    "navigate.route destination=Office@39.9,116.4",
])
TARGETS = ("ride", "train", "room", "calendar", "route")
GUEST = {"client_id": "id", "client_secret": "s", "guest_first_name": "A", "guest_last_name": "B",
         "guest_email": "a@b.test", "guest_phone": "+440"}


class Door:
    """A provider that never answers and counts who knocks and what is said."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.knocks, self.bytes = 0, 0
        self.watch = None
        threading.Thread(target=self.open, daemon=True).start()

    def open(self):
        while True:
            connection, _ = self.socket.accept()
            self.knocks += 1
            connection.settimeout(0.2)
            try:
                self.bytes += len(connection.recv(65536))
            except OSError:
                pass
            if self.watch:
                self.watch.have_looked()  # while the connection is open
            connection.close()


class Sockets:
    """What the process has open to anybody but its own callers, looked at all the time."""

    def __init__(self, pid, own_port):
        self.pid, self.own_port = pid, own_port
        self.seen = set()
        self.looking, self.looks, self.looked = True, 0, threading.Condition()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *ignored):
        self.looking = False
        self.thread.join()
        self.count_look()  # nobody need wait any more

    def look(self):
        while self.looking:
            mine = self.inodes()
            for family in ("tcp", "tcp6", "udp", "udp6"):
                self.seen |= self.remotes(family, mine)
            self.count_look()
            time.sleep(0.001)

    def count_look(self):
        with self.looked:
            self.looks += 1
            self.looked.notify_all()

    def have_looked(self):
        """Returns when it has looked from beginning to end since, or will look no more."""
        with self.looked:
            wanted = self.looks + 2
            self.looked.wait_for(lambda: self.looks >= wanted or not self.looking, patient(10))

    def inodes(self):
        found = set()
        folder = f"/proc/{self.pid}/fd"
        for name in os.listdir(folder):
            try:
                target = os.readlink(f"{folder}/{name}")
            except OSError:
                continue
            if target.startswith("socket:["):
                found.add(target[8:-1])
        return found

    def remotes(self, family, mine):
        with open(f"/proc/{self.pid}/net/{family}", encoding="ascii") as file:
            rows = [line.split() for line in file.readlines()[1:]]
        return {(family, row[2]) for row in rows
                if row[9] in mine and int(row[1].split(":")[1], 16) != self.own_port and not row[2].endswith(":0000")}


class Fixture:
    def __enter__(self):
        self.doors = {name: Door() for name in ("tomp", "osdm", "amadeus-hotel", "caldav", "uber-rides", "nominatim")}
        settings = {f"adapter.{name}.url": f"http://127.0.0.1:{door.port}" for name, door in self.doors.items()}
        for name in ("amadeus-hotel", "uber-rides"):
            settings.update({f"adapter.{name}.{key}": value for key, value in GUEST.items()
                             if name != "uber-rides" or key != "guest_email"})
        self.server = Server({"log": "none", **settings}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)

    def knocks(self):
        return sum(door.knocks for door in self.doors.values())

    def quiet(self):
        """When nobody has knocked for longer than anything that a drag begins may take."""
        until, knocks = 0.0, -1
        while time.monotonic() < until or knocks != self.knocks():
            if knocks != self.knocks():
                until, knocks = time.monotonic() + 9, self.knocks()
            time.sleep(0.1)

    def whole_life(self, **more):
        """Everything that can be done with a drag. What was seen outside meanwhile."""
        with Sockets(self.server.process.pid, self.server.port) as sockets:
            for door in self.doors.values():
                door.watch = sockets
            drag_id = drag(self.server, TALK, **more)["drag_id"]
            for target in TARGETS:
                self.server.get(f"/v1/drags/{drag_id}/targets/{target}")
                drop(self.server, drag_id, target, wait=1)
            self.server.patch(f"/v1/drags/{drag_id}", {"text": TALK.replace("19:00", "20:00")})
            self.server.post(f"/v1/drags/{drag_id}/corrections", {
                "intent": "ride.request", "slot": "dropoff", "value": {"name": "Gate", "lat": 39.95, "lon": 116.4}})
            for _ in self.server.events(f"/v1/drags/{drag_id}/drop", {"target": "ride"}, {"Prefer": "wait=1"}):
                pass
            dropped = drop(self.server, drag_id, "ride", wait=1)
        return sockets.seen, dropped


@test
def the_watch_sees_what_a_normal_drag_sends(f):
    before = f.knocks()
    seen, _ = f.whole_life()
    check(f.knocks() > before, "knocks at the doors")
    check(f.doors["nominatim"].knocks > 0, "at the geocoder's too")
    check(seen, "sockets to somebody else")


@test
def not_one_byte_of_a_local_drag_goes_out(f):
    f.quiet()  # what the drag before has begun is over
    before, said = f.knocks(), sum(door.bytes for door in f.doors.values())
    seen, dropped = f.whole_life(privacy="local")
    equal(seen, set(), "sockets to anybody else")
    equal((f.knocks(), sum(door.bytes for door in f.doors.values())), (before, said), "knocks and bytes at the doors")
    reasons = {s["adapter"]: s["reason"] for s in dropped["unanswered"]}
    equal(reasons["tomp"], "local-only", "the reason")
    check(dropped["cards"] and all(card["kind"] == "link" for card in dropped["cards"]), "links are made here")


@test
def privacy_is_one_of_two_words(f):
    for word in ("Local", "none", "", 1):
        equal(f.server.post("/v1/drags", {"text": RIDE, **ABOUT, "privacy": word}).status, 400, f"privacy {word!r}")


use_scripted()
main(Fixture())
