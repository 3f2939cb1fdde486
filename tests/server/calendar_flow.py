"""A dinner that was agreed on becomes an entry of a real calendar, once, and is taken out again."""
from tests.support.radicale import Radicale
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

DINNER = {"messages": [{"from": "Ann", "text": "dinner tomorrow?"}, {"from": "Bo", "text": "sure, at seven"},
                       {"from": "Ann", "text": "perfect"}],
          "locale": "en-GB", "timezone": "Europe/London", "now": "2024-02-20T17:45:00+00:00", "me": "Ann"}


class World:
    def __enter__(self):
        self.calendar = Radicale().__enter__()
        self.server = Server(self.calendar.settings()).__enter__()
        return self

    def __exit__(self, *error):
        try:
            self.server.__exit__(*error)
        finally:
            self.calendar.__exit__()


def card_of(world):
    drag = world.server.post("/v1/drags", DINNER).json
    drop = world.server.post(f"/v1/drags/{drag['drag_id']}/drop", {"target": "calendar"}, headers={"Prefer": "wait=10"})
    cards = [card for card in drop.json["cards"] if card["adapter"] == "caldav"]
    check(cards, f"a card from the calendar: {drop!r}")
    return cards[0]


def confirm(world, card, key):
    action = card["action"]
    return world.server.post(action["confirm"], {"confirm_token": action["confirm_token"]},
                             headers={"Idempotency-Key": key, "Prefer": "wait=10"})


@test
def an_agreed_dinner_is_written_once_and_taken_out_again(world):
    card = card_of(world)
    equal(card["subtitle"], "You are free then", "what the calendar says")
    equal(card["starts"], "2024-02-21T19:00:00+00:00", "when")
    equal(len(world.calendar.entries()), 0, "entries before the confirm")
    done = confirm(world, card, "key-1")
    equal(done.json["state"], "done", "the confirm")
    equal(confirm(world, card, "key-1").json["result"], done.json["result"], "the same again")
    entries = world.calendar.entries()
    equal(len(entries), 1, "entries")
    check("DTSTART:20240221T190000Z" in entries[0], entries[0])
    left = {field for sent in done.json["receipt"] for field in sent["fields"]}
    equal(left, {"title", "time"}, "what left, as the receipt says")
    equal({sent["host"] for sent in done.json["receipt"]}, {"127.0.0.1"}, "whom it was said to")
    cancelled = world.server.post(f"/v1/actions/{card['action']['action_id']}/cancel", headers={"Prefer": "wait=10"})
    equal(cancelled.json["state"], "cancelled", "the cancel")
    equal(len(world.calendar.entries()), 0, "entries after the cancel")


@test
def a_second_drag_sees_what_the_first_has_written(world):
    confirm(world, card_of(world), "key-2")
    equal(card_of(world)["subtitle"], "It is in your calendar already", "what the calendar says")


@test
def the_password_is_nowhere(world):
    for path in ("/v1/adapters", "/metrics"):
        check("secret" not in world.server.get(path).body.decode(), path)
    check(not any("secret" in line for line in world.server.log), "the log")


main(World())
