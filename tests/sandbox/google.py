"""Google Calendar API v3: a token for a refresh token, and the events of one calendar. Any credentials are right but the refresh
token "wrong". An id is given out once, also after its event was deleted, as the API has it."""
from datetime import datetime

from web import Reply, match

TOKEN = "sandbox-token"


def error(status, message):
    return Reply(status, {"error": {"code": status, "message": message, "errors": []}})


def moment(time):
    return datetime.fromisoformat((time.get("dateTime") or time["date"] + "T00:00:00+00:00").replace("Z", "+00:00"))


class Google:
    def __init__(self, books):
        self.books = books
        self.changes = 0
        self.routes = [
            ("GET", "/calendars/{calendar}/events", self.listed), ("POST", "/calendars/{calendar}/events", self.insert),
            ("GET", "/calendars/{calendar}/events/{id}", self.one), ("PATCH", "/calendars/{calendar}/events/{id}", self.patch),
            ("DELETE", "/calendars/{calendar}/events/{id}", self.delete)]

    def handle(self, request, path):
        if path == "/token" and request.method == "POST":
            form = request.form()
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") in (None, "wrong"):
                return Reply(400, {"error": "invalid_grant"})
            return Reply(200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3599})
        if request.headers.get("authorization") != "Bearer " + TOKEN:
            return error(401, "no valid access token")
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return serve(request, **values)
        return error(404, "no such path")

    def events(self, calendar):
        return [b for b in self.books.bookings.values() if b.contract == "google/" + calendar]

    def find(self, calendar, number):
        return self.books.bookings.get(("google/" + calendar, number))

    def stamp(self, booking):
        self.changes += 1
        booking.extra["event"]["etag"] = '"%d"' % self.changes

    def listed(self, request, calendar):
        start, end = moment({"dateTime": request.query["timeMin"]}), moment({"dateTime": request.query["timeMax"]})
        found = [b.extra["event"] for b in self.events(calendar) if b.state == "confirmed" and
                 moment(b.extra["event"]["start"]) < end and moment(b.extra["event"]["end"]) > start]
        return Reply(200, {"kind": "calendar#events", "items": found[:int(request.query.get("maxResults", "250"))]})

    def insert(self, request, calendar):
        event = request.json() or {}
        number = event.get("id", "")
        if not 5 <= len(number) <= 1024 or set(number) - set("0123456789abcdefghijklmnopqrstuv"):
            return error(400, "invalid id")
        if self.find(calendar, number):
            return error(409, "the requested identifier already exists")
        if not event.get("start") or not event.get("end"):
            return error(400, "missing start or end")
        booking = self.books.book("google/" + calendar, number, number, "confirmed", {"amount": 0, "currency": ""})
        booking.extra["event"] = {**event, "kind": "calendar#event", "status": "confirmed"}
        self.stamp(booking)
        return Reply(200, booking.extra["event"])

    def allowed(self, request, booking):
        """None where the change may be made, else what stands against it."""
        if not booking:
            return error(404, "not found")
        if booking.state != "confirmed":
            return error(410, "deleted")
        wanted = request.headers.get("if-match")
        return error(412, "the condition does not hold") if wanted not in (None, booking.extra["event"]["etag"]) else None

    def one(self, request, calendar, id):
        booking = self.find(calendar, id)
        if not booking:
            return error(404, "not found")
        return Reply(200, {**booking.extra["event"], "status": booking.state})

    def patch(self, request, calendar, id):
        booking = self.find(calendar, id)
        refused = self.allowed(request, booking)
        if refused:
            return refused
        booking.extra["event"].update(request.json() or {})
        booking.note("patched")
        self.stamp(booking)
        return Reply(200, booking.extra["event"])

    def delete(self, request, calendar, id):
        booking = self.find(calendar, id)
        refused = self.allowed(request, booking)
        if refused:
            return refused
        booking.move("cancelled")
        return Reply(204)
