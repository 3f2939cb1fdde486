"""A talk with a provider, recorded once and played without it: the same requests get the same replies, and another request none."""
import os
import tempfile

from tests.support.provider import Cassette, Sandbox, Walk, send
from tests.support.tap import check, equal, main, test

RIDE = {"ask": "ride.request", "slots": {"pickup": "Soho | lat=51.5136 | lon=-0.1313",
                                         "dropoff": "The Shard | lat=51.5045 | lon=-0.0865"}}


class Fixture:
    """A cassette with one ride on it: asked for, booked, cancelled."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="dragoman-test-")
        self.path = os.path.join(self.folder.name, "ride.cassette")
        with Sandbox() as sandbox:
            self.url = sandbox.url + "/tomp"
            self.told = self.tell(self.url, self.keep)
        return self

    def __exit__(self, *ignored):
        self.folder.cleanup()

    def keep(self, request):
        reply = send(request)
        Cassette(self.path).record(request, reply)
        return reply

    def tell(self, url, carry, ask=RIDE):
        with Walk("tomp", url, carry=carry, key="act-1") as walk:
            offers = walk.run(ask)["offers"]
            receipt = walk.run({"book": offers[0]["state"]})["receipt"]
            return offers, receipt, walk.run({"undo": receipt["state"]})["receipt"]


@test
def what_was_recorded_plays_without_the_provider(f):
    equal(f.tell(f.url, Cassette(f.path).play), f.told, "offers and receipts")
    equal(f.tell("http://elsewhere.invalid/tomp", Cassette(f.path).play), f.told, "under another host")


@test
def another_request_is_not_answered(f):
    other = {**RIDE, "slots": {**RIDE["slots"], "passengers": "3"}}
    try:
        f.tell(f.url, Cassette(f.path).play, ask=other)
    except AssertionError as error:
        check("does not know" in str(error), str(error))
    else:
        check(False, "it was answered")


main(Fixture())
