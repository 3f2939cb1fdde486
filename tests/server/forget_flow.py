"""What a person has us forget is gone: from every record, from the file with its log, from every key of Redis, from a stream that is
still open. And before that he can take all of it with him. Nobody else can do either."""
import glob
import hashlib
import json
import os
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.redis import Redis
from tests.support.scripted import ABOUT, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

ANN, BOB = {"X-Api-Key": "key-of-ann"}, {"X-Api-Key": "key-of-bob"}
WORD = "Zappelli"
TEXT = f"ride.request dropoff={WORD}@39.91,116.45 time=2030-05-01T19:00:00+08:00"


def keys():
    return " ".join(f"{n}:{hashlib.sha256(f'key-of-{n}'.encode()).hexdigest()}" for n in ("ann", "bob"))


class Fixture:
    def __enter__(self):
        self.sandbox, self.redis = Sandbox().__enter__(), Redis().__enter__()
        return self

    def __exit__(self, *ignored):
        self.redis.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def server(self, **more):
        return ride_server(self.sandbox.url, api_key=keys(), rate="0", prefetch_rate="0", **more)


def live(server):
    """A session with everything in it: two drags, a correction that is remembered, an action that was undone, one that was not."""
    first = drag(server, TEXT, headers=ANN)
    path = f"/v1/drags/{first['drag_id']}"
    equal(server.patch(path, {"messages": [{"text": WORD}]}, headers=ANN).status, 200, "extended")
    for number, undone in enumerate((True, False)):
        card = offers(drop(server, first["drag_id"], headers=ANN))[number]
        equal(confirm(server, card, f"key-{number}", headers=ANN).status, 200, "confirmed")
        if undone:
            server.post(f"/v1/actions/{card['action']['action_id']}/cancel", headers=ANN)
    second = drag(server, TEXT, headers=ANN, session_id=first["session_id"])
    equal(second["session_id"], first["session_id"], "one session")
    return first["session_id"]


def forget(server, session):
    end, reply = time.monotonic() + patient(20), server.delete(f"/v1/sessions/{session}", headers=ANN)
    while reply.status == 409 and time.monotonic() < end:  # an action is still being settled
        time.sleep(0.2)
        reply = server.delete(f"/v1/sessions/{session}", headers=ANN)
    equal(reply.status, 204, "forgotten")


def wait_until_absent(look, words, what):
    """What is forgotten leaves the disk a moment after the answer."""
    end = time.monotonic() + patient(20)
    while time.monotonic() < end and any(word.encode() in look() for word in words):
        time.sleep(0.1)
    for word in words:
        check(word.encode() not in look(), f"{word} stands in {what}")


def files_of(server):
    return b"".join(open(name, "rb").read() for name in glob.glob(os.path.join(server.folder, "dragoman.db*")))


@test
def nothing_is_left_in_the_file_or_its_log(f):
    with f.server() as server:
        session = live(server)
        words = (WORD, session[1:])
        for word in words:
            check(word.encode() in files_of(server), f"the look at the files sees {word} while it is there")
        forget(server, session)
        wait_until_absent(lambda: files_of(server), words, "the files")
        equal(server.get(f"/v1/sessions/{session}", headers=ANN).status, 404, "the session")


@test
def nothing_is_left_in_redis(f):
    with f.server(store=f.redis.url) as server:
        session = live(server)
        words = (WORD, session[1:])
        for word in words:
            check(word.encode() in f.redis.everything(), f"the look at the keys sees {word} while it is there")
        forget(server, session)
        wait_until_absent(f.redis.everything, words, "a key or value")


@test
def every_way_to_it_is_closed(f):
    with f.server() as server:
        made = drag(server, TEXT, headers=ANN)
        card = offers(drop(server, made["drag_id"], headers=ANN))[0]
        equal(confirm(server, card, "k", headers=ANN).status, 200, "confirmed")
        forget(server, made["session_id"])
        action, path = card["action"]["action_id"], f"/v1/drags/{made['drag_id']}"
        equal(confirm(server, card, "k", headers=ANN).status, 404, "the same key again")
        replies = [server.get(path, headers=ANN), server.get(f"/v1/actions/{action}", headers=ANN),
                   server.patch(path, {"messages": [{"text": "x"}]}, headers=ANN),
                   server.post(path + "/drop", {"target": "ride"}, headers=ANN),
                   server.get(f"/v1/sessions/{made['session_id']}/export", headers=ANN),
                   server.post("/v1/drags", {"text": TEXT, "session_id": made["session_id"], **ABOUT}, headers=ANN)]
        equal([reply.status for reply in replies], [404] * 6, "statuses")


@test
def a_stream_that_waits_ends(f):
    with f.server() as server:
        f.sandbox.faults(delay=8.0)
        made, events = drag(server, TEXT, headers=ANN), []
        read = threading.Thread(target=lambda: events.extend(
            event for event, _, _ in server.events(f"/v1/drags/{made['drag_id']}/drop", {"target": "ride"},
                                                   {**ANN, "Prefer": "wait=20"})))
        read.start()
        end = time.monotonic() + patient(10)
        while time.monotonic() < end and not events:
            time.sleep(0.05)
        forget(server, made["session_id"])
        read.join(6)
        check(not read.is_alive(), "it ends long before its wait")
        check("done" not in events, f"and does not pretend to be whole: {events}")
        f.sandbox.faults()
        read.join()


@test
def an_export_holds_all_of_it_for_its_owner_alone(f):
    with f.server() as server:
        session = live(server)
        path = f"/v1/sessions/{session}/export"
        equal(server.get(path, headers=BOB).status, 404, "somebody else's")
        got = server.get(path, headers=ANN)
        equal((got.status, got.json["session_id"]), (200, session), "exported")
        kinds = [row["record"].split("/")[0] for row in got.json["records"]]
        equal({kind: kinds.count(kind) for kind in ("session", "index", "action")}, {"session": 1, "index": 2, "action": 2}, "records")
        equal(sum("ask" in row["value"] for row in got.json["records"]), 2, "drags")
        check(json.dumps(got.json).count(WORD) >= 2, f"the words themselves: {got.body[:300]}")
        check("attachment" in got.headers["content-disposition"], "as a file")


use_scripted()
main(Fixture())
