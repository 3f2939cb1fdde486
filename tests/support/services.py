"""Everything that can be confirmed, one service an adapter: the words that lead to it (for support/scripted_read.c), the settings that
switch its adapter on, and what a provider's books say of it.

    service = SERVICES["osdm"]
    Server(service.settings(sandbox.url))
    service.card(server)            # the first card of its adapter, of a new drag"""
from tests.support.scripted import drag, drop, offers

CLIENT = {"client_id": "id", "client_secret": "s-cret"}
RIDER = {**CLIENT, "guest_first_name": "Ann", "guest_last_name": "Lee", "guest_phone": "+440000000000"}
FLYER = {**CLIENT, "traveler_first_name": "ANN", "traveler_last_name": "LEE", "traveler_birth_date": "1990-12-31",
         "traveler_gender": "FEMALE", "traveler_email": "ann@mail.test", "traveler_phone_country": "44", "traveler_phone": "1"}
PERSON = {**CLIENT, "refresh_token": "r-token"}
DINNER = "calendar.create title=Dinner time=2030-05-01T19:00:00+08:00 place=Copper-Lantern"

LIVE = {"CONFIRMED", "FULFILLED", "processing", "scheduled", "confirmed"}
HELD = {"PENDING", "PREBOOKED"}  # runs out by itself: nobody has bought it
OVER = {"CANCELLED", "REFUNDED", "RELEASED", "EXPIRED", "rider_canceled", "cancelled"}


class Service:
    """`about`: its settings; a value that begins with / is a path of the provider's. `can_ask`, `can_undo`: whether the adapter can
    find out what became of an order, and take it back."""

    def __init__(self, adapter, target, text, about, can_ask=True, can_undo=True, location=None):
        self.adapter, self.target, self.text, self.about = adapter, target, text, about
        self.can_ask, self.can_undo, self.location = can_ask, can_undo, location

    def settings(self, url):
        return {f"adapter.{self.adapter}.{key}": url.rstrip("/") + value if value.startswith("/") else value
                for key, value in self.about.items()}

    def drop(self, server, text=None, wait=10, **more):
        where = {"location": self.location} if self.location else {}
        return drop(server, drag(server, text or self.text, **where, **more)["drag_id"], self.target, wait=wait)

    def card(self, server, text=None, **more):
        return next(card for card in offers(self.drop(server, text, **more)) if card["adapter"] == self.adapter)


SERVICES = {service.adapter: service for service in (
    Service("tomp", "ride", "ride.request dropoff=Office@39.91,116.45 time=2030-05-01T19:00:00+08:00 passengers=2", {"url": "/tomp"}),
    Service("uber-rides", "ride", "ride.request dropoff=Shard@51.5045,-0.0865 time=2030-05-01T19:00:00+01:00",
            {"url": "/uber", **RIDER}, location={"lat": 51.51, "lon": -0.13}),
    Service("osdm", "train", "booking.train origin=Bern destination=Basel depart=2030-05-01T08:00:00+02:00 passengers=2 seat=first",
            {"url": "/osdm"}),
    Service("amadeus-hotel", "room", "booking.hotel area=Guomao@39.91,116.46 check_in=2030-05-01T15:00:00+08:00 "
            "check_out=2030-05-03T10:00:00+08:00 guests=2 stars=4",
            {"url": "/amadeus", **RIDER, "guest_email": "ann@mail.test"}, can_ask=False, can_undo=False),
    Service("amadeus-flight", "flight", "booking.flight origin=Beijing@39.90,116.40#city destination=London@51.51,-0.13#city "
            "depart=2030-05-01T08:00:00+08:00", {"url": "/amadeus", **FLYER}, can_ask=False),
    Service("caldav", "calendar", DINNER, {"url": "/", "user": "ann", "password": "secret"}),  # a Radicale, not the sandbox
    Service("google-calendar-api", "calendar", DINNER, {"url": "/google", "token_url": "/google", **PERSON}),
    Service("microsoft-graph", "calendar", DINNER, {"url": "/graph/v1.0", "token_url": "/graph/common", **PERSON}),
)}
