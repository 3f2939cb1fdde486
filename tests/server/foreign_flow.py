"""What belongs to somebody else looks exactly like what never was."""
import hashlib
import re

from tests.support.provider import Sandbox
from tests.support.scripted import confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

ANN, BOB = {"X-Api-Key": "key-of-ann"}, {"Authorization": "Bearer key-of-bob"}


def key_line(name, headers):
    key = list(headers.values())[0].removeprefix("Bearer ")
    return f"{name}:{hashlib.sha256(key.encode()).hexdigest()}"


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        keys = f"{key_line('ann', ANN)} {key_line('bob', BOB)}"
        self.server = ride_server(self.sandbox.url, api_key=keys).__enter__()
        self.drag = drag(self.server, headers=ANN)
        self.card = offers(drop(self.server, self.drag["drag_id"], headers=ANN))[0]
        self.key = {"Idempotency-Key": "k"}
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)


def calls(session, drag_id, action, token):
    """Every call that names a session, a drag or an action."""
    return [
        ("GET", f"/v1/drags/{drag_id}", None),
        ("PATCH", f"/v1/drags/{drag_id}", {"text": "ride.request"}),
        ("POST", f"/v1/drags/{drag_id}/drop", {"target": "ride"}),
        ("GET", f"/v1/drags/{drag_id}/targets/ride", None),
        ("POST", f"/v1/drags/{drag_id}/corrections", {"slot": "time", "value": {"start": "2030-05-01T20:00:00Z"}}),
        ("GET", f"/v1/sessions/{session}", None),
        ("GET", f"/v1/sessions/{session}/export", None),
        ("DELETE", f"/v1/sessions/{session}", None),
        ("POST", "/v1/drags", {"text": "ride.request", "session_id": session}),
        ("GET", f"/v1/actions/{action}", None),
        ("POST", f"/v1/actions/{action}/confirm", {"confirm_token": token}),
        ("POST", f"/v1/actions/{action}/cancel", None),
    ]


# of each answer alone, whoever asks
OWN_HEADERS = ("x-request-id", "date", "ratelimit")
ACCEPTS = ({}, {"Accept": "text/event-stream"}, {"Accept": "application/json", "Prefer": "wait=0"})


def answer(f, headers, method, path, body, more=None):
    """Status, headers and bytes, but for what every answer has of its own."""
    reply = f.server.request(method, path, body, headers={**f.key, **headers, **(more or {})})
    kept = {name: value for name, value in reply.headers.items() if name not in OWN_HEADERS}
    return reply.status, kept, reply.body.replace(reply.headers["x-request-id"].encode(), b"ID")


def pattern_of(path):
    """/v1/drags/d123/drop as the description writes it."""
    parts = path.split("/")
    return "/".join("{}" if len(part) > 20 or part == "ride" else part for part in parts)


@test
def every_route_to_somebodys_things_is_walked(f):
    walked = {(method, pattern_of(path)) for method, path, _ in calls("s" + "0" * 22, "d" + "0" * 30, "a" + "0" * 32, "t")}
    described = {(method.upper(), re.sub(r"\{\w+\}", "{}", path))
                 for path, methods in f.server.get("/openapi.json").json["paths"].items() if "{" in path
                 for method in methods if method in ("get", "post", "patch", "put", "delete")}
    equal(described - walked, set(), "routes that this test does not know")


@test
def another_callers_things_are_answered_like_none(f):
    action = f.card["action"]
    theirs = calls(f.drag["session_id"], f.drag["drag_id"], action["action_id"], action["confirm_token"])
    nobodys = calls("s" + "0" * 22, "d" + "0" * 30, "a" + "0" * 32, action["confirm_token"])
    for mine, none in zip(theirs, nobodys):
        for accept in ACCEPTS:
            got = answer(f, BOB, *mine, accept)
            equal(got[0], 404, f"{mine[0]} {mine[1]}")
            equal(got, answer(f, BOB, *none, accept), f"{mine[0]} {mine[1]} as if it never was")


@test
def ids_that_are_none_are_answered_like_none(f):
    for session, drag_id, action in (("x", "x", "x"), ("s" + "!" * 22, "d" + "-" * 30, "a" + "é" * 16)):
        for call in calls(session, drag_id, action, "1.x"):
            path = call[1].encode("ascii", "replace").decode().replace("?", "%3f")
            equal(answer(f, ANN, call[0], path, call[2])[0], 404, f"{call[0]} {path}")


@test
def the_owner_still_has_all_of_it(f):
    equal(f.server.get(f"/v1/drags/{f.drag['drag_id']}", headers=ANN).json["revision"], 1, "revision")
    reply = confirm(f.server, f.card, "mine", headers=ANN)
    equal((reply.status, reply.json["state"]), (200, "done"), "confirmed")


@test
def the_same_key_of_another_caller_gets_nothing_of_the_first(f):
    token = {"confirm_token": f.card["action"]["confirm_token"]}
    got, none = (answer(f, {**BOB, "Idempotency-Key": "mine"}, "POST", f"/v1/actions/{action}/confirm", token)
                 for action in (f.card["action"]["action_id"], "a" + "0" * 32))
    equal(got[0], 404, "status")
    equal(got, none, "as if it never was")


@test
def an_owners_key_works_in_both_headers(f):
    reply = f.server.get(f"/v1/drags/{f.drag['drag_id']}", headers={"Authorization": "Bearer key-of-ann"})
    equal(reply.status, 200, "status")


use_scripted()
main(Fixture())
