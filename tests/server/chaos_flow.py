"""One provider hangs, one fails half of its calls, one talks garbage, one answers 10 MiB, one is well; everything at once, and then all
are well again. What must hold: a drop is answered inside its wait with the good cards, threads and memory stay bounded, breakers
open and close again, and whoever did not answer is named with a reason."""
import threading
import time

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import drag, drop, use_scripted
from tests.support.server import Server, is_sanitized
from tests.support.tap import check, equal, main, test

LONDON = {"timezone": "Europe/London", "now": "2030-04-30T12:00:00+01:00", "location": {"lat": 51.51, "lon": -0.13}}
TALK = "\n".join([
    "ride.request dropoff=Shard@51.5045,-0.0865 time=2030-05-01T19:00:00+01:00",
    "booking.train origin=Bern destination=Basel depart=2030-05-01T08:00:00+02:00",
    "booking.hotel area=Soho@51.51,-0.13 check_in=2030-05-01T15:00:00+01:00",
    "calendar.create title=Dinner time=2030-05-01T19:00:00+01:00",
])
SICK = {  # adapter: (path of its contract, what is wrong with its provider)
    "tomp": ("tomp", {"kind": "hang"}),
    "osdm": ("osdm", {"fail_rate": 0.5}),
    "caldav": ("tomp", {"kind": "garbage"}),
    "amadeus-hotel": ("amadeus", {"kind": "huge"}),
}
TARGETS = {"ride": "tomp", "train": "osdm", "room": "amadeus-hotel", "calendar": "caldav"}
GUEST = {"client_id": "id", "client_secret": "s", "guest_first_name": "A", "guest_last_name": "B",
         "guest_email": "a@b.test", "guest_phone": "+440"}
RIDER = {"client_id": "id", "client_secret": "s", "guest_first_name": "A", "guest_last_name": "B", "guest_phone": "+440"}
WAIT_S = 1
MARGIN_S = patient(3 if is_sanitized() else 1)
DRAGS = 24
MEMORY_KIB = (700 if is_sanitized() else 150) * 1024


class Fixture:
    def __enter__(self):
        self.well = Sandbox().__enter__()
        self.sick = {name: Sandbox().__enter__() for name in SICK}
        settings = {"log": "none", "rate": "0", "prefetch_rate": "0", "adapter.uber-rides.url": self.well.url + "/uber"}
        settings.update({f"adapter.uber-rides.{key}": value for key, value in RIDER.items()})
        settings.update({f"adapter.amadeus-hotel.{key}": value for key, value in GUEST.items()})
        for name, (path, _) in SICK.items():
            settings[f"adapter.{name}.url"] = f"{self.sick[name].url}/{path}"
        self.server = Server(settings).__enter__()
        self.drag()  # both loops have everything that they need before something is measured
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        for sandbox in (self.well, *self.sick.values()):
            sandbox.__exit__(*ignored)

    def set(self, well):
        for name, (_, fault) in SICK.items():
            self.sick[name].faults(**({} if well else fault))

    def drag(self):
        return drag(self.server, TALK, **LONDON)["drag_id"]

    def state(self, what):
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as file:
            return int(next(line for line in file if line.startswith(what + ":")).split()[1])

    def adapters(self):
        return {a["adapter"]: a for a in self.server.get("/v1/adapters").json["adapters"]}

    def metric(self, line):
        page = self.server.get("/metrics").body.decode()
        return next((float(row.split()[-1]) for row in page.splitlines() if row.startswith(line)), None)


def timed_drop(f, target, out):
    began = time.monotonic()
    dropped = drop(f.server, f.drag(), target, wait=WAIT_S)
    out.append((target, time.monotonic() - began, dropped))


def drop_all(f):
    """Drops on every target, many at once."""
    out, threads = [], []
    for n in range(DRAGS):
        threads.append(threading.Thread(target=timed_drop, args=(f, list(TARGETS)[n % len(TARGETS)], out)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out


def moved(f, adapter, to):
    return f.metric(f'dragoman_adapter_breaker_transitions_total{{adapter="{adapter}",to="{to}"}}')


@test
def drops_are_answered_in_time_with_the_good_cards_and_the_reasons(f):
    f.set(well=False)
    threads = f.state("Threads")
    for round_number in range(3):
        answers = drop_all(f)
        equal(len(answers), DRAGS, "answers")
        for target, took, dropped in answers:
            check(took < WAIT_S + MARGIN_S, f"{target} took {took:.2f} s")
            silent = {s["adapter"]: s["reason"] for s in dropped["unanswered"]}
            cards = {card["adapter"] for card in dropped["cards"]}
            check(TARGETS[target] in silent or TARGETS[target] in cards, f"{target}: {silent}, {cards}")
            if target == "ride":
                check("uber-rides" in cards and "uber" in cards, f"ride: {cards}")
            if target != "train":
                check(silent[TARGETS[target]] in ("pending", "timeout", "failed", "breaker-open", "unreachable"), silent)
            if target == "room":
                check("booking-com" in cards, f"room: {cards}")
    equal(f.state("Threads"), threads, "threads")
    check(f.state("VmHWM") < MEMORY_KIB, f"{f.state('VmHWM')} KiB at the most")


@test
def breakers_open_and_are_seen(f):
    end = time.monotonic() + patient(30)
    while time.monotonic() < end and f.adapters()["tomp"]["breaker"] != "open":
        drop_all(f)
    adapters = f.adapters()
    equal((adapters["tomp"]["breaker"], adapters["tomp"]["state"]), ("open", "on"), "tomp, which hangs")
    equal(adapters["uber-rides"]["breaker"], "closed", "uber-rides, which is well")
    check(adapters["tomp"]["requests"]["failed"] > 0 and adapters["tomp"]["requests"]["sent"] > 0, f"{adapters['tomp']}")
    equal(f.metric('dragoman_adapter_breaker{adapter="tomp"}'), 1.0, "metric")
    check(moved(f, "tomp", "open") >= 1, "it opened, and that is counted")
    equal([moved(f, "uber-rides", to) for to in ("open", "half-open", "closed")], [0, 0, 0], "uber-rides' breaker never moved")
    check(f.metric('dragoman_adapter_requests_total{adapter="tomp",what="failed"}') > 0, "metric of failures")
    reasons = [s["reason"] for s in drop(f.server, f.drag(), "ride", wait=WAIT_S)["unanswered"] if s["adapter"] == "tomp"]
    check(reasons[0] in ("breaker-open", "pending", "timeout"), f"{reasons}")


@test
def breakers_close_again_once_the_providers_are_well(f):
    f.set(well=True)
    end, closed = time.monotonic() + patient(90), False
    while time.monotonic() < end and not closed:
        drop_all(f)
        closed = all(f.adapters()[name]["breaker"] == "closed" for name in SICK)
    check(closed, f"{ {name: f.adapters()[name]['breaker'] for name in SICK} }")
    for to in ("half-open", "closed"):
        check(moved(f, "tomp", to) >= 1, f"it came to {to}, and that is counted")
    check(moved(f, "tomp", "open") >= 1, "that it opened is counted for good")
    dropped = drop(f.server, f.drag(), "ride", wait=5)
    cards = {card["adapter"] for card in dropped["cards"]}
    check("tomp" in cards and "uber-rides" in cards, f"{cards}, {dropped['unanswered']}")


use_scripted()
main(Fixture())
