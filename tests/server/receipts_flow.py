"""A receipt names every request that left for an action, in order and with its host, and every slot whose value was in one. A gate that
all requests pass through is the witness."""
from tests.support.gate import Gate
from tests.support.provider import Sandbox
from tests.support.radicale import Radicale
from tests.support.scripted import confirm, use_scripted
from tests.support.server import Server
from tests.support.services import SERVICES
from tests.support.tap import check, equal, main, test

# adapter: slot, or the person's location, to what its value looks like in a request
LEAVES = {
    "tomp": {"dropoff": '"lat":39.91,', "time": "2030-05-01T19:00", "passengers": '"nrOfTravelers":2', "location": '"lat":39.93,'},
    "uber-rides": {"dropoff": "51.5045", "time": "1903888800000", "location": "51.51,"},
    "osdm": {"origin": "Bern", "destination": "Basel", "depart": "2030-05-01T08:00", "passengers": '"p2"', "seat": "FIRST"},
    "amadeus-hotel": {"area": "latitude=39.91", "check_in": "checkInDate=2030-05-01", "check_out": "checkOutDate=2030-05-03",
                      "guests": "adults=2", "stars": "ratings=4"},
    "amadeus-flight": {"origin": "originLocationCode=BJS", "destination": "destinationLocationCode=LON",
                       "depart": "departureDate=2030-05-01"},
    "caldav": {"title": "Dinner", "time": "20300501T110000Z", "place": "Copper-Lantern"},
    "google-calendar-api": {"title": "Dinner", "time": "2030-05-01T19:00", "place": "Copper-Lantern"},
    "microsoft-graph": {"title": "Dinner", "time": "2030-05-01T11:00", "place": "Copper-Lantern"},
}


class Fixture:
    def __enter__(self):
        self.sandbox, self.radicale = Sandbox().__enter__(), Radicale().__enter__()
        return self

    def __exit__(self, *ignored):
        self.radicale.__exit__()
        self.sandbox.__exit__()

    def confirmed(self, service):
        """The confirmed action, and the requests that passed the gate for it."""
        provider = self.radicale if service.adapter == "caldav" else self.sandbox
        with Gate() as gate:
            settings = service.settings(gate.provider(provider.url.rstrip("/")))
            with Server({"loops": "1", "log": "none", **settings}) as server:
                gate.watch()
                done = confirm(server, service.card(server), "key").json
        return done, once(gate.requests)


def once(requests):
    """Without the first of two that are the same: credentials go only where a server has asked for them."""
    return [request for request, after in zip(requests, [*requests[1:], None]) if request != after]


def each(story):
    def told(f):
        for service in SERVICES.values():
            story(service.adapter, *f.confirmed(service))
    told.__name__ = story.__name__
    return test(told)


@each
def every_request_is_in_the_receipt(adapter, done, requests):
    equal(done["state"], "done", adapter)
    equal([(sent["method"], sent["path"]) for sent in done["receipt"]], [request[:2] for request in requests], adapter)
    equal({sent["host"] for sent in done["receipt"]}, {"127.0.0.1"}, adapter + ": hosts")
    check(all(200 <= sent["status"] < 500 for sent in done["receipt"]), f"{adapter}: {done['receipt']}")


@each
def every_slot_whose_value_left_is_named_with_its_request(adapter, done, requests):
    named = set()
    for sent, (method, path, text) in zip(done["receipt"], requests):
        named |= set(sent["fields"])
        for slot, value in LEAVES[adapter].items():
            check(value not in text or slot in sent["fields"], f"{adapter}: {slot} left in {method} {path}: {sent['fields']}")
    equal(set(LEAVES[adapter]) - named, set(), adapter + ": not named at all")
    for slot, value in LEAVES[adapter].items():
        check(any(value in text for _, _, text in requests), f"{adapter}: {slot} never left")


use_scripted()
main(Fixture())
