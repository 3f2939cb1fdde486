"""Every route and every status of the OpenAPI document, answered by a running server and held to the document field by field
(support/openapi.py does that with each answer)."""
import hashlib
import socket
import time
from datetime import datetime, timedelta, timezone

from tests.support.openapi import Schemas
from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import ABOUT, RIDE, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

TRAIN = "booking.train origin=北京南 destination=上海虹桥 depart=2030-05-01T09:00:00+08:00"
NO_DRAG, NO_SESSION, NO_ACTION = "d" + "0" * 30, "s" + "0" * 22, "a" + "0" * 32

# What no walk can bring about, and why.
EXCUSED = {
    ("extendDrag", 409): "only when others change the same drag many times in a row",
    ("correct", 409): "only when others change the same drag many times in a row",
    ("forgetSession", 409): "only while an action of the session is under way",
}


def key_of(name):
    return {"Authorization": f"Bearer {name}-key"}


def hash_of(name):
    return f"{name}:{hashlib.sha256(f'{name}-key'.encode()).hexdigest()}"


ANN, BOB = key_of("ann"), key_of("bob")


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, api_key=f"{hash_of('ann')} {hash_of('bob')}", refusal_rate="0",
                                  **{"adapter.osdm.url": f"{self.sandbox.url}/osdm", "adapter.osdm.sandbox": "on"}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def card(self, text=RIDE):
        return offers(drop(self.server, drag(self.server, text, headers=ANN)["drag_id"], headers=ANN))[0]


# Every operation that needs a caller, with ids that nobody has.
CALLS = [
    ("POST", "/v1/parse", {"text": "a"}),
    ("POST", "/v1/drags", {"text": "a"}),
    ("GET", f"/v1/drags/{NO_DRAG}", None),
    ("PATCH", f"/v1/drags/{NO_DRAG}", {"messages": [{"text": "a"}]}),
    ("POST", f"/v1/drags/{NO_DRAG}/drop", {"target": "ride"}),
    ("GET", f"/v1/drags/{NO_DRAG}/targets/ride", None),
    ("POST", f"/v1/drags/{NO_DRAG}/corrections", {"slot": "time", "text": "8pm"}),
    ("GET", f"/v1/sessions/{NO_SESSION}", None),
    ("GET", f"/v1/sessions/{NO_SESSION}/export", None),
    ("DELETE", f"/v1/sessions/{NO_SESSION}", None),
    ("GET", f"/v1/actions/{NO_ACTION}", None),
    ("POST", f"/v1/actions/{NO_ACTION}/confirm", {"confirm_token": "1.00"}),
    ("POST", f"/v1/actions/{NO_ACTION}/cancel", None),
    ("GET", "/v1/intents", None),
    ("GET", "/v1/adapters", None),
]
BODIES = [call for call in CALLS if call[2] is not None]


def headers_for(path, caller):
    return {**caller, "Idempotency-Key": "k"} if path.endswith("/confirm") else caller


@test
def the_examples_keep_to_their_schemas(f):
    document = f.server.get("/openapi.json").json
    schemas, count = Schemas(document), 0
    for path, item in document["paths"].items():
        for operation in (one for one in item.values() if isinstance(one, dict)):
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for kind, content in ((k, c) for body in bodies for k, c in schemas.resolve(body).get("content", {}).items()):
                values = [content["example"]] if "example" in content else [e["value"] for e in content.get("examples", {}).values()]
                check(values, f"{path} {kind}: no example")
                for value in values:
                    count += 1
                    equal(schemas.faults(content["schema"], value), [], f"{path} {kind}")
    check(count > 80, f"{count} examples")


@test
def operations_answer_to_anybody(f):
    for path in ("/healthz", "/readyz", "/metrics", "/docs", "/"):
        equal(f.server.get(path).status, 200, path)
        head = f.server.request("HEAD", path)
        equal((head.status, head.body), (200, b""), "HEAD " + path)
    f.server.contract.seen.add(("openapi", f.server.get("/openapi.json").status))


@test
def without_a_key_nothing_else_answers(f):
    for method, path, body in CALLS:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"X-Api-Key": "wrong"}):
            equal(f.server.request(method, path, body, headers=headers).status, 401, f"{method} {path} {headers}")


@test
def who_asks_too_often_is_told_so_everywhere(f):
    with ride_server(f.sandbox.url, api_key=hash_of("ann"), rate="1") as strict:
        strict.contract = f.server.contract
        strict.post("/v1/parse", {"text": "a"}, headers=ANN)  # the only one of this minute
        for method, path, body in CALLS:
            equal(strict.request(method, path, body, headers=headers_for(path, ANN)).status, 429, f"{method} {path}")


@test
def what_nobody_has_is_not_found(f):
    for method, path, body in CALLS:
        if "000000" in path:
            equal(f.server.request(method, path, body, headers=headers_for(path, ANN)).status, 404, f"{method} {path}")
    equal(f.server.post("/v1/drags", {"text": "a", "session_id": NO_SESSION}, headers=ANN).status, 404, "session_id")


@test
def malformed_ids_are_not_found(f):
    for kind in ("drags", "sessions", "actions"):
        for name in ("x", "d" * 31, "%00", "..", "d" + "é" * 15):
            path = f"/v1/{kind}/" + name.encode().decode("latin-1") if name.isascii() else f"/v1/{kind}/%C3%A9"
            equal(f.server.get(path, headers=ANN).status, 404, path)


@test
def bad_bodies_are_refused_everywhere(f):
    drag_path = "/v1/drags/" + drag(f.server, headers=ANN)["drag_id"]
    for method, path, _ in BODIES:
        path = path.replace("/v1/drags/" + NO_DRAG, drag_path)
        headers = headers_for(path, ANN)
        equal(f.server.request(method, path, b"{", headers=headers).status, 400, path)
        equal(f.server.request(method, path, {"nonsense": 1}, headers=headers).status, 400, path)
        equal(f.server.request(method, path, b"x" * 70000, headers=headers).status, 413, path)
        equal(f.server.request(method, path, b"{}", headers={**headers, "Content-Type": "text/xml"}).status, 415, path)
    equal(f.server.post(f"/v1/actions/{NO_ACTION}/cancel", {}, headers=ANN).status, 413, "cancel takes no body")


@test
def a_drag_is_read_extended_corrected_and_dropped(f):
    made = f.server.post("/v1/drags", {"text": RIDE, **ABOUT}, headers=ANN)
    equal((made.status, made.headers["location"]), (201, "/v1/drags/" + made.json["drag_id"]), "made")
    path = made.headers["location"]
    equal(f.server.get(path, headers=ANN).status, 200, "read")
    equal(f.server.get(path + "/targets/ride", headers=ANN).status, 200, "hover")
    equal(f.server.patch(path, {"messages": [{"text": "ride.request passengers=2"}]}, headers=ANN).status, 200, "extended")
    equal(f.server.post(path + "/corrections", {"slot": "passengers", "value": {"number": 3}}, headers=ANN).status, 200,
          "corrected")
    equal(drop(f.server, made.json["drag_id"], headers=ANN)["target"], "ride", "dropped")
    equal(f.server.get("/v1/sessions/" + made.json["session_id"], headers=ANN).status, 200, "session")
    equal(f.server.get("/v1/intents", headers=ANN).status, 200, "intents")
    equal(f.server.get("/v1/adapters", headers={"X-Api-Key": "ann-key"}).status, 200, "adapters")
    equal(f.server.post("/v1/parse", {"text": RIDE}, headers=ANN).status, 200, "parse")


@test
def the_cards_of_a_stream_keep_to_their_schema(f):
    made = drag(f.server, headers=ANN)
    events = list(f.server.events(f"/v1/drags/{made['drag_id']}/drop", {"target": "ride"}, {**ANN, "Prefer": "wait=10"}))
    schemas = f.server.contract.schemas
    for event, data, _ in events[:-1]:
        name = {"card": "Card", "unanswered": "Unanswered"}[event]
        equal(schemas.faults({"$ref": f"#/components/schemas/{name}"}, data), [], event)
    equal(events[-1][0], "done", "the last event")
    check(any(event == "card" for event, _, _ in events), "there are cards")


@test
def a_session_of_somebody_else_looks_like_none(f):
    made = drag(f.server, headers=ANN)
    card = offers(drop(f.server, made["drag_id"], headers=ANN))[0]
    drag_path, action = "/v1/drags/" + made["drag_id"], "/v1/actions/" + card["action"]["action_id"]
    for method, path, body in (("GET", drag_path, None), ("PATCH", drag_path, {"text": RIDE}),
                               ("POST", drag_path + "/drop", {"target": "ride"}), ("GET", drag_path + "/targets/ride", None),
                               ("POST", drag_path + "/corrections", {"slot": "time", "text": "8pm"}),
                               ("GET", "/v1/sessions/" + made["session_id"], None),
                               ("DELETE", "/v1/sessions/" + made["session_id"], None), ("GET", action, None),
                               ("POST", action + "/confirm", {"confirm_token": card["action"]["confirm_token"]}),
                               ("POST", action + "/cancel", None), ("POST", "/v1/drags", {"text": RIDE, "session_id": made["session_id"]})):
        equal(f.server.request(method, path, body, headers=headers_for(path, BOB)).status, 404, f"{method} {path}")
    equal(f.server.get(drag_path, headers=ANN).status, 200, "it is still there")


@test
def an_action_goes_through_its_states(f):
    card = f.card()
    action = "/v1/actions/" + card["action"]["action_id"]
    equal(f.server.get(action, headers=ANN).json["state"], "offered", "offered")
    equal(f.server.post(action + "/cancel", headers=ANN).status, 409, "nothing to cancel")
    body = {"confirm_token": card["action"]["confirm_token"]}
    equal(f.server.post(action + "/confirm", body, headers=ANN).status, 428, "no key")
    equal(f.server.post(action + "/confirm", {"confirm_token": "1.00"}, headers={**ANN, "Idempotency-Key": "k"}).status, 403,
          "wrong token")
    equal(confirm(f.server, card, "k", headers=ANN).json["state"], "done", "confirmed")
    equal(confirm(f.server, card, "other", headers=ANN).status, 409, "another key")
    equal(f.server.post(action + "/cancel", headers=ANN).json["state"], "cancelled", "cancelled")


@test
def what_takes_longer_is_said_to_be_under_way(f):
    card = f.card()
    f.sandbox.faults(delay=1.0)
    equal(confirm(f.server, card, "slow", wait=0, headers=ANN).status, 202, "confirm")
    equal(confirm(f.server, card, "slow", wait=10, headers=ANN).json["state"], "done", "later")
    action = "/v1/actions/" + card["action"]["action_id"]
    equal(f.server.post(action + "/cancel", headers={**ANN, "Prefer": "wait=0"}).status, 202, "cancel")
    f.sandbox.faults()
    until = time.monotonic() + patient(10)
    while f.server.get(action, headers=ANN).json["state"] == "cancelling" and time.monotonic() < until:
        time.sleep(0.05)
    equal(f.server.get(action, headers=ANN).json["state"], "cancelled", "later")


@test
def a_provider_that_fails_to_cancel_is_said(f):
    card = offers(drop(f.server, drag(f.server, TRAIN, headers=ANN)["drag_id"], target="train", headers=ANN))[0]
    equal(confirm(f.server, card, "k", headers=ANN).json["state"], "done", "confirmed")
    f.sandbox.faults(kind="error", match="refund-offers")
    reply = f.server.post(f"/v1/actions/{card['action']['action_id']}/cancel", headers={**ANN, "Prefer": "wait=30"}, timeout=40)
    f.sandbox.faults()
    equal(reply.status, 502, "status")


@test
def what_has_begun_cannot_be_undone(f):
    soon = datetime.now(timezone.utc) + timedelta(seconds=3)
    text = RIDE.replace("2030-05-01T19:00:00+08:00", soon.isoformat(timespec="seconds"))
    made = drag(f.server, text, headers=ANN, now=datetime.now(timezone.utc).isoformat(timespec="seconds"))
    card = offers(drop(f.server, made["drag_id"], headers=ANN))[0]
    equal(confirm(f.server, card, "k", headers=ANN).json["state"], "done", "confirmed")
    time.sleep(max(0, datetime.fromisoformat(card["starts"]).timestamp() - time.time()) + 1.2)
    equal(f.server.post(f"/v1/actions/{card['action']['action_id']}/cancel", headers=ANN).status, 422, "cancel")


@test
def an_old_card_is_gone(f):
    made = drag(f.server, headers=ANN)
    card = offers(drop(f.server, made["drag_id"], headers=ANN))[0]
    f.server.patch("/v1/drags/" + made["drag_id"], {"text": RIDE.replace("19:00", "20:00")}, headers=ANN)
    equal(confirm(f.server, card, "k", headers=ANN).status, 410, "confirm")


@test
def a_session_is_forgotten(f):
    made = drag(f.server, headers=ANN)
    equal(f.server.get(f"/v1/sessions/{made['session_id']}/export", headers=ANN).status, 200, "exported")
    equal(f.server.delete("/v1/sessions/" + made["session_id"], headers=ANN).status, 204, "forgotten")
    equal(f.server.get("/v1/drags/" + made["drag_id"], headers=ANN).status, 404, "the drag went too")


@test
def a_stopping_server_refuses_every_call(f):
    request = (b"POST /v1/parse HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ann-key\r\nContent-Type: application/json\r\n"
               b"Content-Length: 14\r\n\r\n")
    with socket.create_connection((f.server.host, f.server.port), timeout=patient(10)) as connection:
        connection.sendall(request)
        while f.server.metric("dragoman_requests_in_flight") < 2:
            time.sleep(0.01)
        f.server.signal()
        while f.server.get("/readyz").status == 200:
            time.sleep(0.01)
        for method, path, body in CALLS:
            equal(f.server.request(method, path, body, headers=headers_for(path, ANN)).status, 503, f"{method} {path}")
        connection.sendall(b'{"text":"abc"}')
        connection.recv(65536)
    equal(f.server.wait(), 0, "exit status")


@test
def every_status_of_the_document_was_seen(f):
    contract = f.server.contract
    missing = contract.statuses() - contract.seen - set(EXCUSED)
    equal(sorted(missing), [], "documented and never seen")
    equal(sorted(set(EXCUSED) & contract.seen), [], "excused and yet seen")
    print(f"# {len(contract.seen)} of {len(contract.statuses())} documented answers were seen")


use_scripted()
main(Fixture())
