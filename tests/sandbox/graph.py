"""Microsoft Graph v1.0: the calendar of the person signed in. An entry whose transactionId was seen before is answered as it is, as
the API has it; of repetitions those of days and weeks are unfolded. Times go out in UTC, as Prefer: outlook.timezone wants it."""
import re
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from online_calendar import OnlineCalendar
from web import Reply

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KEY = re.compile(r"singleValueExtendedProperties/Any\(ep: ep/id eq '([^']+)' and ep/value eq '([^']+)'\)")
UNFOLDED = 60


def moment(time):
    name = time.get("timeZone", "UTC")
    zone = timezone.utc if name == "UTC" else ZoneInfo(name)
    return datetime.fromisoformat(time["dateTime"][:19]).replace(tzinfo=zone)


def utc(time):
    return {"dateTime": time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": "UTC"}


def days_of(event):
    """The days on which it begins, of a repetition the first."""
    start = moment(event["start"]).date()
    if "recurrence" not in event:
        return [start]
    pattern, day = event["recurrence"]["pattern"], date.fromisoformat(event["recurrence"]["range"]["startDate"])
    step, found = pattern["interval"], []
    for n in range(UNFOLDED):
        on = day + timedelta(days=n)
        week = (on - timedelta(days=on.weekday()) - day + timedelta(days=day.weekday())).days // 7
        daily = pattern["type"] == "daily" and n % step == 0
        if daily or (pattern["type"] == "weekly" and week % step == 0 and DAYS[on.weekday()] in pattern["daysOfWeek"]):
            found.append(on)
    return found


def occurrences(event):
    """(start, end) of each."""
    start, end = moment(event["start"]), moment(event["end"])
    for day in days_of(event):
        shift = day - start.date()
        yield start + shift, end + shift


def shown(event, start=None, end=None):
    out = {key: value for key, value in event.items() if key != "singleValueExtendedProperties"}
    out["type"] = "occurrence" if start and "recurrence" in event else "seriesMaster" if "recurrence" in event else "singleInstance"
    return {**out, "start": utc(start or moment(event["start"])), "end": utc(end or moment(event["end"]))}


class Graph(OnlineCalendar):
    name = "graph"
    token_path = "/common/oauth2/v2.0/token"
    etag_field, etag_form = "@odata.etag", 'W/"%d"'
    routes = (("GET", "/v1.0/me/calendarView", "view"), ("GET", "/v1.0/me/events", "listed"),
              ("POST", "/v1.0/me/events", "create"), ("GET", "/v1.0/me/events/{id}", "one"),
              ("PATCH", "/v1.0/me/events/{id}", "patch"), ("DELETE", "/v1.0/me/events/{id}", "delete"))

    def error(self, status, message):
        return Reply(status, {"error": {"code": "ErrorItemNotFound" if status == 404 else "ErrorSandbox", "message": message}})

    def view(self, request):
        first, last = (moment({"dateTime": request.query[name]}) for name in ("startDateTime", "endDateTime"))
        found = [shown(b.extra["event"], start, end) for b in self.entries("me")
                 for start, end in occurrences(b.extra["event"]) if start < last and end > first]
        found.sort(key=lambda entry: entry["start"]["dateTime"])
        return Reply(200, {"value": found[:int(request.query.get("$top", "10"))]})

    def listed(self, request):
        asked = KEY.fullmatch(request.query.get("$filter", ""))
        if not asked:
            return self.error(400, "no filter that is known")
        wanted = {"id": asked[1], "value": asked[2]}
        return Reply(200, {"value": [shown(b.extra["event"]) for b in self.entries("me") if
                                     wanted in b.extra["event"].get("singleValueExtendedProperties", [])]})

    def create(self, request):
        event = request.json() or {}
        if not event.get("start") or not event.get("end"):
            return self.error(400, "missing start or end")
        same = [b for b in self.entries("me") if b.reference == event.get("transactionId") and b.reference]
        if same:
            return Reply(201, shown(same[0].extra["event"]))
        number = self.books.number("AAMk") + "="
        booking = self.keep("me", number, event.get("transactionId", ""),
                            {**event, "id": number, "isCancelled": False, "showAs": "busy"})
        return Reply(201, shown(booking.extra["event"]))

    def one(self, request, id):
        booking = self.find("me", id)
        return Reply(200, shown(booking.extra["event"])) if booking and booking.state == "confirmed" else self.error(404, "gone")

    def patch(self, request, id):
        booking = self.find("me", id)
        refused = self.refusal(request, booking, 404)
        if refused:
            return refused
        self.change(booking, request.json() or {})
        return Reply(200, shown(booking.extra["event"]))

    def delete(self, request, id):
        booking = self.find("me", id)
        refused = self.refusal(request, booking, 404)
        if refused:
            return refused
        booking.move("cancelled")
        return Reply(204)
