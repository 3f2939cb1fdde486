"""Flights behind Amadeus Self-Service: search v2, price v1, orders v1. A part of amadeus.py.

How to make a booking fail, by the day of the month of the departure:
    27   the offer is gone when it is priced again (400)
    28   it costs a tenth more then
    29   the airline wants a passport
    30   the order is refused with 400
"""
import time
from datetime import date, datetime, timedelta

from region import amount
from web import Reply

GONE, DEARER, PASSPORT, REFUSED = 27, 28, 29, 30
JSON = "application/vnd.amadeus+json"
FLIGHTS = [
    # number, departure, minutes in the air, minor units, payment card wanted
    ("101", "07:20", 145, 48000, False),
    ("117", "12:45", 150, 39900, False),
    ("131", "21:50", 160, 35500, False),
    ("140", "09:00", 145, 31000, True),
]


def segment(number, flight, origin, goal, day):
    leaves = datetime.fromisoformat(day.isoformat() + "T" + flight[1])
    arrives = leaves + timedelta(minutes=flight[2])
    return {"departure": {"iataCode": origin, "at": leaves.isoformat()},
            "arrival": {"iataCode": goal, "at": arrives.isoformat()}, "carrierCode": "SB", "number": flight[0],
            "aircraft": {"code": "320"}, "operating": {"carrierCode": "SB"}, "id": number, "numberOfStops": 0,
            "duration": "PT%dH%dM" % divmod(flight[2], 60), "blacklistedInEU": False}


class Flights:
    def __init__(self, books, error):
        self.books = books
        self.error = error

    def routes(self):
        return [("GET", "/v2/shopping/flight-offers", self.search),
                ("POST", "/v1/shopping/flight-offers/pricing", self.price),
                ("POST", "/v1/booking/flight-orders", self.order),
                ("GET", "/v1/booking/flight-orders/{id}", self.look),
                ("DELETE", "/v1/booking/flight-orders/{id}", self.cancel)]

    def search(self, request):
        asked = request.query
        origin, goal = asked.get("originLocationCode", ""), asked.get("destinationLocationCode", "")
        if not all(len(c) == 3 and c.isupper() for c in (origin, goal)) or not asked.get("adults", "").isdigit():
            return self.error(400, "codes have three letters, adults are needed")
        leaves = date.fromisoformat(asked["departureDate"])
        back = date.fromisoformat(asked["returnDate"]) if "returnDate" in asked else None
        found = [self.offer(str(i), flight, origin, goal, leaves, back) for i, flight in enumerate(FLIGHTS, 1)]
        return Reply(200, {"meta": {"count": len(found)}, "data": found[:int(asked.get("max", "250"))]},
                     media_type=JSON)

    def offer(self, number, flight, origin, goal, leaves, back):
        ways = [[segment("1", flight, origin, goal, leaves)]]
        if back:
            ways.append([segment("2", flight, goal, origin, back)])
        total = "%.2f" % amount(flight[3] * len(ways), "EUR")
        price = {"currency": "EUR", "total": total, "base": total, "grandTotal": total}
        facts = self.books.offer("amadeus-flight", "%s-%s" % (flight[0], leaves), amount=flight[3] * len(ways),
                                 currency="EUR", leaves=leaves.isoformat())
        fares = [{"segmentId": str(i), "cabin": "ECONOMY", "class": "Y", "fareBasis": "YSAND"}
                 for i in range(1, len(ways) + 1)]
        return {"type": "flight-offer", "id": number, "source": "GDS", "instantTicketingRequired": False,
                "nonHomogeneous": False, "oneWay": back is None, "paymentCardRequired": flight[4],
                "lastTicketingDate": facts["leaves"], "numberOfBookableSeats": 9,
                "itineraries": [{"segments": way, "duration": way[0]["duration"]} for way in ways],
                "price": price, "pricingOptions": {"fareType": ["PUBLISHED"], "includedCheckedBagsOnly": False},
                "validatingAirlineCodes": ["SB"],
                "travelerPricings": [{"travelerId": "1", "fareOption": "STANDARD", "travelerType": "ADULT",
                                      "price": {"currency": "EUR", "total": total, "base": total},
                                      "fareDetailsBySegment": fares}]}

    def known(self, offer):
        """What was offered, and the day of the month that decides how it goes on."""
        first = offer["itineraries"][0]["segments"][0]
        day = first["departure"]["at"][:10]
        facts = self.books.offers.get(("amadeus-flight", "%s-%s" % (first["number"], day)))
        return (facts if facts and time.time() <= facts["expires"] else None), int(day[8:])

    def price(self, request):
        data = (request.json() or {}).get("data") or {}
        offer = data["flightOffers"][0]
        facts, day = self.known(offer)
        if data.get("type") != "flight-offers-pricing" or request.headers.get("x-http-method-override") != "GET":
            return self.error(400, "not a pricing")
        if not facts or day == GONE:
            return self.error(400, "no fare applicable")
        if day == DEARER:
            total = "%.2f" % (float(offer["price"]["grandTotal"]) * 1.1)
            offer["price"].update(total=total, base=total, grandTotal=total)
        priced = {"type": "flight-offers-pricing", "flightOffers": [offer],
                  "bookingRequirements": {"emailAddressRequired": True, "travelerRequirements": [
                      {"travelerId": "1", "documentRequired": day == PASSPORT}]}}
        return Reply(200, {"data": priced}, media_type=JSON)

    def order(self, request):
        data = (request.json() or {}).get("data") or {}
        offer, traveler = data["flightOffers"][0], (data.get("travelers") or [{}])[0]
        facts, day = self.known(offer)
        complete = traveler.get("name", {}).get("lastName") and traveler.get("dateOfBirth") and traveler.get("contact")
        if data.get("type") != "flight-order" or not facts or not complete or day == REFUSED:
            return self.error(400, "the order is not complete, or the seat is gone")
        remark = (data.get("remarks") or {}).get("general", [{}])[0].get("text", "")
        booking = self.books.book("amadeus-flight", self.books.number("SBF"), remark, "CONFIRMED", facts)
        booking.extra = {"order": {**data, "id": booking.number, "associatedRecords": [
            {"reference": "SB%04d" % (self.books.counter % 10000), "originSystemCode": "SB", "flightOfferId": "1"}]}}
        return Reply(201, {"data": booking.extra["order"]}, media_type=JSON)

    def find(self, number):
        booking = self.books.bookings.get(("amadeus-flight", number))
        return booking if booking and booking.state == "CONFIRMED" else None

    def look(self, request, id):
        booking = self.find(id)
        return Reply(200, {"data": booking.extra["order"]}, media_type=JSON) if booking else self.error(404, "no order")

    def cancel(self, request, id):
        booking = self.find(id)
        if not booking:
            return self.error(404, "no order")
        booking.move("CANCELLED")
        return Reply(204)
