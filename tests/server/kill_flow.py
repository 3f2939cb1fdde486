"""kill -9 at random moments of a confirmation, again and again, and nobody who asks afterwards: the sweep must bring every action
to the state that the provider's own books have. DRAGOMAN_KILLS says how often (20; 200 for a release)."""
import http.client
import os
import random
import threading
import time

from tests.support.provider import Sandbox
from tests.support.scripted import RIDE, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.tap import check, equal, main, test

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "20"))
SPREAD_S = 0.4  # a confirmation takes two requests of DELAY_S each, and what the server adds
DELAY_S = 0.1
SETTLE_S = 24  # the lease of a dead server, the time until "never heard of it" is believed, two rounds of the sweep


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, log="serve", rate="0", prefetch_rate="0").__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def offer(self):
        return offers(drop(self.server, drag(self.server)["drag_id"]))[0]

    def kill_in_the_middle(self, dice, n):
        """The action that was being confirmed when the server died."""
        card = self.offer()
        self.sandbox.faults(delay=DELAY_S)
        worker = threading.Thread(target=try_to_confirm, args=(self.server, card, f"kill-{n}"))
        worker.start()
        time.sleep(dice.random() ** 3 * SPREAD_S)  # more often early, where the steps lie close together
        self.server.kill()
        worker.join()
        self.sandbox.faults()
        self.server.start()
        return card["action"]["action_id"]


def try_to_confirm(server, card, key):
    try:
        confirm(server, card, key, wait=1)
    except (OSError, http.client.HTTPException):
        pass  # the server died


def await_state(server, action, state):
    end = time.monotonic() + SETTLE_S
    while server.get(f"/v1/actions/{action}").json["state"] != state and time.monotonic() < end:
        time.sleep(0.05)
    equal(server.get(f"/v1/actions/{action}").json["state"], state, action)


def bookings_by_action(sandbox):
    made = {}
    for line in sandbox.books()["bookings"]:
        made.setdefault(line["reference"], []).append(line["state"])
    return made


@test
def every_action_ends_as_the_providers_books_have_it(f):
    seed = random.randrange(1 << 30)
    print(f"# {KILLS} kills, seed {seed}")
    dice = random.Random(seed)
    actions = [f.kill_in_the_middle(dice, n) for n in range(KILLS)]
    time.sleep(SETTLE_S)
    states = {action: f.server.get(f"/v1/actions/{action}").json["state"] for action in actions}
    made = bookings_by_action(f.sandbox)
    print("# " + ", ".join(f"{state}: {list(states.values()).count(state)}" for state in sorted(set(states.values()))))
    for action, state in states.items():
        booked = made.get(action, []).count("CONFIRMED")
        check(state in ("offered", "expired", "done", "failed"), f"{action} is {state}")
        equal(booked, 1 if state == "done" else 0, f"{action} is {state}; bookings of it: {made.get(action)}")
    equal(set(made) - set(actions), set(), "bookings of nobody")


def try_to_cancel(server, action):
    try:
        server.post(f"/v1/actions/{action}/cancel", headers={"Prefer": "wait=1"})
    except (OSError, http.client.HTTPException):
        pass


@test
def a_cancellation_that_never_reached_the_provider_says_so_and_can_be_asked_again(f):
    card = f.offer()
    action = card["action"]["action_id"]
    equal(confirm(f.server, card, "cancel").json["state"], "done", "booked")
    f.sandbox.faults(kind="hang", match="CANCEL")
    worker = threading.Thread(target=try_to_cancel, args=(f.server, action))
    worker.start()
    await_state(f.server, action, "cancelling")
    f.server.kill()
    worker.join()
    f.sandbox.faults()
    f.server.start()
    cancel, wait = f"/v1/actions/{action}/cancel", {"Prefer": f"wait={SETTLE_S}"}
    told = f.server.post(cancel, headers=wait)
    equal((told.status, told.json["detail"]), (502, "the provider did not cancel it"), f"{told}")
    equal(f.server.get(f"/v1/actions/{action}").json["state"], "done", "the booking stands")
    equal(bookings_by_action(f.sandbox)[action], ["CONFIRMED"], "in the books")
    again = f.server.post(cancel, headers=wait)
    equal((again.status, again.json.get("state")), (200, "cancelled"), f"{again}")
    equal(bookings_by_action(f.sandbox)[action], ["CANCELLED"], "in the books")


@test
def the_sweep_is_counted(f):
    page = f.server.get("/metrics").body.decode()
    check("dragoman_actions_swept_total" in page, "metric")


use_scripted()
main(Fixture())
