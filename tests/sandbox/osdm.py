"""A rail distributor behind OSDM 3.9: places, offers, bookings, fulfillments, refund offers, bookings-search.

How to make a booking fail, by the number of passengers:
    7   POST /bookings is refused with 409
    8   the held booking costs a tenth more than the offer did
    9   POST /bookings/{id}/fulfillments is refused with 409
First class is given back for nothing, second class for a fifth, and nothing once the train has left; a train that was
asked for in the past (a chat of last year) counts as not having left.
"""
import time
from datetime import datetime, timedelta, timezone

import region
import stations
from web import Reply, match

REFUSED, DEARER, NO_TICKET = 7, 8, 9
CLASSES = [
    # id, class type, name, price factor, flexibility, share kept on refund, terms
    ("second", "STANDARD", ("2nd class", "二等座"), 1.0, "SEMI_FLEXIBLE", 5,
     ("Sandbox ticket, no train runs. Refund before departure for a fee of 20%.",
      "沙盒车票，没有列车。发车前可退，手续费20%。")),
    ("first", "HIGH", ("1st class", "一等座"), 1.6, "FULL_FLEXIBLE", 0,
     ("Sandbox ticket, no train runs. Full refund before departure.", "沙盒车票，没有列车。发车前可全额退票。")),
]
CARRIER = ("Osprey Rail (sandbox)", "鱼鹰铁路（沙盒）")
OWNER = "urn:x_sandbox:company:1"


def problem(status, title):
    return Reply(status, {"title": title, "status": status, "code": "SANDBOX"}, media_type="application/problem+json")


def stamp(moment):
    return moment.isoformat(timespec="seconds")


def now():
    return datetime.now(timezone.utc)


def price(minor, currency):
    return {"currency": currency, "amount": minor, "scale": region.scale(currency)}


def reference(stop):
    return {"objectType": "StopPlaceRef", "stopPlaceRef": stop.code}


class Osdm:
    def __init__(self, books):
        self.books = books
        self.routes = [
            ("POST", "/places", self.places),
            ("POST", "/offers", self.offers),
            ("POST", "/bookings", self.hold),
            ("POST", "/bookings-search", self.search),
            ("GET", "/bookings/{id}", self.look),
            ("DELETE", "/bookings/{id}", self.drop),
            ("POST", "/bookings/{id}/fulfillments", self.fulfil),
            ("POST", "/bookings/{id}/refund-offers", self.offer_refund),
            ("PATCH", "/bookings/{id}/refund-offers/{refund}", self.refund),
        ]

    def handle(self, request, path):
        body = request.json() if request.body else {}
        if body is None:
            return problem(400, "the body is no JSON object")
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return serve(request, body, **values)
        return problem(404, "no such path")

    # ---- places and offers

    def places(self, request, body):
        wanted = body.get("placeInput") or {}
        where = wanted.get("geoPosition") or {}
        point = (where["latitude"], where["longitude"]) if "latitude" in where and "longitude" in where else None
        found = stations.find(wanted.get("name") or "", point)
        if not found:
            return problem(404, "no such place")
        return Reply(200, {"places": [self.place(s, request.chinese) for s in found]})

    def place(self, station, chinese):
        lat, lon = station.point
        return {"objectType": "StopPlace", "id": station.code, "name": station.names[chinese],
                "geoPosition": {"longitude": lon, "latitude": lat}}

    def offers(self, request, body):
        search = body.get("tripSearchCriteria") or {}
        start = stations.by_code((search.get("origin") or {}).get("stopPlaceRef"))
        end = stations.by_code((search.get("destination") or {}).get("stopPlaceRef"))
        passengers = body.get("anonymousPassengerSpecifications") or []
        try:
            wanted = datetime.fromisoformat(search["departureTime"].replace("Z", "+00:00"))
        except (KeyError, AttributeError, ValueError):
            return problem(400, "departureTime is not valid")
        if not start or not end or start is end or not passengers or any("externalRef" not in p for p in passengers):
            return problem(400, "origin, destination or passengers are not valid")
        trips, offers = [], []
        for name, departs, arrives, km in stations.trains(start, end, wanted):
            trip = self.trip(request.chinese, name, (start, departs), (end, arrives), len(trips))
            trips.append(trip)
            offers += [self.offer(request.chinese, trip, c, passengers, departs, (start, km)) for c in CLASSES]
        return Reply(200, {"offers": offers, "trips": trips, "anonymousPassengerSpecifications": passengers})

    def trip(self, chinese, name, board, alight, index):
        (start, departs), (end, arrives) = board, alight
        minutes = int((arrives - departs).total_seconds() // 60)
        service = {"publishedServiceName": name, "vehicleNumbers": [name[1:]], "mode": {"ptMode": "TRAIN"},
                   "carriers": [{"ref": OWNER, "name": CARRIER[chinese]}]}
        leg = {"start": {"stopPlaceRef": reference(start), "stopPlaceName": start.names[chinese],
                         "serviceDeparture": {"timetabledTime": stamp(departs)}},
               "end": {"stopPlaceRef": reference(end), "stopPlaceName": end.names[chinese],
                       "serviceArrival": {"timetabledTime": stamp(arrives)}}, "service": service}
        return {"id": "trip-%d" % index, "duration": "PT%dM" % minutes, "startTime": stamp(departs),
                "endTime": stamp(arrives), "origin": reference(start), "originName": start.names[chinese],
                "destination": reference(end), "destinationName": end.names[chinese], "transfers": 0,
                "legs": [{"id": "1", "timedLeg": leg}]}

    def offer(self, chinese, trip, kind, passengers, departs, ride):
        name, class_type, shown, factor, flexibility, _, terms = kind
        start, km = ride
        currency, base, per_km = region.fares(*start.point)
        number = self.books.number("osdm-offer")
        refs = [p["externalRef"] for p in passengers]
        facts = self.books.offer("osdm", number, amount=round((base + per_km * km / 8) * factor * len(refs)),
                                 currency=currency, trip=trip, kind=kind, refs=refs, departs=departs,
                                 past=departs < datetime.now(departs.tzinfo))
        product = {"id": name, "code": name.upper(), "owner": OWNER, "flexibility": flexibility,
                   "conditions": [{"type": "REFUND", "description": terms[chinese]}]}
        summary = {"minimalPrice": price(facts["amount"], currency), "overallFlexibility": flexibility,
                   "overallServiceClass": {"type": class_type, "name": shown[chinese]}}
        return {"offerId": number, "createdOn": stamp(now()), "passengerRefs": refs, "offerSummary": summary,
                "preBookableUntil": stamp(now() + timedelta(seconds=self.books.offer_seconds)),
                "products": [product], "tripCoverage": {"coveredTripId": trip["id"]}}

    # ---- bookings

    def booking(self, b):
        """The published object Booking."""
        kind, refs, money = b.offer["kind"], b.offer["refs"], price(b.amount, b.currency)
        part = {"objectType": "Admission", "id": b.number + "-a", "createdOn": b.extra["created"],
                "validFrom": b.extra["created"], "confirmableUntil": b.extra["until"], "price": money,
                "status": b.state, "passengerIds": refs, "refundable": "WITH_CONDITION" if kind[5] else "YES",
                "exchangeable": "NO"}
        out = {"id": b.number, "externalRef": b.reference, "createdOn": b.extra["created"],
               "passengers": [{"id": r, "externalRef": r, "type": "PERSON"} for r in refs],
               "bookedOffers": [{"offerId": b.extra["offer"], "admissions": [part]}], "trips": [b.offer["trip"]]}
        if b.state == "PREBOOKED":
            out.update(provisionalPrice=money, confirmationTimeLimit=b.extra["until"])
        if b.state in ("FULFILLED", "REFUNDED"):
            left = b.fee if b.state == "REFUNDED" else b.amount
            out.update(confirmedPrice=price(left, b.currency), fulfillments=[self.ticket(b)])
        return out

    def ticket(self, b):
        return {"id": b.number + "-t", "status": b.state, "bookingRef": b.number, "createdOn": b.extra["created"]}

    def find(self, number):
        booking = self.books.bookings.get(("osdm", number))
        if booking and booking.state == "PREBOOKED" and time.time() > booking.hold_until:
            booking.move("RELEASED")
        return booking

    def hold(self, request, body):
        key = request.headers.get("idempotency-key")
        for earlier in self.books.bookings.values():
            if key and earlier.extra.get("key") == key:
                return Reply(200, {"booking": self.booking(self.find(earlier.number))})
        selection = (body.get("offers") or [{}])[0]
        offer = self.books.offers.get(("osdm", selection.get("offerId")))
        if not body.get("passengerSpecifications") or not offer or time.time() > offer["expires"]:
            return problem(404, "no such offer, or it has expired")
        if len(offer["refs"]) == REFUSED:
            return problem(409, "sold out")
        b = self.books.book("osdm", self.books.number("osdm"), body.get("externalRef") or "", "PREBOOKED", offer)
        until = now() + timedelta(seconds=self.books.hold_seconds)
        b.extra = {"key": key, "offer": selection["offerId"], "created": stamp(now()), "until": stamp(until)}
        if len(offer["refs"]) == DEARER:
            b.amount = round(offer["amount"] * 1.1)
        return Reply(200, {"booking": self.booking(b)})

    def search(self, request, body):
        found = [self.find(b.number) for b in self.books.by_reference("osdm", body.get("externalRef"))]
        return Reply(200, {"bookingSearchResults": [self.result(b) for b in found]})

    def result(self, b):
        name, _, shown, _, flexibility, _, _ = b.offer["kind"]
        product = {"id": name, "code": name.upper(), "description": shown[0]}
        part = {"id": b.number + "-a", "summary": "Train ticket", "status": b.state, "type": "ADMISSION",
                "productSummaries": [product]}
        return {"id": b.number, "externalRef": b.reference,
                "passengers": [{"id": r, "externalRef": r, "type": "PERSON"} for r in b.offer["refs"]],
                "bookedOfferSummaries": [{"offerId": b.extra["offer"], "summary": "Train ticket",
                                          "bookingPartSummaries": [part]}]}

    def look(self, request, body, id):
        b = self.find(id)
        return Reply(200, {"booking": self.booking(b)}) if b else problem(404, "no such booking")

    def drop(self, request, body, id):
        b = self.find(id)
        if not b:
            return problem(404, "no such booking")
        if b.state != "PREBOOKED":
            return problem(409, "the booking is " + b.state)
        b.move("RELEASED")
        return Reply(204)

    def fulfil(self, request, body, id):
        b = self.find(id)
        if not b:
            return problem(404, "no such booking")
        if b.state == "PREBOOKED" and len(b.offer["refs"]) != NO_TICKET:
            b.move("FULFILLED")
        if b.state != "FULFILLED":
            return problem(409, "no ticket can be made")
        return Reply(200, {"fulfillments": [self.ticket(b)]})

    # ---- refunds

    def offer_refund(self, request, body, id):
        b = self.find(id)
        if not b or body.get("fulfillmentIds") != [id + "-t"]:
            return problem(404, "no such booking or ticket")
        gone = not b.offer["past"] and b.offer["departs"] < datetime.now(b.offer["departs"].tzinfo)
        if b.state != "FULFILLED" or gone:
            return Reply(200, {"refundOffers": []})
        return Reply(200, {"refundOffers": [self.refund_offer(b, "PROPOSED")]})

    def refund_offer(self, b, status):
        share = b.offer["kind"][5]
        fee = b.amount // share if share else 0
        return {"id": b.number + "-r", "createdOn": stamp(now()), "validFrom": stamp(now()),
                "validUntil": stamp(now() + timedelta(seconds=self.books.offer_seconds)), "status": status,
                "fulfillments": [self.ticket(b)], "refundFee": price(fee, b.currency),
                "refundableAmount": price(b.amount - fee, b.currency)}

    def refund(self, request, body, id, refund):
        b = self.find(id)
        if not b or refund != id + "-r":
            return problem(404, "no such refund offer")
        if body.get("status") != "CONFIRMED" or b.state not in ("FULFILLED", "REFUNDED"):
            return problem(409, "cannot be refunded")
        answer = self.refund_offer(b, "CONFIRMED")
        if b.state == "FULFILLED":
            b.fee = answer["refundFee"]["amount"]
            b.move("REFUNDED")
        return Reply(200, {"refundOffer": answer})
