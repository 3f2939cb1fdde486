"""Orders at a provider that nobody can ask afterwards: the answer is lost, or the server dies in between. The action stays unknown, is
never sent again, and says to its person, in their language, what to do."""
import http.client
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

GUEST = {"client_id": "sandbox", "client_secret": "s", "guest_first_name": "Ann", "guest_last_name": "Lee",
         "guest_email": "ann@mail.test", "guest_phone": "+440000000000"}
FLYER = {"client_id": "id", "client_secret": "s", "traveler_first_name": "ANN", "traveler_last_name": "LEE",
         "traveler_birth_date": "1990-12-31", "traveler_gender": "FEMALE", "traveler_email": "ann@mail.test",
         "traveler_phone_country": "44", "traveler_phone": "1234"}
ABOUT = {"en": {"timezone": "Europe/London", "now": "2030-02-20T12:00:00+00:00", "location": {"lat": 51.51, "lon": -0.13}},
         "zh": {"timezone": "Asia/Shanghai", "now": "2030-02-20T12:00:00+08:00", "location": {"lat": 39.91, "lon": 116.46}}}
TALK = {
    ("room", "en"): "Book me a hotel in Paris for March 5",
    ("room", "zh"): "帮我订北京国贸的酒店，3月5号入住，3月7号退房",
    ("flight", "en"): "Book a flight from Beijing to New York on March 5",
    ("flight", "zh"): "帮我订3月5号从北京飞纽约的机票",
}
ADAPTERS = {"room": "amadeus-hotel", "flight": "amadeus-flight"}
ORDERS = {"room": "/hotel-orders", "flight": "/flight-orders"}
ADVICE = {"en": "Do not book it again", "zh": "请勿重复预订"}
LEASE_S = 14  # of a server that died: the booking's deadline, its grace and a round of the sweep


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        settings = {}
        for adapter, about in (("amadeus-hotel", GUEST), ("amadeus-flight", FLYER)):
            settings[f"adapter.{adapter}.url"] = self.sandbox.url + "/amadeus"
            settings.update({f"adapter.{adapter}.{key}": value for key, value in about.items()})
        self.server = Server(settings).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def card(self, target, language):
        drag = self.server.post("/v1/drags", {"text": TALK[target, language], **ABOUT[language]}).json
        drop = self.server.post(f"/v1/drags/{drag['drag_id']}/drop", {"target": target}, headers={"Prefer": "wait=10"}).json
        cards = [card for card in drop.get("cards", []) if card["adapter"] == ADAPTERS[target]]
        check(cards, f"{target}, {language}: {drop}")
        return cards[0]

    def confirm(self, card, key):
        action = card["action"]
        return self.server.post(action["confirm"], {"confirm_token": action["confirm_token"]},
                                headers={"Idempotency-Key": key, "Prefer": "wait=10"})

    def posts(self):
        return self.sandbox.books()["requests"].get("POST amadeus", 0)

    def orders(self):
        return len(self.sandbox.books()["bookings"])


def try_to_confirm(f, card):
    try:
        f.confirm(card, "died")
    except (OSError, http.client.HTTPException):
        pass  # the server died


@test
def a_lost_answer_stays_unknown_and_is_never_sent_again(f):
    for target, language in TALK:
        card, before, where = f.card(target, language), f.orders(), f"{target}, {language}"
        f.sandbox.faults(kind="lose", match=ORDERS[target], times=1)
        lost = f.confirm(card, "lost").json
        f.sandbox.faults()
        equal(lost["state"], "unknown", f"{where}: {lost}")
        check(ADVICE[language] in lost["result"]["detail"], f"{where}: {lost}")
        for key in ("lost", "again"):
            again = f.confirm(card, key)
            check(again.status == 409 or again.json["state"] == "unknown", f"{where}, {key}: {again}")
        equal(f.orders(), before + 1, where + ": orders")


@test
def an_order_in_which_the_server_died_says_so_too(f):
    cards = {language: f.card("room", language) for language in ABOUT}
    f.sandbox.faults(kind="hang", match=ORDERS["room"])
    for card in cards.values():
        before = f.posts()
        worker = threading.Thread(target=try_to_confirm, args=(f, card))
        worker.start()
        end = time.monotonic() + patient(10)
        while f.posts() < before + 2 and time.monotonic() < end:  # a token, then the order
            time.sleep(0.01)
        f.server.kill()
        worker.join()
        f.server.start()
    f.sandbox.faults()
    end, states = time.monotonic() + patient(2) * LEASE_S, {}
    while time.monotonic() < end and set(states.values()) != {"unknown"}:
        time.sleep(0.5)
        states = {language: f.server.get(f"/v1/actions/{card['action']['action_id']}").json["state"]
                  for language, card in cards.items()}
    for language, card in cards.items():
        action = f.server.get(f"/v1/actions/{card['action']['action_id']}").json
        equal(action["state"], "unknown", f"{language}: {action}")
        check(ADVICE[language] in action.get("result", {}).get("detail", ""), f"{language}: {action}")


main(Fixture())
