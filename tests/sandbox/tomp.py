"""A transport operator behind TOMP-API 1.6.1: planning/offers, bookings, bookings/{id}/events, bookings/{id}.

How to make a booking fail, by the number of travellers of the planning:
    7   POST /bookings is refused with 409
    8   the held booking costs a tenth more than the offer did
    9   COMMIT leaves the booking REJECTED
More than nine get no offers. A cancellation is free until five minutes before departure, then costs a fifth, and is
refused once the ride has begun; a ride that was asked for in the past (a chat of last year) stays free.
"""
import time
from datetime import datetime, timedelta, timezone
from email.utils import formatdate

import region
from web import Reply, match

REFUSED, DEARER, REJECTED, MOST = 7, 8, 9, 9
FREE_UNTIL_SECONDS = 300
STREETS = 1.3  # how much longer a street is than the crow's flight
KMH = 24

OPERATORS = [
    # id, asset class, seats, price factor, name, vehicle, pick-up in minutes
    ("kestrel", "TAXI", 9, 1.0, ("Kestrel Cabs (sandbox)", "红隼出行（沙盒）"), ("Taxi", "出租车"), 4),
    ("heron", "TAXI", 4, 1.45, ("Blue Heron Rides (sandbox)", "蓝鹭用车（沙盒）"), ("Comfort car", "舒适型专车"), 6),
    ("wagtail", "SHUTTLE", 9, 0.6, ("Wagtail Shuttle (sandbox)", "鹡鸰接驳（沙盒）"), ("Shared shuttle", "拼车"), 12),
]
TERMS = ("Sandbox: no car will come. Free cancellation until 5 minutes before departure, then 20% of the fare.",
         "沙盒演示，不会有车来。出发前5分钟可免费取消，之后收取车费的20%。")
SALES = ("%.1f km, up to %d seats", "%.1f公里，最多%d座")
NEEDED = ("accept-language", "api", "api-version", "maas-id")


def error(status, title):
    return Reply(status, {"status": status, "title": title, "errorcode": status * 10})


def moment(text, otherwise):
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return otherwise


def left_until(then):
    return (then - datetime.now(then.tzinfo)).total_seconds()


def point(place):
    try:
        where = place["coordinates"]
        lat, lng = float(where["lat"]), float(where["lng"])
    except (KeyError, TypeError, ValueError):
        return None
    return (lat, lng) if -90 <= lat <= 90 and -180 <= lng <= 180 else None


class Tomp:
    def __init__(self, books):
        self.books = books
        self.routes = [
            ("POST", "/planning/offers", self.offers),
            ("POST", "/bookings", self.hold),
            ("GET", "/bookings/{id}", self.look),
            ("POST", "/bookings/{id}/events", self.event),
        ]

    def handle(self, request, path):
        lacking = [h for h in NEEDED if h not in request.headers]
        if lacking:
            return error(400, "header missing: " + lacking[0])
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return self.in_language(request, serve(request, **values))
        return error(404, "no such path")

    def in_language(self, request, reply):
        if reply.status < 300:
            reply.headers["Content-Language"] = "zh" if request.chinese else "en"
        return reply

    def offers(self, request):
        body = request.json()
        start = point(body.get("from")) if body else None
        end = point(body.get("to")) if body else None
        travelers = body.get("nrOfTravelers", 1) if body else 0
        if not start or not end or not isinstance(travelers, int) or travelers < 1:
            return error(400, "from, to or nrOfTravelers is not valid")
        asked = moment(body.get("departureTime"), None)
        until = datetime.now(timezone.utc) + timedelta(seconds=self.books.offer_seconds)
        options = [self.option(request, operator, body, travelers, asked, (start, end))
                   for operator in OPERATORS if travelers <= min(operator[2], MOST)]
        return Reply(201, {"validUntil": until.isoformat(timespec="seconds"), "options": options})

    def option(self, request, operator, body, travelers, asked, ends):
        name, asset_class, seats, factor, shown, vehicle, minutes = operator
        currency, base, per_km = region.fares(*ends[0])
        km = region.kilometres(*ends) * STREETS
        departs = asked or datetime.now(timezone.utc) + timedelta(minutes=minutes)
        number = self.books.number("tomp-" + name)
        offer = self.books.offer("tomp", number, amount=round((base + per_km * km) * factor), currency=currency,
                                 departs=departs, past=left_until(departs) < 0,
                                 arrives=departs + timedelta(hours=km / KMH, minutes=2), travelers=travelers,
                                 places=(body["from"], body["to"]), km=km, operator=operator)
        return self.body(number, offer, "NEW", offer["amount"], request.chinese)

    def body(self, number, offer, state, minor, chinese):
        """The published object `booking`, which is also what a planning's option is."""
        name, asset_class, seats, _, shown, vehicle, _ = offer["operator"]
        told = [("SALES", SALES[chinese] % (offer["km"], seats)), ("TERMS_CONDITIONS", TERMS[chinese])]
        kind = {"id": name, "assetClass": asset_class, "sharedProperties": {"name": vehicle[chinese]}}
        fare = {"estimated": False, "parts": [{"type": "FIXED", "kind": "DEFAULT", "currencyCode": offer["currency"],
                                               "amount": region.amount(minor, offer["currency"])}]}
        times = {"departureTime": offer["departs"].isoformat(timespec="seconds"),
                 "arrivalTime": offer["arrives"].isoformat(timespec="seconds")}
        leg = {"id": number + "-1", "from": offer["places"][0], "to": offer["places"][1], "assetType": kind,
               "suboperator": {"name": shown[chinese]}, **times}
        return {"id": number, "state": state, "from": offer["places"][0], "to": offer["places"][1], "legs": [leg],
                "pricing": fare, "mainAssetType": kind, **times,
                "userCommunication": [{"type": "PLAIN_TEXT", "goal": g, "text": t} for g, t in told]}

    def answer(self, request, status, booking):
        minor = booking.fee if booking.state == "CANCELLED" else booking.amount
        body = self.body(booking.number, booking.offer, booking.state, minor, request.chinese)
        expires = {"Expires": formatdate(booking.hold_until, usegmt=True)} if request.method == "POST" else {}
        return Reply(status, body, expires)

    def find(self, number):
        """The booking, with a hold that has run out marked as such."""
        booking = self.books.bookings.get(("tomp", number))
        if booking and booking.state == "PENDING" and time.time() > booking.hold_until:
            booking.move("EXPIRED")
        return booking

    def hold(self, request):
        body = request.json() or {}
        number, reference = body.get("id"), (body.get("extraInfo") or {}).get("reference", "")
        booking, offer = self.find(number), self.books.offers.get(("tomp", number))
        if booking:
            return self.answer(request, 201, booking) if booking.reference == reference else error(409, "taken")
        if not offer:
            return error(404, "no such offer")
        if time.time() > offer["expires"]:
            return error(410, "the offer has expired")
        if offer["travelers"] == REFUSED:
            return error(409, "no car is free any more")
        booking = self.books.book("tomp", number, reference, "PENDING", offer)
        if offer["travelers"] == DEARER:
            booking.amount = round(offer["amount"] * 1.1)
        return self.answer(request, 201, booking)

    def look(self, request, id):
        booking = self.find(id)
        return self.answer(request, 200, booking) if booking else error(404, "no such booking")

    def event(self, request, id):
        booking, operation = self.find(id), (request.json() or {}).get("operation")
        if not booking:
            return error(404, "no such booking")
        if operation == "COMMIT":
            return self.commit(request, booking)
        if operation == "CANCEL":
            return self.cancel(request, booking)
        return error(400, "operation is COMMIT or CANCEL here")

    def commit(self, request, booking):
        if booking.state == "EXPIRED":
            return error(410, "the hold has run out")
        if booking.state != "PENDING":
            return error(403, "the booking is " + booking.state)
        booking.move("REJECTED" if booking.offer["travelers"] == REJECTED else "CONFIRMED")
        return self.answer(request, 200, booking)

    def cancel(self, request, booking):
        left = FREE_UNTIL_SECONDS if booking.offer["past"] else left_until(booking.offer["departs"])
        if booking.state == "CANCELLED":
            return self.answer(request, 200, booking)
        if booking.state not in ("PENDING", "CONFIRMED") or (booking.state == "CONFIRMED" and left < 0):
            return error(403, "too late: the ride is under way, or over")
        if booking.state == "CONFIRMED" and left < FREE_UNTIL_SECONDS:
            booking.fee = round(booking.amount / 5)
        booking.move("CANCELLED")
        return self.answer(request, 200, booking)
