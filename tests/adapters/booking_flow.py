"""A ride, a train and a room through the whole server: dragged, dropped, confirmed and cancelled at the sandbox provider."""
import time

from tests.support.provider import Sandbox
from tests.support.scripted import RIDE, confirm, drag, drop, offers, use_scripted
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

TRAIN = "booking.train origin=Bern destination=Basel depart=2030-05-01T08:00:00+02:00 passengers=2"
ROOM = "booking.hotel area=Guomao@39.91,116.46 check_in=2030-05-01T15:00:00+08:00 check_out=2030-05-03T10:00:00+08:00"

# target, text, adapter, state in the provider's books once booked, and once cancelled (None: cannot be cancelled)
SERVICES = [
    ("ride", RIDE, "tomp", "CONFIRMED", "CANCELLED"),
    ("train", TRAIN, "osdm", "FULFILLED", "REFUNDED"),
    ("room", ROOM, "amadeus-hotel", "CONFIRMED", None),
]
GUEST = {"client_id": "sandbox", "client_secret": "hush-hush", "guest_first_name": "Ann", "guest_last_name": "Lee",
         "guest_email": "ann@mail.test", "guest_phone": "+440000000000"}


def settings(provider):
    out = {"log": "all"}
    for adapter, path in (("tomp", "tomp"), ("osdm", "osdm"), ("amadeus-hotel", "amadeus")):
        out[f"adapter.{adapter}.url"] = f"{provider}/{path}"
        out[f"adapter.{adapter}.sandbox"] = "on"
    out.update({f"adapter.amadeus-hotel.{key}": value for key, value in GUEST.items()})
    return out


class Fixture:
    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.sandbox = Sandbox(*self.options).__enter__()
        self.server = Server(settings(self.sandbox.url)).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def cards(self, target, text):
        return offers(drop(self.server, drag(self.server, text)["drag_id"], target))

    def state(self, number):
        return {b["id"]: b["state"] for b in self.sandbox.books()["bookings"]}.get(number)


@test
def live_offers_come_with_price_terms_and_the_mark_of_the_sandbox(f):
    for target, text, adapter, _, _ in SERVICES:
        cards = f.cards(target, text)
        check(len(cards) >= 2, f"{target}: {len(cards)} offers")
        for card in cards:
            equal((card["adapter"], card["sandbox"]), (adapter, True), "adapter and sandbox")
            check(card["price"]["amount"] > 0 and card["price"]["currency"], f"{target}: {card}")


@test
def an_offer_is_confirmed_done_and_cancelled(f):
    for target, text, _, booked, cancelled in SERVICES:
        card = f.cards(target, text)[0]
        done = confirm(f.server, card, f"flow-{target}").json
        equal(done["state"], "done", f"{target}: {done}")
        number = done["result"]["reference"]
        equal(f.state(number), booked, f"{target} in the provider's books")
        if cancelled:
            gone = f.server.post(f"/v1/actions/{done['action_id']}/cancel", headers={"Prefer": "wait=10"})
            equal((gone.status, gone.json["state"]), (200, "cancelled"), f"{target}: {gone}")
            equal(f.state(number), cancelled, f"{target} in the provider's books")


@test
def a_receipt_names_every_call_and_the_slots_that_left(f):
    for target, text, _, _, _ in SERVICES:
        before = sum(f.sandbox.books()["requests"].values())
        done = confirm(f.server, f.cards(target, text)[0], f"receipt-{target}").json
        lines = done["receipt"]
        equal(len(lines), sum(f.sandbox.books()["requests"].values()) - before, f"{target}: lines and requests")
        check(all(line["host"] == "127.0.0.1" and line["status"] for line in lines), f"{lines}")
        left = {field for line in lines for field in line.get("fields", [])}
        check(left, f"{target}: no slot is said to have left: {lines}")


@test
def no_secret_is_shown_or_logged(f):
    hover = f.server.get(f"/v1/drags/{drag(f.server, ROOM)['drag_id']}/targets/room")
    check("client_secret" in str(hover.body), f"the hover shows the request: {hover}")
    confirm(f.server, f.cards("room", ROOM)[0], "secret")
    log = "\n".join(str(line) for line in f.server.log)
    for place, text in (("hover", str(hover.body)), ("log", log)):
        for secret in ("hush-hush", "sandbox-token", "ann@mail.test"):
            check(secret not in text, f"{secret} in the {place}")


@test
def an_offer_that_expired_at_the_provider_buys_nothing(f):
    with Fixture("--offer-seconds", "3") as short:
        cards = {target: short.cards(target, text)[0] for target, text, _, _, _ in SERVICES}
        time.sleep(3.5)
        for target, card in cards.items():
            ended = confirm(short.server, card, f"late-{target}")
            check(ended.status >= 400 or ended.json["state"] in ("failed", "expired"), f"{target}: {ended}")
        equal(short.sandbox.books()["bookings"], [], "the provider's books")


use_scripted()
main(Fixture())
