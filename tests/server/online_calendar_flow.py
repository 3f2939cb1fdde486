"""A Microsoft 365 calendar through the whole server: what clashes stands on the card, an entry is made once, moved, moved back and
taken out, each as the version that was seen."""
from tests.support.provider import Sandbox
from tests.support.scripted import confirm, drag, drop, offers, use_scripted
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

DINNER = "calendar.create title=Dinner time=2030-05-01T19:00:00+08:00"
MOVE = "calendar.update title=Dinner time=2030-05-01T19:00:00+08:00 new_time=2030-05-01T20:30:00+08:00"
REMOVE = "calendar.cancel title=Dinner time=2030-05-01T19:00:00+08:00"
TARGETS = {"calendar.create": "calendar", "calendar.update": "reschedule", "calendar.cancel": "unschedule"}


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        name = "adapter.microsoft-graph."
        self.server = Server({
            name + "url": self.sandbox.url + "/graph/v1.0", name + "token_url": self.sandbox.url + "/graph/common",
            name + "client_id": "id", name + "client_secret": "hush-hush", name + "refresh_token": "r-token"}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)

    def card(self, text):
        target = TARGETS[text.partition(" ")[0]]
        cards = offers(drop(self.server, drag(self.server, text)["drag_id"], target))
        check(cards and cards[0]["adapter"] == "microsoft-graph", f"{text}: {cards}")
        return cards[0]

    def cancel(self, card):
        path = f"/v1/actions/{card['action']['action_id']}/cancel"
        return self.server.post(path, headers={"Prefer": "wait=10"}).json

    def entries(self):
        return [b for b in self.sandbox.books()["bookings"] if b["state"] == "confirmed"]


@test
def an_entry_is_made_once_and_what_comes_after_clashes(f):
    card = f.card(DINNER)
    equal(card["subtitle"], "You are free then", "before")
    done = confirm(f.server, card, "key-1").json
    equal(done["state"], "done", f"{done}")
    equal(confirm(f.server, card, "key-1").json["result"], done["result"], "the same again")
    equal(len(f.entries()), 1, "entries")
    equal({field for sent in done["receipt"] for field in sent["fields"]}, {"title", "time"}, "what left, as the receipt says")
    other = f.card(DINNER.replace("Dinner", "Yoga").replace("19:00", "19:30"))
    equal(other["subtitle"], "Clashes with Dinner (19:00–20:00)", "after")


@test
def a_move_is_of_the_version_that_was_seen(f):
    first, second = f.card(MOVE), f.card(MOVE.replace("20:30", "21:00"))
    equal(first["title"], "Move: Dinner → 2030-05-01 20:30", "card")
    equal(confirm(f.server, first, "key-2").json["state"], "done", "moved")
    late = confirm(f.server, second, "key-3").json
    equal((late["state"], late["result"]["detail"]), ("failed", "Somebody has changed the entry since; nothing was done"), "late")
    equal(f.cancel(first)["state"], "cancelled", "moved back")
    equal(f.card(DINNER)["subtitle"], "It is in your calendar already", "where it was")


@test
def what_is_removed_is_gone(f):
    card = f.card(REMOVE)
    equal(confirm(f.server, card, "key-4").json["state"], "done", "removed")
    equal(f.entries(), [], "entries")
    equal(f.card(DINNER)["subtitle"], "You are free then", "after")


@test
def secrets_are_nowhere(f):
    for path in ("/v1/adapters", "/metrics"):
        page = f.server.get(path).body.decode()
        check("hush-hush" not in page and "r-token" not in page, path)
    check(not any("hush-hush" in line or "r-token" in line for line in f.server.log), "the log")


use_scripted()
main(Fixture())
