"""The sandbox's ledger: what was offered, what was booked, and each change, in order.

Every contract writes here, and tests read it at GET /_books to compare what a client believes with what was done.
All money is in minor units, so that no sum is rounded twice.
"""
import time

OFFERS_MAX = 200_000


class Booking:
    def __init__(self, contract, number, reference, state, offer):
        self.contract = contract
        self.number = number
        self.reference = reference
        self.state = state
        self.offer = offer
        self.amount = offer["amount"]
        self.currency = offer["currency"]
        self.fee = 0
        self.hold_until = None
        self.extra = {}
        self.events = []
        self.note(state)

    def note(self, what):
        self.events.append({"at": round(time.time(), 3), "event": what})

    def move(self, state):
        self.state = state
        self.note(state)

    def line(self):
        return {"contract": self.contract, "id": self.number, "reference": self.reference, "state": self.state,
                "amount": self.amount, "currency": self.currency, "fee": self.fee, "events": self.events}


class Books:
    def __init__(self, offer_seconds, hold_seconds):
        self.offer_seconds = offer_seconds
        self.hold_seconds = hold_seconds
        self.run = "%x" % int(time.time())
        self.clear()

    def clear(self):
        self.offers = {}
        self.bookings = {}
        self.requests = {}
        self.counter = 0

    def number(self, prefix):
        """A number of the sandbox's own, which no earlier run has given out."""
        self.counter += 1
        return "%s-%s-%04d" % (prefix, self.run, self.counter)

    def offer(self, contract, number, **facts):
        """Keeps an offer until it expires; the oldest go first when there are too many."""
        while len(self.offers) >= OFFERS_MAX:
            del self.offers[next(iter(self.offers))]
        facts["expires"] = time.time() + self.offer_seconds
        self.offers[contract, number] = facts
        return facts

    def book(self, contract, number, reference, state, offer):
        booking = Booking(contract, number, reference, state, offer)
        booking.hold_until = time.time() + self.hold_seconds
        self.bookings[contract, number] = booking
        return booking

    def by_reference(self, contract, reference):
        return [b for b in self.bookings.values() if b.contract == contract and b.reference == reference]

    def count(self, what):
        self.requests[what] = self.requests.get(what, 0) + 1

    def page(self):
        return {"sandbox": True, "offers": len(self.offers), "requests": self.requests,
                "bookings": [b.line() for b in self.bookings.values()]}
