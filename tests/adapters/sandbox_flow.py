"""The adapters that book, against the sandbox provider: each request and each reply is held to the published contract, and
what an adapter believes is compared with what stands in the provider's books."""
import json
import os
import re
import time

from tests.support.provider import ROOT, Sandbox, Walk
from tests.support.shape import Shapes
from tests.support.tap import check, equal, main, test

CONTRACTS = os.path.join(ROOT, "tests", "adapters", "contracts")

# method, path, object that is sent, object that is answered with status 2xx
CALLS = {
    "tomp": [
        ("POST", "/planning/offers", "planningRequest", "planning"),
        ("POST", "/bookings", "bookingRequest", "booking"),
        ("POST", "/bookings/[^/]+/events", "bookingOperation", "booking"),
        ("GET", "/bookings/[^/]+", None, "booking"),
    ],
    "osdm": [
        ("POST", "/places", "PlaceRequest", "PlaceResponse"),
        ("POST", "/offers", "OfferCollectionRequest", "OfferCollectionResponse"),
        ("POST", "/bookings", "BookingRequest", "BookingResponse"),
        ("POST", "/bookings-search", "BookingSearchRequest", "BookingSearchResponse"),
        ("GET", "/bookings/[^/]+", None, "BookingResponse"),
        ("DELETE", "/bookings/[^/]+", None, None),
        ("POST", "/bookings/[^/]+/fulfillments", "FulfillmentPostRequest", "FulfillmentCollectionResponse"),
        ("POST", "/bookings/[^/]+/refund-offers", "RefundOfferRequest", "RefundOfferCollectionResponse"),
        ("PATCH", "/bookings/[^/]+/refund-offers/[^/]+", "RefundOfferPatchRequest", "RefundOfferResponse"),
    ],
    "uber": [
        ("POST", "/oauth/v2/token", None, "Token"),
        ("POST", "/v1/guests/trips/estimates", "EstimatesRequest", "Estimates"),
        ("POST", "/v1/guests/trips", "TripRequest", "TripCreated"),
        ("GET", "/v1/guests/trips", None, "Trips"),
        ("GET", "/v1/guests/trips/[^/]+", None, "Trip"),
        ("DELETE", "/v1/guests/trips/[^/]+", None, None),
    ],
    "amadeus": [
        ("POST", "/v1/security/oauth2/token", None, "Token"),
        ("GET", "/v1/reference-data/locations/hotels/by-geocode", None, "ListReply"),
        ("GET", "/v1/reference-data/locations/hotels/by-city", None, "ListReply"),
        ("GET", "/v3/shopping/hotel-offers", None, "OffersReply"),
        ("GET", "/v3/shopping/hotel-offers/[^/]+", None, "OfferReply"),
        ("POST", "/v2/booking/hotel-orders", "OrderRequest", "OrderReply"),
        ("GET", "/v2/shopping/flight-offers", None, "FlightsReply"),
        ("POST", "/v1/shopping/flight-offers/pricing", "PricingRequest", "PricingReply"),
        ("POST", "/v1/booking/flight-orders", "FlightOrderRequest", "FlightOrderReply"),
        ("GET", "/v1/booking/flight-orders/[^/]+", None, "FlightOrderReply"),
        ("DELETE", "/v1/booking/flight-orders/[^/]+", None, None),
    ],
}
ERRORS = {"tomp": "error", "osdm": "Problem", "amadeus": "Errors", "uber": "Error"}
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
# headers that the contract wants on every call, and on those that create or change
HEADERS = {
    "tomp": ({"Accept-Language": "en|zh", "Api": "TOMP", "Api-Version": r"1\.6\.1", "maas-id": ".+"}, {}),
    "uber": ({"Accept": "application/json"}, {}),
    "osdm": ({"Accept-Language": "en|zh, en;q=0.5"}, {"Idempotency-Key": UUID}),
    "amadeus": ({}, {"Content-Type": r"application/vnd\.amadeus\+json", "Authorization": "Bearer .+"}),
}

RIDE = {"ask": "ride.request", "slots": {"pickup": "Soho | lat=51.5136 | lon=-0.1313",
                                         "dropoff": "The Shard | lat=51.5045 | lon=-0.0865"}}
TRAIN = {"ask": "booking.train", "slots": {"origin": "Bern", "destination": "Basel",
                                           "depart": "2024-02-21T08:00:00Z | grain=hour"}}


class Watched(Sandbox):
    """The sandbox with somebody who holds every exchange to the contract."""

    def __enter__(self):
        self.shapes = {c: Shapes(os.path.join(CONTRACTS, c + ".json")) for c in CALLS}
        self.seen = set()
        return super().__enter__()

    def walk(self, contract, **about):
        base = f"{self.url}/{contract}"

        def watch(request, status, body):
            path = request["url"][len(base):].partition("?")[0]
            calls = [c for c in CALLS[contract] if c[0] == request["method"] and re.fullmatch(c[1], path)]
            if check(len(calls) == 1, f"{contract} knows no {request['method']} {path}"):
                self.hold(contract, calls[0], request, status, body)

        return Walk(about.pop("adapter", ADAPTERS.get(contract, contract)), base, watch, **about)

    def hold(self, contract, call, request, status, body):
        self.seen.add((contract, call[0], call[1]))
        always, changing = HEADERS[contract]
        wanted = dict(always, **(changing if call[2] and re.search("/bookings($|/)|/hotel-orders", call[1]) else {}))
        for name, form in wanted.items():
            check(re.fullmatch(form, request["headers"].get(name, "")), f"{call[:2]}: header {name} is not right")
        shapes, answered = self.shapes[contract], call[3] if status < 300 else ERRORS[contract]
        sent = shapes.faults(call[2], json.loads(request["body"])) if call[2] else []
        got = shapes.faults(answered, json.loads(body)) if answered and body else []
        check(not sent and not got, f"{call[:2]} {status}: sent {sent[:3]}, got {got[:3]}")

    def booking(self, reference):
        found = [b for b in self.books()["bookings"] if b["reference"] == reference]
        check(len(found) <= 1, f"{reference} was booked {len(found)} times")
        return found[0] if found else None


ADAPTERS = {"amadeus": "amadeus-hotel", "uber": "uber-rides"}  # where the adapter is not called like its contract
GUEST = {"client_id": "id", "client_secret": "s", "guest_first_name": "Ann", "guest_last_name": "Lee",
         "guest_email": "ann@mail.test", "guest_phone": "+44 1"}
HOTEL = {"ask": "booking.hotel", "slots": {"area": "Soho | lat=51.5136 | lon=-0.1313",
                                           "check_in": "2024-02-21T15:00:00Z | grain=hour"}}


def many(ask, number):
    return {**ask, "slots": {**ask["slots"], "passengers": str(number)}}


# Both contracts tell the same stories; only the last state has another name.
STORIES = [("tomp", RIDE, "CONFIRMED", "CANCELLED"), ("osdm", TRAIN, "FULFILLED", "REFUNDED")]


def each(story):
    """Tells one story with each contract; the key of the task is the story's and the contract's name."""
    def told(sandbox):
        for contract, ask, booked, cancelled in STORIES:
            sandbox.faults()
            key = f"{contract}-{story.__name__}"
            with sandbox.walk(contract, key=key) as walk:
                story(sandbox, walk, key, ask, booked, cancelled)
        sandbox.faults()

    told.__name__ = story.__name__
    return told


def ask_first(walk, ask):
    offers = walk.run(ask)["offers"]
    check(offers, "no offers")
    return offers[0]


@test
@each
def offers_are_priced_expire_and_say_that_they_are_a_sandbox(sandbox, walk, key, ask, booked, cancelled):
    offers = walk.run(ask)["offers"]
    check(len(offers) >= 3, f"{len(offers)} offers")
    for offer in offers:
        check(offer["price"] and offer["price"]["amount"] > 0, f"price {offer['price']}")
        check(time.time() < offer["expires"] < time.time() + 3600, f"expires {offer['expires']}")
        check("andbox" in offer["terms"] and offer["sandbox"], f"terms {offer['terms']}")
        check(offer["title"], "no title")
    again = walk.run(ask)["offers"]
    equal([o["price"] for o in again], [o["price"] for o in offers], "the same question, asked again")


@test
def chinese_is_answered_in_chinese(sandbox):
    for contract, ask, _, _ in STORIES:
        with sandbox.walk(contract, language="zh") as walk:
            offer = walk.run(ask)["offers"][0]
            check("沙盒" in offer["terms"], f"terms {offer['terms']}")
            check(not offer["title"].isascii(), f"title {offer['title']}")


@test
@each
def an_offer_is_booked_once_and_cancelled(sandbox, walk, key, ask, booked, cancelled):
    offer = ask_first(walk, ask)
    receipt = walk.run({"book": offer["state"]})["receipt"]
    equal(receipt["end"], "booked", "receipt")
    entry = sandbox.booking(key)
    equal((entry["state"], entry["id"]), (booked, receipt["reference"]), "the provider's books")
    equal(entry["currency"], offer["price"]["currency"], "currency")
    receipt = walk.run({"undo": receipt["state"]})["receipt"]
    equal((receipt["end"], sandbox.booking(key)["state"]), ("cancelled", cancelled), "after cancelling")


@test
@each
def the_same_booking_sent_again_is_one_booking(sandbox, walk, key, ask, booked, cancelled):
    offer = ask_first(walk, ask)
    for _ in range(2):
        equal(walk.run({"book": offer["state"]})["receipt"]["end"], "booked", "receipt")
    equal(sandbox.booking(key)["state"], booked, "the provider's books")


@test
@each
def a_cancellation_sent_again_is_one_cancellation(sandbox, walk, key, ask, booked, cancelled):
    receipt = walk.run({"book": ask_first(walk, ask)["state"]})["receipt"]
    for _ in range(2):
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "receipt")
    events = [e["event"] for e in sandbox.booking(key)["events"]]
    equal(events.count(cancelled), 1, f"cancellations in {events}")


@test
@each
def a_booking_that_the_provider_refuses_fails(sandbox, walk, key, ask, booked, cancelled):
    receipt = walk.run({"book": ask_first(walk, many(ask, 7))["state"]})["receipt"]
    equal((receipt["end"], sandbox.booking(key)), ("refused", None), "seven people")


@test
@each
def a_price_that_rises_before_the_booking_is_not_paid(sandbox, walk, key, ask, booked, cancelled):
    offer = ask_first(walk, many(ask, 8))
    receipt = walk.run({"book": offer["state"]})["receipt"]
    equal(receipt["end"], "refused", "eight people")
    check(receipt["price"]["amount"] > offer["price"]["amount"], "the new price is told")
    check(sandbox.booking(key)["state"] in ("CANCELLED", "RELEASED"), f"{sandbox.booking(key)}")


@test
@each
def a_booking_that_fails_at_the_last_step_is_not_called_booked(sandbox, walk, key, ask, booked, cancelled):
    receipt = walk.run({"book": ask_first(walk, many(ask, 9))["state"]})["receipt"]
    check(receipt["end"] in ("refused", "pending"), f"receipt {receipt}")
    check(sandbox.booking(key)["state"] != booked, f"{sandbox.booking(key)}")


LOST = {"tomp": ['"reference"', "COMMIT"], "osdm": ['"offerId"', "/fulfillments"]}


@test
@each
def a_booking_whose_answer_is_lost_is_found_again_and_made_once(sandbox, walk, key, ask, booked, cancelled):
    contract = key.split("-")[0]
    for i, match in enumerate(LOST[contract]):
        with sandbox.walk(contract, key=f"{key}-{i}") as other:
            offer = ask_first(other, ask)
            sandbox.faults(kind="lose", match=match, times=1)
            equal(other.run({"book": offer["state"]})["receipt"]["end"], "pending", f"{match} lost")
            sandbox.faults()
            equal(other.run({"check": offer["state"]})["receipt"]["end"], "booked", f"{match} looked up")
            equal(sandbox.booking(f"{key}-{i}")["state"], booked, "the provider's books")


@test
@each
def a_booking_that_never_arrived_is_found_missing(sandbox, walk, key, ask, booked, cancelled):
    offer = ask_first(walk, ask)
    sandbox.faults(kind="error", match='"reference"' if key.startswith("tomp") else '"offerId"', times=1)
    equal(walk.run({"book": offer["state"]})["receipt"]["end"], "pending", "an error without a word")
    sandbox.faults()
    equal(walk.run({"check": offer["state"]})["receipt"]["end"], "none", "looked up")
    equal(sandbox.booking(key), None, "the provider's books")


@test
@each
def a_cancellation_whose_answer_is_lost_is_looked_up(sandbox, walk, key, ask, booked, cancelled):
    receipt = walk.run({"book": ask_first(walk, ask)["state"]})["receipt"]
    sandbox.faults(kind="lose", match="CANCEL" if key.startswith("tomp") else '"CONFIRMED"', times=1)
    equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "receipt")
    equal(sandbox.booking(key)["state"], cancelled, "the provider's books")


@test
def garbage_and_floods_make_no_offers_and_no_crash(sandbox):
    for contract, ask, _, _ in STORIES:
        with Walk(contract, f"{sandbox.url}/{contract}") as walk:
            for kind in ("garbage", "huge", "error"):
                sandbox.faults(kind=kind)
                equal(walk.run(ask)["turn"], "fail", f"{contract}: {kind}")
    sandbox.faults()


@test
def an_offer_that_has_expired_is_not_booked(sandbox):
    for contract, ask, _, _ in STORIES:
        with Sandbox("--offer-seconds", "0.3") as short:
            with Walk(contract, f"{short.url}/{contract}") as walk:
                offer = ask_first(walk, ask)
                time.sleep(0.5)
                equal(walk.run({"book": offer["state"]})["receipt"]["end"], "refused", contract)
            equal(short.books()["bookings"], [], "the provider's books")


@test
def a_booking_that_was_held_too_long_is_not_completed(sandbox):
    for contract, ask, _, _ in STORIES:
        with Sandbox("--hold-seconds", "0.3") as short:
            with Walk(contract, f"{short.url}/{contract}") as walk:
                offer = ask_first(walk, ask)
                short.faults(kind="lose", match=LOST[contract][0], times=1)
                equal(walk.run({"book": offer["state"]})["receipt"]["end"], "pending", contract)
                time.sleep(0.5)
                end = walk.run({"check": offer["state"]})["receipt"]["end"]
                check(end in ("refused", "cancelled"), f"{contract}: {end}")


def guests(number):
    return {**HOTEL, "slots": {**HOTEL["slots"], "guests": str(number)}}


@test
def a_hotel_without_a_card_is_booked_and_one_that_wants_a_card_is_left_out(sandbox):
    with sandbox.walk("amadeus", settings=GUEST) as walk:
        offers = walk.run(HOTEL)["offers"]
        check(offers and not any("Osprey" in o["title"] for o in offers), f"{[o['title'] for o in offers]}")
        receipt = walk.run({"book": offers[0]["state"]})["receipt"]
        equal(receipt["end"], "booked", "receipt")
        booked = [b for b in sandbox.books()["bookings"] if b["id"] == receipt["reference"]]
        equal([b["state"] for b in booked], ["CONFIRMED"], "the provider's books")
        city = {**HOTEL["slots"], "area": "Paris | kind=city | code=PAR"}
        check(walk.run({**HOTEL, "slots": city})["offers"], "no offers in a city")


@test
def a_hotel_offer_that_is_gone_dearer_or_denied_is_refused(sandbox):
    with sandbox.walk("amadeus", settings=GUEST) as walk:
        for number in (7, 8, 9):
            offer = walk.run(guests(number))["offers"][0]
            equal(walk.run({"book": offer["state"]})["receipt"]["end"], "refused", f"{number} guests")


@test
def wrong_credentials_get_no_hotels(sandbox):
    with Walk("amadeus-hotel", sandbox.url + "/amadeus", settings={**GUEST, "client_secret": "wrong"}) as walk:
        equal(walk.run(HOTEL)["turn"], "fail", "turn")


FLYER = {"client_id": "id", "client_secret": "s", "traveler_first_name": "ANN", "traveler_last_name": "LEE",
         "traveler_birth_date": "1990-12-31", "traveler_gender": "FEMALE", "traveler_email": "ann@mail.test",
         "traveler_phone_country": "44", "traveler_phone": "1234"}


def flight_on(day, **more):
    return {"ask": "booking.flight", "slots": {
        "origin": "Heathrow | lat=51.47 | lon=-0.4543 | kind=airport | code=LHR",
        "destination": "Charles de Gaulle | lat=49.01 | lon=2.55 | kind=airport | code=CDG",
        "depart": f"2024-02-{day}T00:00:00Z | grain=day", **more}}


def flyer(sandbox, key, **about):
    return sandbox.walk("amadeus", adapter="amadeus-flight", settings=FLYER, key=key, **about)


@test
def a_flight_is_found_priced_again_ordered_and_cancelled(sandbox):
    with flyer(sandbox, "fly-1", language="zh") as walk:
        offers = walk.run(flight_on(21, **{"return": "2024-02-24T00:00:00Z | grain=day"}))["offers"]
        equal(len(offers), 3, "offers without a payment card")
        check("直飞" in offers[0]["subtitle"] and offers[0]["price"]["amount"] == 960, f"{offers[0]}")
        receipt = walk.run({"book": offers[0]["state"]})["receipt"]
        equal((receipt["end"], sandbox.booking("fly-1")["state"]), ("booked", "CONFIRMED"), "ordered")
        for _ in range(2):
            equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "receipt")
        equal(sandbox.booking("fly-1")["state"], "CANCELLED", "the provider's books")


@test
def a_flight_that_is_gone_dearer_refused_or_wants_a_passport_is_not_ordered(sandbox):
    for day in (27, 28, 29, 30):
        with flyer(sandbox, f"fly-{day}", now="2024-01-20T12:00:00Z") as walk:
            ask = flight_on(day)
            ask["slots"]["depart"] = f"2024-01-{day}T00:00:00Z | grain=day"
            receipt = walk.run({"book": walk.run(ask)["offers"][0]["state"]})["receipt"]
            equal((receipt["end"], sandbox.booking(f"fly-{day}")), ("refused", None), f"day {day}: {receipt}")


@test
def an_order_whose_answer_is_lost_is_not_called_booked_and_a_lost_cancellation_is_looked_up(sandbox):
    with flyer(sandbox, "fly-lost") as walk:
        state = walk.run(flight_on(22))["offers"][1]["state"]
        sandbox.faults(kind="lose", match="flight-order\"", times=1)
        equal(walk.run({"book": state})["receipt"]["end"], "pending", "the answer was lost")
        sandbox.faults()
    with flyer(sandbox, "fly-undo") as walk:
        receipt = walk.run({"book": state})["receipt"]
        sandbox.faults(kind="lose", match="DELETE", times=1)
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "looked up")


RIDER = {"client_id": "id", "client_secret": "s", "guest_first_name": "Ann", "guest_last_name": "Lee",
         "guest_phone": "+440000000000"}


def ride_to(name, **more):
    return {**RIDE, "slots": {**RIDE["slots"], "dropoff": name + " | lat=51.5045 | lon=-0.0865", **more}}


@test
def an_uber_is_estimated_requested_found_again_and_cancelled(sandbox):
    with sandbox.walk("uber", settings=RIDER, key="uber-1") as walk:
        offers = walk.run(RIDE)["offers"]
        equal(len(offers), 3, "offers")
        equal([o["price"]["amount"] < o["price"]["amount_max"] for o in offers], [False, False, True], "ranges")
        receipt = walk.run({"book": offers[0]["state"]})["receipt"]
        equal((receipt["end"], sandbox.booking("uber-1")["state"]), ("booked", "processing"), "requested")
        found = walk.run({"check": offers[0]["state"]})["receipt"]
        equal((found["end"], found["reference"]), ("booked", receipt["reference"]), "found by our key")
        for _ in range(2):
            equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "receipt")
        equal(sandbox.booking("uber-1")["state"], "rider_canceled", "the provider's books")
        equal(walk.run({"check": offers[0]["state"]})["receipt"]["end"], "cancelled", "among the past trips")


@test
def an_uber_for_later_is_scheduled_and_only_with_products_that_can_be(sandbox):
    with sandbox.walk("uber", settings=RIDER, key="uber-2", language="zh") as walk:
        offers = walk.run(ride_to("塔桥", time="2024-02-20T19:30:00Z | grain=minute"))["offers"]
        equal(["沙盒" in o["title"] for o in offers], [True, True], "offers")
        equal(walk.run({"book": offers[1]["state"]})["receipt"]["end"], "booked", "receipt")
        equal(sandbox.booking("uber-2")["state"], "scheduled", "the provider's books")
        equal(len(walk.run(ride_to("x", passengers="6"))["offers"]), 1, "offers for six")


@test
def an_uber_that_is_refused_dearer_or_not_there_is_not_booked(sandbox):
    for name, said in (("refused", "refused"), ("dearer", "price"), ("nobody", "driver")):
        with sandbox.walk("uber", settings=RIDER, key="uber-" + name) as walk:
            receipt = walk.run({"book": walk.run(ride_to(name))["offers"][0]["state"]})["receipt"]
            equal((receipt["end"], said in receipt["detail"]), ("refused", True), f"{name}: {receipt['detail']}")


@test
def an_uber_whose_answer_is_lost_is_found_and_one_that_never_arrived_is_missed(sandbox):
    for kind, end in (("lose", "booked"), ("error", "none")):
        with sandbox.walk("uber", settings=RIDER, key="uber-" + kind) as walk:
            offer = walk.run(RIDE)["offers"][0]
            sandbox.faults(kind=kind, match="expense_memo", times=1)
            equal(walk.run({"book": offer["state"]})["receipt"]["end"], "pending", kind)
            sandbox.faults()
            equal(walk.run({"check": offer["state"]})["receipt"]["end"], end, kind)


@test
def a_trip_is_found_behind_many_others(sandbox):
    with sandbox.walk("uber", settings=RIDER, key="uber-old") as walk:
        offer = walk.run(RIDE)["offers"][0]
        walk.run({"book": offer["state"]})
    with sandbox.walk("uber", settings=RIDER, key="uber-many") as walk:
        state = walk.run(RIDE)["offers"][0]["state"]
        for _ in range(60):
            walk.run({"book": state})
    with sandbox.walk("uber", settings=RIDER, key="uber-old") as walk:
        equal(walk.run({"check": offer["state"]})["receipt"]["end"], "booked", "on the second page")


@test
def an_uber_whose_cancellation_is_lost_is_looked_up(sandbox):
    with sandbox.walk("uber", settings=RIDER, key="uber-undo") as walk:
        receipt = walk.run({"book": walk.run(RIDE)["offers"][0]["state"]})["receipt"]
        sandbox.faults(kind="lose", match="DELETE", times=1)
        equal(walk.run({"undo": receipt["state"]})["receipt"]["end"], "cancelled", "receipt")


@test
def wrong_credentials_get_no_uber(sandbox):
    with Walk("uber-rides", sandbox.url + "/uber", settings={**RIDER, "client_secret": "wrong"}) as walk:
        equal(walk.run(RIDE)["turn"], "fail", "turn")


@test
def a_provider_that_fails_now_and_then_answers_now_and_then(sandbox):
    with Sandbox("--fail-rate", "0.5") as shaky:
        with Walk("tomp", shaky.url + "/tomp") as walk:
            turns = {walk.run(RIDE)["turn"] for _ in range(30)}
            equal(turns, {"done", "fail"}, "turns of thirty calls")


@test
def a_slow_provider_is_slow(sandbox):
    with Sandbox("--delay", "0.4") as slow:
        with Walk("tomp", slow.url + "/tomp") as walk:
            start = time.monotonic()
            equal(walk.run(RIDE)["turn"], "done", "turn")
            check(time.monotonic() - start >= 0.4, "answered at once")


@test
def every_call_of_the_contracts_was_seen(sandbox):
    wanted = {(contract, c[0], c[1]) for contract, calls in CALLS.items() for c in calls}
    equal(wanted - sandbox.seen, set(), "calls that no story made")


main(Watched())
