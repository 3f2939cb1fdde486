"""Places that the gazetteer does not know are found by a geocoder before anybody is asked for a ride there: cached, bounded in time,
never for a local drag, and never so far away that it cannot be meant."""
import time

from tests.support.provider import Sandbox
from tests.support.scripted import confirm, drag, drop, offers, use_scripted
from tests.support.patience import patient
from tests.support.server import Server, is_sanitized
from tests.support.tap import check, equal, main, test

LONDON = {"timezone": "Europe/London", "now": "2030-04-30T12:00:00+01:00", "location": {"lat": 51.51, "lon": -0.13}}
PEKING = {"timezone": "Asia/Shanghai", "now": "2030-04-30T12:00:00+08:00", "location": {"lat": 39.93, "lon": 116.41}}
MARGIN_S = patient(2 if is_sanitized() else 0.7)


def ride(name):
    return f"ride.request dropoff={name}"


class Fixture:
    def __init__(self, *geocoders):
        self.geocoders = geocoders or ("nominatim", "photon", "amap-geocoder")

    def __enter__(self):
        self.rides, self.places, self.photon = Sandbox().__enter__(), Sandbox().__enter__(), Sandbox().__enter__()
        settings = {"adapter.tomp.url": self.rides.url + "/tomp", "log": "none", "loops": "1",
                    "adapter.nominatim.url": self.places.url + "/places", "adapter.photon.url": self.photon.url + "/places",
                    "adapter.amap-geocoder.url": self.places.url + "/places", "adapter.amap-geocoder.key": "key-of-ours"}
        for name in ("nominatim", "photon", "amap-geocoder"):
            settings[f"adapter.{name}.enabled"] = "on" if name in self.geocoders else "off"
        self.server = Server(settings).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        for sandbox in (self.rides, self.places, self.photon):
            sandbox.__exit__(*ignored)

    def asked(self):
        return sum(s.books()["requests"].get("GET places", 0) for s in (self.places, self.photon))

    def dropoff(self, name, **more):
        told = drag(self.server, ride(name), **more)
        value = next(i for i in told["intents"] if i["intent"] == "ride.request")["slots"]["dropoff"]["value"]
        return told, value


@test
def a_place_is_found_and_a_ride_to_it_offered(f):
    told, value = f.dropoff("Nobodyknows", **LONDON)
    check("lat" not in value, "a name that nobody knows has no point")
    told, value = f.dropoff("鹪鹩大厦", **PEKING)
    check(abs(value["lat"] - 39.9163) < 5e-4 and abs(value["lon"] - 116.4551) < 5e-4, f"{value}: WGS-84 from GCJ-02")
    cards = offers(drop(f.server, told["drag_id"], "ride"))
    equal({card["adapter"] for card in cards}, {"tomp"}, "offers")
    done = confirm(f.server, cards[0], "located").json
    lines = [line for line in done["receipt"] if "place" in line["fields"]]
    equal([line["path"] for line in lines], ["/places/v3/geocode/geo"], "the geocoder stands in the receipt")
    check("key-of-ours" not in str(done), "without its key")


@test
def what_was_asked_once_is_not_asked_again(f):
    f.dropoff("鹪鹩大厦", **PEKING)
    before = f.asked()
    _, value = f.dropoff("鹪鹩大厦", **PEKING)
    check("lat" in value, f"{value}")
    equal(f.asked(), before, "requests")


@test
def more_text_brings_new_places(f):
    told, _ = f.dropoff("Nowhere", **PEKING)
    grown = f.server.patch(f"/v1/drags/{told['drag_id']}", {"text": ride("鹪鹩大厦")}).json
    value = next(i for i in grown["intents"] if i["intent"] == "ride.request")["slots"]["dropoff"]["value"]
    check("lat" in value, f"{value}")
    again = f.server.get(f"/v1/drags/{told['drag_id']}").json
    check(any("lat" in i["slots"]["dropoff"]["value"] for i in again["intents"]), "and it is kept")


@test
def a_local_drag_asks_nobody(f):
    before = f.asked()
    _, value = f.dropoff("far", privacy="local", **LONDON)
    equal(("lat" in value, f.asked()), (False, before), "requests")


@test
def what_is_too_far_to_be_meant_is_not_taken(f):
    with Fixture("photon") as alone:
        _, value = alone.dropoff("Farlodge", **LONDON)
        check("lat" not in value, f"{value}")
        _, value = alone.dropoff("Wrentower", **LONDON)
        check("lat" in value, f"{value}")
        _, value = alone.dropoff("Farlodge", **{**LONDON, "location": {"lat": -33.9, "lon": 151.2}})
        check("lat" in value, f"somebody near it means it: {value}")


@test
def the_next_is_asked_where_one_fails_and_none_keeps_anybody_waiting(f):
    with Fixture("nominatim", "photon") as two:
        two.places.faults(kind="error")
        _, value = two.dropoff("鹪鹩大厦", **PEKING)
        check("lat" in value, f"photon knows it: {value}")
    with Fixture("nominatim") as one:
        for kind in ("hang", "garbage", "huge"):
            one.places.faults(kind=kind)
            began = time.monotonic()
            _, value = one.dropoff("鹪鹩大厦", **PEKING)
            took = time.monotonic() - began
            check("lat" not in value and took < 0.8 + MARGIN_S, f"{kind}: {took:.2f} s, {value}")


use_scripted()
main(Fixture())
