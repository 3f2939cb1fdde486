"""What calendars behind OAuth 2.0 have in common: a token for a refresh token (any is right but "wrong"), entries of one person in
the books, each with a version that a change may name. A dialect says how its paths, entries and errors look."""
from web import Reply, match

TOKEN = "sandbox-token"


class OnlineCalendar:
    name = token_path = ""
    etag_field = etag_form = ""
    routes = ()

    def __init__(self, books):
        self.books = books
        self.changes = 0

    def error(self, status, message):
        raise NotImplementedError

    def handle(self, request, path):
        if path == self.token_path and request.method == "POST":
            form = request.form()
            if form.get("grant_type") != "refresh_token" or form.get("refresh_token") in (None, "wrong"):
                return Reply(400, {"error": "invalid_grant"})
            return Reply(200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 3599})
        if request.headers.get("authorization") != "Bearer " + TOKEN:
            return self.error(401, "no valid access token")
        for method, pattern, serve in self.routes:
            values = match(pattern, path)
            if values is not None and method == request.method:
                return getattr(self, serve)(request, **values)
        return self.error(404, "no such path")

    def entries(self, calendar):
        return [b for b in self.books.bookings.values() if b.contract == f"{self.name}/{calendar}" and b.state == "confirmed"]

    def find(self, calendar, number):
        return self.books.bookings.get((f"{self.name}/{calendar}", number))

    def stamp(self, booking):
        self.changes += 1
        booking.extra["event"][self.etag_field] = self.etag_form % self.changes

    def keep(self, calendar, number, reference, event):
        booking = self.books.book(f"{self.name}/{calendar}", number, reference, "confirmed", {"amount": 0, "currency": ""})
        booking.extra["event"] = event
        self.stamp(booking)
        return booking

    def refusal(self, request, booking, gone):
        """None where the change may be made, else what stands against it; `gone`: how what was deleted is answered."""
        if not booking:
            return self.error(404, "not found")
        if booking.state != "confirmed":
            return self.error(gone, "deleted")
        wanted = request.headers.get("if-match")
        seen = wanted in (None, booking.extra["event"][self.etag_field])
        return None if seen else self.error(412, "the condition does not hold")

    def change(self, booking, fields):
        booking.extra["event"].update(fields)
        booking.note("patched")
        self.stamp(booking)
        return Reply(200, booking.extra["event"])
