"""Drags told to the server whose reader needs no language (support/scripted_read.c), and what a phone does with them."""
import os

from tests.support.patience import wait_of, wanted
from tests.support.server import Server

ABOUT = {"timezone": "Asia/Shanghai", "now": "2030-04-30T12:00:00+08:00", "location": {"lat": 39.93, "lon": 116.41}}
RIDE = "ride.request dropoff=Office@39.91,116.45 time=2030-05-01T19:00:00+08:00"


def use_scripted():
    """Before the first server starts."""
    folder = os.path.dirname(os.path.abspath(os.environ.get("DRAGOMAN", "build/release/dragoman")))
    os.environ["DRAGOMAN"] = os.path.join(folder, "tests", "dragoman_scripted")


def ride_server(provider, **settings):
    return Server({"adapter.tomp.url": f"{provider}/tomp", "adapter.tomp.sandbox": "on", "log": "action,serve",
                   **settings})


def drag(server, text=RIDE, headers=None, **more):
    return wanted(201, lambda: server.post("/v1/drags", {"text": text, **ABOUT, **more}, headers=headers)).json


def drop(server, drag_id, target="ride", wait=10, headers=None):
    prefer = {"Prefer": f"wait={wait_of(wait)}", **(headers or {})}
    return wanted(200, lambda: server.post(f"/v1/drags/{drag_id}/drop", {"target": target}, headers=prefer)).json


def offers(dropped):
    return [card for card in dropped["cards"] if "action" in card]


def confirm(server, card, key, wait=10, headers=None, **more):
    action = card["action"]
    return server.post(action["confirm"], {"confirm_token": action["confirm_token"]},
                       headers={"Idempotency-Key": key, "Prefer": f"wait={wait_of(wait)}", **(headers or {})}, **more)


def bookings(sandbox):
    """Number to state, as the provider's books have it."""
    return {line["id"]: line["state"] for line in sandbox.books()["bookings"]}
