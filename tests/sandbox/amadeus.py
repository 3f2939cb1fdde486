"""Hotels behind Amadeus Self-Service: token, hotel list v1, hotel search v3, hotel booking v2; flights are in flights.py.

Any client_id and client_secret are right but the secret "wrong". How to make a booking fail, by the number of guests:
    7   the offer is gone when it is asked for again (404)
    8   it costs a tenth more then
    9   the hotel answers the order with DENIED
Every third hotel wants a payment card, so an adapter that has none must leave it out.
"""
import time
from datetime import date

import region
from flights import Flights
from web import Reply, match

GONE, DEARER, DENIED = 7, 8, 9
HOTELS = [
    # id, name, price of a night as a multiple of the region's flag fall, board, card wanted
    ("SBWREN01", ("Wren House (sandbox)", "鹪鹩宾馆（沙盒）"), 26, "ROOM_ONLY", False),
    ("SBEGRT02", ("Egret Hotel (sandbox)", "白鹭酒店（沙盒）"), 41, "BREAKFAST", False),
    ("SBOSPR03", ("Osprey Grand (sandbox)", "鱼鹰大酒店（沙盒）"), 88, "HALF_BOARD", True),
    ("SBSWFT04", ("Swift Inn (sandbox)", "雨燕客栈（沙盒）"), 17, "ROOM_ONLY", False),
]
JSON = "application/vnd.amadeus+json"
TOKEN = "sandbox-token"


def error(status, detail):
    return Reply(status, {"errors": [{"status": status, "code": status * 10, "detail": detail}]}, media_type=JSON)


def day(text):
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


class Amadeus:
    def __init__(self, books):
        self.books = books
        self.places = {}  # hotelId: the point near which it was last listed
        self.routes = [
            ("GET", "/v1/reference-data/locations/hotels/by-geocode", self.near),
            ("GET", "/v1/reference-data/locations/hotels/by-city", self.city),
            ("GET", "/v3/shopping/hotel-offers", self.offers),
            ("GET", "/v3/shopping/hotel-offers/{id}", self.offer_again),
            ("POST", "/v2/booking/hotel-orders", self.order),
        ] + Flights(books, error).routes()

    def handle(self, request, path):
        if path == "/v1/security/oauth2/token" and request.method == "POST":
            return self.token(request.form())
        if request.headers.get("authorization") != "Bearer " + TOKEN:
            return error(401, "no valid access token")
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return serve(request, **values)
        return error(404, "no such path")

    def token(self, form):
        if form.get("grant_type") != "client_credentials" or not form.get("client_id"):
            return Reply(400, {"error": "invalid_request"})
        if form.get("client_secret") in (None, "wrong"):
            return Reply(401, {"error": "invalid_client"})
        return Reply(200, {"type": "amadeusOAuth2Token", "token_type": "Bearer", "access_token": TOKEN,
                           "expires_in": 1799, "state": "approved"})

    def near(self, request):
        try:
            point = float(request.query["latitude"]), float(request.query["longitude"])
        except (KeyError, ValueError):
            return error(400, "latitude and longitude are required")
        return self.listed(point)

    def city(self, request):
        code = request.query.get("cityCode", "")
        return self.listed((39.9, 116.4)) if len(code) == 3 else error(400, "cityCode has three letters")

    def listed(self, point):
        hotels = []
        for number, names, _, _, _ in HOTELS:
            self.places[number] = point
            hotels.append({"chainCode": "SB", "hotelId": number, "name": names[0],
                           "geoCode": {"latitude": point[0], "longitude": point[1]}})
        return Reply(200, {"data": hotels, "meta": {"count": len(hotels)}}, media_type=JSON)

    def offers(self, request):
        asked = request.query.get("hotelIds", "").split(",")
        arrives, leaves = day(request.query.get("checkInDate")), day(request.query.get("checkOutDate"))
        guests, rooms = int(request.query.get("adults", "1")), int(request.query.get("roomQuantity", "1"))
        if not arrives or not leaves or leaves <= arrives or not 1 <= guests <= 9 or not 1 <= rooms <= 9:
            return error(400, "dates, adults or roomQuantity are not valid")
        chinese = request.query.get("lang", "").lower().startswith("zh")
        found = [self.hotel(h, arrives, leaves, guests, rooms, chinese) for h in HOTELS if h[0] in asked]
        return Reply(200, {"data": found}, media_type=JSON)

    def hotel(self, row, arrives, leaves, guests, rooms, chinese):
        number, _, factor, board, card = row
        currency, base, _ = region.fares(*self.places.get(number, (0, 0)))
        nights = (leaves - arrives).days
        amount = base * factor * nights * rooms * (1 if guests < 3 else 2)
        offer_id = self.books.number("SB").replace("-", "").upper()
        facts = self.books.offer("amadeus", offer_id, amount=amount, currency=currency, row=row, stay=(arrives, leaves),
                                 guests=guests, rooms=rooms, chinese=chinese)
        return self.hotel_offers(offer_id, facts)

    def hotel_offers(self, offer_id, facts):
        """The published object HotelOffers, of one offer."""
        number, names, _, board, card = facts["row"]
        arrives, leaves = facts["stay"]
        policies = {"cancellations": [{"deadline": arrives.isoformat() + "T12:00:00Z"}]}
        if card:
            policies["guarantee"] = {"acceptedPayments": {"methods": ["CREDIT_CARD"], "creditCards": ["VI"]}}
        offer = {"type": "hotel-offer", "id": offer_id, "checkInDate": arrives.isoformat(), "rateCode": "RAC",
                 "checkOutDate": leaves.isoformat(), "roomQuantity": str(facts["rooms"]), "boardType": board,
                 "room": {"type": "A1D", "typeEstimated": {"category": "STANDARD_ROOM", "beds": 1}},
                 "guests": {"adults": facts["guests"]}, "policies": policies,
                 "price": {"currency": facts["currency"],
                           "total": "%.2f" % region.amount(facts["amount"], facts["currency"])}}
        hotel = {"hotelId": number, "chainCode": "SB", "name": names[facts["chinese"]]}
        return {"type": "hotel-offers", "available": True, "hotel": hotel, "offers": [offer]}

    def find(self, offer_id):
        facts = self.books.offers.get(("amadeus", offer_id))
        return facts if facts and time.time() <= facts["expires"] and facts["guests"] != GONE else None

    def offer_again(self, request, id):
        facts = self.find(id)
        if not facts:
            return error(404, "no such offer")
        if facts["guests"] == DEARER:
            facts = {**facts, "amount": round(facts["amount"] * 1.1)}
        return Reply(200, {"data": self.hotel_offers(id, facts)}, media_type=JSON)

    def order(self, request):
        data = (request.json() or {}).get("data") or {}
        rooms, guests = data.get("roomAssociations") or [{}], data.get("guests") or [{}]
        offer_id = rooms[0].get("hotelOfferId")
        facts = self.find(offer_id)
        complete = guests[0].get("lastName") and (data.get("travelAgent") or {}).get("contact", {}).get("email")
        if data.get("type") != "hotel-order" or not facts or not complete or len(rooms) != facts["rooms"]:
            return error(400, "the order is not complete, or the offer is gone")
        status = "DENIED" if facts["guests"] == DENIED else "CONFIRMED"
        number = self.books.number("SBH").replace("-", "").upper()
        self.books.book("amadeus", number, offer_id, status, facts)
        hotel = self.hotel_offers(offer_id, facts)
        hotel["offers"][0]["roomQuantity"] = facts["rooms"]  # a number here, a text in the search
        booking = {"type": "hotel-booking", "id": number, "bookingStatus": status, "roomAssociations": rooms,
                   "hotelOffer": hotel["offers"][0], "hotel": hotel["hotel"], "travelAgentId": "SANDBOX",
                   "hotelProviderInformation": [{"hotelProviderCode": "SB", "confirmationNumber": number}]}
        order = {"type": "hotel-order", "id": number, "self": "/v2/booking/hotel-orders/" + number,
                 "guests": [{**guest, "id": i} for i, guest in enumerate(guests, 1)], "hotelBookings": [booking],
                 "associatedRecords": [{"reference": "SB%04d" % (self.books.counter % 10000), "originSystemCode": "SB"}]}
        return Reply(201, {"data": order}, media_type=JSON)
