"""Uber Guest Rides as its documentation describes it: token, estimates, trips, one trip, its cancellation.

Any client_id and client_secret are right but the secret "wrong". How to make a request for a trip fail, by the address of
the drop-off:
    "refused"   it is refused with 400
    "dearer"    the fare no longer holds (422)
    "nobody"    the trip ends with no_drivers_available
A trip can be cancelled until it is over, which here it never is by itself.
"""
import time

import region
from web import Reply, match

TOKEN = "sandbox-token"
PAGE = 50
PRODUCTS = [
    # id, name, description, seats, price factor, pick-up in minutes, can be scheduled, upfront fare
    ("0b5f8a10-0001-4000-8000-000000000001", ("Finch (sandbox)", "雀行（沙盒）"),
     ("Sandbox: no car will come", "沙盒演示，不会有车来"), 4, 1.0, 3, True, True),
    ("0b5f8a10-0002-4000-8000-000000000002", ("Finch XL (sandbox)", "雀行大车（沙盒）"),
     ("Sandbox: no car will come", "沙盒演示，不会有车来"), 6, 1.5, 5, True, True),
    ("0b5f8a10-0003-4000-8000-000000000003", ("Finch Now (sandbox)", "雀行即时（沙盒）"),
     ("Sandbox: no car will come", "沙盒演示，不会有车来"), 4, 0.9, 2, False, False),
]


def error(status, code):
    return Reply(status, {"code": code, "message": "sandbox: " + code, "metadata": {"statusCode": str(status)}})


def point(end):
    lat, lon = float(end["latitude"]), float(end["longitude"])
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


class Uber:
    def __init__(self, books):
        self.books = books
        self.routes = [
            ("POST", "/v1/guests/trips/estimates", self.estimates),
            ("POST", "/v1/guests/trips", self.request),
            ("GET", "/v1/guests/trips", self.trips),
            ("GET", "/v1/guests/trips/{id}", self.trip),
            ("DELETE", "/v1/guests/trips/{id}", self.cancel),
        ]

    def handle(self, request, path):
        if path == "/oauth/v2/token" and request.method == "POST":
            return self.token(request.form())
        if request.headers.get("authorization") != "Bearer " + TOKEN:
            return error(401, "unauthorized")
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return serve(request, **values)
        return error(404, "not_found")

    def token(self, form):
        if form.get("grant_type") != "client_credentials" or form.get("scope") != "guests.trips":
            return Reply(400, {"error": "invalid_scope"})
        if form.get("client_secret") in (None, "wrong"):
            return Reply(401, {"error": "invalid_client"})
        return Reply(200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 2592000,
                           "scope": "guests.trips"})

    def estimates(self, request):
        body = request.json() or {}
        ends = point(body["pickup"]), point(body["dropoff"])
        if None in ends:
            return error(400, "validation_failed")
        far = region.kilometres(*ends) * 1.3
        scheduled = "scheduling" in body
        return Reply(200, {"etas_unavailable": False, "fares_unavailable": False, "product_estimates": [
            self.estimate(product, far, ends[0], request.chinese) for product in PRODUCTS
            if product[6] or not scheduled]})

    def estimate(self, product, far, at, chinese):
        number, names, texts, seats, factor, minutes, scheduled, upfront = product
        currency, flag, a_km = region.fares(*at)
        amount = round((flag + a_km * far) * factor)
        fare_id = self.books.number("FARE")
        facts = self.books.offer("uber", fare_id, amount=amount, currency=currency, product=number)
        price = region.amount(amount, currency)
        info = {"fare_id": fare_id, "pickup_estimate": minutes,
                "trip": {"distance_unit": "km", "distance_estimate": round(far, 2),
                         "duration_estimate": round(far / 24 * 3600) + 60}}
        if upfront:
            info["fare"] = {"fare_id": fare_id, "value": price, "currency_code": currency,
                            "display": "%s %s" % (currency, price), "expires_at": int(facts["expires"]),
                            "fare_breakdown": [{"type": "base_fare", "name": "Base Fare", "value": price}]}
        else:
            info["estimate"] = {"display": "%s %s" % (currency, price), "low_estimate": price,
                                "high_estimate": price + 2, "currency_code": currency}
        return {"product": {"product_id": number, "display_name": names[chinese], "description": texts[chinese],
                            "short_description": names[chinese], "capacity": seats, "shared": False,
                            "upfront_fare_enabled": upfront, "scheduling_enabled": scheduled,
                            "cancellation": {"min_cancellation_fee": 5,
                                             "cancellation_grace_period_threshold_sec": 120}},
                "estimate_info": info, "fulfillment_indicator": "GREEN"}

    def request(self, request):
        body = request.json() or {}
        facts = self.books.offers.get(("uber", body.get("fare_id")))
        guest, where = body.get("guest") or {}, (body.get("dropoff") or {}).get("address", "")
        if not guest.get("first_name") or not guest.get("phone_number", "").startswith("+") or "refused" in where:
            return error(400, "validation_failed")
        if not facts or time.time() > facts["expires"] or "dearer" in where:
            return error(422, "fare_expired")
        if facts["product"] != body.get("product_id") or not point(body["pickup"]) or not point(body["dropoff"]):
            return error(400, "validation_failed")
        status = "no_drivers_available" if "nobody" in where else "scheduled" if "scheduling" in body else "processing"
        booking = self.books.book("uber", self.books.number("TRIP"), body.get("expense_memo", ""), status, facts)
        booking.extra = {"guest": {**guest, "guest_id": "sandbox-guest"}}
        return Reply(200, {"request_id": booking.number, "product_id": facts["product"], "status": status, "eta": 3,
                           "surge_multiplier": 1, "guest": booking.extra["guest"]})

    def describe(self, booking):
        names = {number: names[0] for number, names, *_ in PRODUCTS}
        return {"request_id": booking.number, "status": booking.state, "expense_memo": booking.reference,
                "guest": booking.extra["guest"],
                "product": {"product_id": booking.offer["product"], "display_name": names[booking.offer["product"]]}}

    def trips(self, request):
        over = request.query.get("trip_status", "ACTIVE") == "PAST"
        found = [b for b in reversed(self.books.bookings.values()) if b.contract == "uber" and
                 (b.state in ("processing", "scheduled")) != over]
        start, size = int(request.query.get("start_key", "0")), min(int(request.query.get("limit", PAGE)), PAGE)
        page = {"trips": [self.describe(b) for b in found[start:start + size]]}
        if start + size < len(found):
            page["next_key"] = str(start + size)
        return Reply(200, page)

    def trip(self, request, id):
        booking = self.books.bookings.get(("uber", id))
        return Reply(200, self.describe(booking)) if booking else error(404, "not_found")

    def cancel(self, request, id):
        booking = self.books.bookings.get(("uber", id))
        if not booking or booking.state not in ("processing", "scheduled"):
            return error(404, "not_found")
        booking.move("rider_canceled")
        return Reply(204)
