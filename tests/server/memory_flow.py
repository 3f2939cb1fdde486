"""A session remembers: what is dragged later refines the plan that was dragged before it, in Chinese and in English."""
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

ZONE = {"zh": "Asia/Shanghai", "en": "America/New_York"}
OFFSET = {"zh": "+08:00", "en": "-04:00"}
DINNER = {
    "zh": [("小王", "明天晚上七点去海底捞吃饭？"), ("小李", "好，七点见")],
    "en": [("Ann", "dinner tomorrow at 7pm at Pizza Express?"), ("Bob", "works for me")],
}
VENUE = {"zh": "海底捞", "en": "Pizza Express"}
LATER = {"zh": "改到八点", "en": "make it 8pm"}
PEOPLE = {"zh": "四个人", "en": "make it four people"}
ADDRESS = {"zh": "朝阳区建国路93号", "en": "480 N 3rd Street"}
OTHERS = {
    "zh": [("老张", "周六下午三点开会？"), ("老赵", "可以")],
    "en": [("Zoe", "meeting on Saturday at 3pm?"), ("Yan", "sounds good")],
}
NOTHING = {"zh": "哈哈哈", "en": "hahaha"}


class Talk:
    """The drags of one session."""

    def __init__(self, server, language):
        self.server, self.language, self.session = server, language, None

    def drag(self, said, **more):
        body = {"timezone": ZONE[self.language], "now": f"2026-03-10T12:00:00{OFFSET[self.language]}", **more}
        if isinstance(said, str):
            body["text"] = said
        else:
            body["messages"] = [{"from": who, "text": text} for who, text in said]
        if self.session:
            body["session_id"] = self.session
        reply = self.server.post("/v1/drags", body)
        equal(reply.status, 201, f"status of {said}")
        self.session = reply.json["session_id"]
        return reply.json


def table(drag):
    return next((one["slots"] for one in drag["intents"] if one["intent"] == "booking.restaurant"), {})


def start(drag):
    return table(drag).get("time", {}).get("value", {}).get("start")


def at(hour, language):
    return f"2026-03-11T{hour}:00:00{OFFSET[language]}"


def in_both(story):
    def told(server):
        for language in ("zh", "en"):
            story(server, language)
    told.__name__ = story.__name__
    return test(told)


@in_both
def a_later_drag_moves_the_time_and_leaves_the_rest(server, language):
    talk = Talk(server, language)
    equal(start(talk.drag(DINNER[language])), at(19, language), language)
    later = talk.drag(LATER[language])
    equal(start(later), at(20, language), language + ": moved")
    venue = table(later)["venue"]
    equal((venue["value"]["name"], venue["status"], venue["spans"]), (VENUE[language], "inferred", []), language)
    check(all(span["message"] == 0 for span in table(later)["time"]["spans"]), language + ": spans of this drag only")


@in_both
def each_drag_goes_on_from_the_one_before(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    talk.drag(LATER[language])
    slots = table(talk.drag(PEOPLE[language]))
    equal((slots["party_size"]["value"]["number"], slots["time"]["value"]["start"]), (4, at(20, language)), language)


@in_both
def a_shared_address_is_the_new_place(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    slots = table(talk.drag(ADDRESS[language]))
    equal((slots["venue"]["text"], slots["time"]["value"]["start"]), (ADDRESS[language], at(19, language)), language)


@in_both
def what_others_settle_is_a_plan_of_its_own(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    other = talk.drag(OTHERS[language])
    equal([one["intent"] for one in other["intents"]], ["calendar.create"], language)
    check("place" not in other["intents"][0]["slots"], language + ": no place of the dinner")


@in_both
def a_remembered_plan_is_not_told_again_for_nothing(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    equal(talk.drag(NOTHING[language])["intents"], [], language)


@in_both
def the_drag_reads_the_same_when_it_is_looked_at_later(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    later = talk.drag(LATER[language])
    again = server.get(f"/v1/drags/{later['drag_id']}").json
    equal(again["intents"], later["intents"], language)


@in_both
def what_was_to_stay_here_is_not_remembered_where_more_is_asked(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language], privacy="local")
    equal(table(talk.drag(LATER[language])), {}, language)


@in_both
def a_forgotten_session_remembers_nothing(server, language):
    talk = Talk(server, language)
    talk.drag(DINNER[language])
    server.delete(f"/v1/sessions/{talk.session}")
    talk.session = None
    equal(table(talk.drag(LATER[language])), {}, language)


main(Server({}))
