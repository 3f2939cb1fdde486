"""POST /v1/parse of a started server."""
from tests.support.patience import patient
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

NOW = "2024-02-20T17:45:00+08:00"


@test
def a_reading_has_all_its_parts(server):
    reply = server.post("/v1/parse", {"text": "明天晚上七点", "timezone": "Asia/Shanghai", "now": NOW})
    equal(reply.status, 200, "status")
    equal(reply.type, "application/json", "type")
    equal(sorted(reply.json), ["entities", "intents", "language", "plan", "superseded"], "fields")


@test
def messages_and_a_paste_are_both_taken(server):
    for body in ({"messages": [{"from": "A", "text": "hi"}]}, {"text": "A: hi"}):
        equal(server.post("/v1/parse", body).status, 200, str(body))


@test
def a_charset_may_stand_behind_the_media_type(server):
    reply = server.post("/v1/parse", b'{"text":"hi"}', headers={"Content-Type": "application/json; charset=utf-8"})
    equal(reply.status, 200, "status")


def reading_of(server, *texts):
    messages = [{"from": "AB"[n % 2], "text": text} for n, text in enumerate(texts)]
    reply = server.post("/v1/parse", {"messages": messages, "now": NOW, "timezone": "Asia/Shanghai"})
    return {intent["intent"]: intent["slots"] for intent in reply.json["intents"]}


@test
def what_a_message_quotes_was_said_before(server):
    for asked, answer, day in (
            ("周五晚上七点外婆家吃饭？", "「A：周五晚上七点外婆家吃饭？」\n- - - - - - - - -\n周六吧", "24"),
            ("周五晚上七点外婆家吃饭？", "[回复]A: 周五晚上七点外婆家吃饭？\n可以", "23"),
            ("dinner friday at 7 at Copper Pot?", "> dinner friday at 7 at Copper Pot?\nsaturday works", "24")):
        table = reading_of(server, asked, answer, "好" if day == "24" else "👌").get("booking.restaurant", {})
        equal(table.get("time", {}).get("value", {}).get("start"), f"2024-02-{day}T19:00:00+08:00", answer)
        equal([span["message"] for span in table.get("venue", {}).get("spans", [])], [0], f"where the venue is said: {answer}")


@test
def lines_of_the_app_say_nothing(server):
    for line in ("[语音通话] 通话时长 07:30", "A撤回了一条消息", "Missed voice call at 8:15 PM"):
        table = reading_of(server, "周五晚上七点外婆家吃饭？", line, "嗯", "好").get("booking.restaurant", {})
        equal(table.get("time", {}).get("value", {}).get("start"), "2024-02-23T19:00:00+08:00", line)


@test
def many_requests_go_over_one_connection(server):
    import http.client
    connection = http.client.HTTPConnection(server.host, server.port, timeout=patient(10))
    ids = set()
    for _ in range(50):
        connection.request("POST", "/v1/parse", b'{"text":"hi"}', {"Content-Type": "application/json"})
        answer = connection.getresponse()
        ids.add(answer.getheader("X-Request-Id"))
        answer.read()
    connection.close()
    equal(len(ids), 50, "different request ids")


@test
def the_figures_count_what_was_read(server):
    before = server.metric("dragoman_reads_total")
    server.post("/v1/parse", {"text": "hi"})
    check(server.metric("dragoman_reads_total") == before + 1, "one more")


@test
def nothing_of_the_text_is_in_the_log(server):
    server.post("/v1/parse", {"text": "xylophone 13900001111"})
    server.post("/v1/parse", {"text": "xylophone", "xylophone": 1})
    check(not any("xylophone" in line or "1390000" in line for line in server.log), "the log is silent about it")


main(Server({"log": "all,access"}))
