"""Google Calendar API v3: the events of one calendar. An id is given out once, also after its event was deleted, as the API has it."""
from datetime import datetime

from online_calendar import OnlineCalendar
from web import Reply


def moment(time):
    return datetime.fromisoformat((time.get("dateTime") or time["date"] + "T00:00:00+00:00").replace("Z", "+00:00"))


class Google(OnlineCalendar):
    name = "google"
    token_path = "/token"
    etag_field, etag_form = "etag", '"%d"'
    routes = (("GET", "/calendars/{calendar}/events", "listed"), ("POST", "/calendars/{calendar}/events", "insert"),
              ("GET", "/calendars/{calendar}/events/{id}", "one"), ("PATCH", "/calendars/{calendar}/events/{id}", "patch"),
              ("DELETE", "/calendars/{calendar}/events/{id}", "delete"))

    def error(self, status, message):
        return Reply(status, {"error": {"code": status, "message": message, "errors": []}})

    def listed(self, request, calendar):
        start, end = moment({"dateTime": request.query["timeMin"]}), moment({"dateTime": request.query["timeMax"]})
        found = [b.extra["event"] for b in self.entries(calendar) if
                 moment(b.extra["event"]["start"]) < end and moment(b.extra["event"]["end"]) > start]
        return Reply(200, {"kind": "calendar#events", "items": found[:int(request.query.get("maxResults", "250"))]})

    def insert(self, request, calendar):
        event = request.json() or {}
        number = event.get("id", "")
        if not 5 <= len(number) <= 1024 or set(number) - set("0123456789abcdefghijklmnopqrstuv"):
            return self.error(400, "invalid id")
        if self.find(calendar, number):
            return self.error(409, "the requested identifier already exists")
        if not event.get("start") or not event.get("end"):
            return self.error(400, "missing start or end")
        booking = self.keep(calendar, number, number, {**event, "kind": "calendar#event", "status": "confirmed"})
        return Reply(200, booking.extra["event"])

    def one(self, request, calendar, id):
        booking = self.find(calendar, id)
        if not booking:
            return self.error(404, "not found")
        return Reply(200, {**booking.extra["event"], "status": booking.state})

    def patch(self, request, calendar, id):
        booking = self.find(calendar, id)
        return self.refusal(request, booking, 410) or self.change(booking, request.json() or {})

    def delete(self, request, calendar, id):
        booking = self.find(calendar, id)
        refused = self.refusal(request, booking, 410)
        if refused:
            return refused
        booking.move("cancelled")
        return Reply(204)
