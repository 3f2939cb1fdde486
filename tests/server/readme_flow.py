"""The README's curl lines work when pasted: they are taken out of it and run, in order, in one shell, against a server with the
sandbox provider behind it. Only the port is another."""
import json
import os
import re
import subprocess
import tempfile

from tests.support.patience import patient
from tests.support.provider import ROOT, Sandbox
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

CHAT_INTENTS = ["booking.restaurant", "ride.request", "calendar.create"]


def curl_blocks():
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.S)
    return [block for block in blocks if "curl " in block]


class Fixture:
    """What each of the blocks printed."""

    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = Server({"adapter.tomp.url": self.sandbox.url + "/tomp", "adapter.tomp.sandbox": "on"}).__enter__()
        self.answers = [json.loads(text) for text in self.paste().split("\0") if text.strip()]
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def paste(self):
        script = "\nprintf '\\0'\n".join(curl_blocks()).replace("http://127.0.0.1:8080", self.server.url)
        script = script.replace("@tests/", f"@{ROOT}/tests/")
        with tempfile.TemporaryDirectory() as folder:
            return subprocess.run(["bash", "-eu", "-o", "pipefail", "-c", script], cwd=folder, stdout=subprocess.PIPE, text=True,
                                  timeout=patient(60)).stdout


@test
def each_block_answers_in_json(f):
    equal(len(f.answers), 5, "parse, drag, drop, confirm, cancel")


@test
def the_chat_is_a_dinner_with_its_three_intents(f):
    for reading in f.answers[:2]:
        equal(reading["plan"].get("activity"), "dinner", "activity")
        found = [intent["intent"] for intent in reading["intents"]]
        check(set(CHAT_INTENTS) <= set(found), f"intents: {found}")
        slots = reading["intents"][0]["slots"]
        equal(slots["time"]["value"]["start"][:16], "2026-03-11T19:30", "the time in the end")
        equal((slots["time"]["status"], slots["venue"]["status"]), ("agreed", "agreed"), "both agreed")
        equal(slots["party_size"]["value"]["number"], 2, "people")
        gone = {one["status"] for one in reading["superseded"]}
        check(gone <= {"superseded", "rejected"} and gone, f"what was dropped: {reading['superseded']}")


@test
def a_ride_is_offered_booked_and_cancelled(f):
    cards, confirmed, cancelled = f.answers[2:]
    check(any(card["sandbox"] and "action" in card for card in cards["cards"]), f"a live offer: {cards}")
    equal(confirmed.get("state"), "done", f"confirmed: {confirmed}")
    equal(cancelled.get("state"), "cancelled", f"cancelled: {cancelled}")


main(Fixture())
