"""A link or a telephone number on a card is there in full, whatever it looks like, and what is not what it seems is warned of."""
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

ABOUT = {"now": "2026-03-10T10:00:00+00:00", "timezone": "Europe/London"}
LONG = "https://meet.example.com/j/" + "a1b2c3d4" * 40
MEETING = "meeting tomorrow at 15:00 {}"


def cards(server, text, target):
    drag = server.post("/v1/drags", {"text": text, **ABOUT})
    equal(drag.status, 201, text[:60])
    dropped = server.post(f"/v1/drags/{drag.json['drag_id']}/drop", {"target": target}, headers={"Prefer": "wait=2"})
    equal(dropped.status, 200, text[:60])
    return drag.json, dropped.json["cards"]


def warnings(drag):
    return {warning["type"] for intent in drag["intents"] for warning in intent.get("warnings", [])}


@test
def a_link_that_goes_into_a_calendar_is_shown_whole(server):
    for link in (LONG, "https://paypa1.com/j/1", "https://xn--pple-43d.com/x", "http://\u0430pple.com/login",
                 "https://apple.com@198.51.100.7/x"):
        drag, seen = cards(server, MEETING.format(link), "calendar")
        equal(drag["intents"][0]["slots"]["url"]["text"], link, "the slot")
        check(seen, link)
        for card in seen:
            equal(card["subtitle"], link, f"{card['adapter']}: on the card")


@test
def what_imitates_is_warned_of_and_what_does_not_is_not(server):
    for link, imitates in ((LONG, False), ("https://paypa1.com/j/1", True), ("https://xn--pple-43d.com/x", True),
                           ("http://\u0430pple.com/login", True), ("https://apple.com@198.51.100.7/x", True)):
        drag, _ = cards(server, MEETING.format(link), "calendar")
        equal("look-alike-link" in warnings(drag), imitates, link[:60])


@test
def a_number_is_shown_as_it_will_be_dialled(server):
    for text, number in (("call me back on +44 20 7946 0958", "+442079460958"),
                         ("Sarah: my number is +44 20 7946 0018, call me", "+442079460018"),
                         ("有事打我电话13812345678", "13812345678")):
        _, seen = cards(server, text, "call")
        equal(len(seen), 1, text)
        card = seen[0]
        check(number in card["title"] or card.get("subtitle") == number, f"{card['title']}, {card.get('subtitle')}")
        equal(card["link"], f"tel:{number}", "what is dialled")


@test
def the_page_writes_each_link_out(server):
    page = server.get("/").body.decode()
    check('make("p", address, "address")' in page, "below the buttons")
    for cut in ("text-overflow", "line-clamp", "ellipsis"):
        check(cut not in page, f"{cut}: nothing is cut")


main(Server({"loops": "1"}))
