"""What nobody should send, and what each gets: the right status, a problem that names the place, and a server that goes on."""
import socket
import time

from tests.support.patience import patient
from tests.support.raw import read_all, statuses, talk
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

JSON = b"Host: x\r\nContent-Type: application/json\r\n"


def refused(server, body, status, pointer=None, path="/v1/parse", headers=None):
    reply = server.post(path, body, headers=headers)
    about = repr(body)[:60]
    equal(reply.status, status, about)
    if not equal(reply.type, "application/problem+json", about):
        return
    problem = reply.json
    check(problem["type"].startswith("/problems/"), about)
    equal(problem["status"], status, about)
    equal(problem["request_id"], reply.headers["x-request-id"], about)
    check(problem["title"] and problem["detail"], about)
    if pointer is not None:
        equal([error["pointer"] for error in problem.get("errors", [])], [pointer], about)


def goes_on(server):
    equal(server.post("/v1/parse", {"text": "dinner tomorrow at 7?"}).status, 200, "the next request is answered")


@test
def what_is_not_json_is_refused(server):
    for body in (b"", b"{", b"not json", b"[]", b"null", b"3", b'"text"', b'{"text":"a"} {}', b"{'text':'a'}",
                 b'{"text":"a",}', b'{"text":NaN}'):
        refused(server, body, 400)
    goes_on(server)


@test
def a_wrong_type_is_refused_with_its_place(server):
    for body, pointer in (
            ({"text": 3}, "/text"), ({"text": None}, "/text"), ({"text": ["a"]}, "/text"),
            ({"messages": "a"}, "/messages"), ({"messages": [3]}, "/messages/0"),
            ({"messages": [{"text": "a"}, {"text": 3}]}, "/messages/1/text"),
            ({"messages": [{"text": "a", "from": 3}]}, "/messages/0/from"),
            ({"messages": [{"from": "A"}]}, "/messages/0/text"),
            ({"text": "a", "me": 3}, "/me"), ({"text": "a", "locale": 3}, "/locale"),
            ({"text": "a", "location": "here"}, "/location"), ({"text": "a", "location": {"lat": 1}}, "/location/lon"),
            ({"text": "a", "location": {"lat": "1", "lon": 1}}, "/location/lat"),
            ({"text": "a", "location": {"lat": 91, "lon": 1}}, "/location/lat"),
            ({"text": "a", "location": {"lat": 1, "lon": 181}}, "/location/lon"),
            ({"text": "a", "offset_unit": "bytes"}, "/offset_unit")):
        refused(server, body, 400, pointer)
    goes_on(server)


@test
def an_unknown_field_is_refused_with_its_place(server):
    refused(server, {"text": "a", "txet": "b"}, 400, "/txet")
    refused(server, {"messages": [{"text": "a", "form": "b"}]}, 400, "/messages/0/form")
    refused(server, {"text": "a", "location": {"lat": 1, "lon": 2, "alt": 3}}, 400, "/location/alt")
    refused(server, {"text": "a", "session_id": "s"}, 400, "/session_id")
    goes_on(server)


@test
def an_odd_field_name_is_not_repeated(server):
    reply = server.post("/v1/parse", {"text": "a", "x\"<script>": 1})
    equal(reply.status, 400, "status")
    check(b"script" not in reply.body, "the name is not echoed")


@test
def a_field_that_stands_twice_is_refused(server):
    refused(server, b'{"text":"a","text":"b"}', 400)


@test
def nothing_to_read_is_refused(server):
    refused(server, {"text": ""}, 400, "/text")
    refused(server, {"messages": []}, 400, "/messages")
    refused(server, {"messages": [{"text": ""}]}, 400, "/messages/0/text")
    refused(server, {}, 400)
    refused(server, {"text": "a", "messages": [{"text": "b"}]}, 400, "/text")
    goes_on(server)


@test
def a_now_that_is_no_time_is_refused(server):
    for now in ("yesterday", "", "2024-13-01T00:00:00Z", "2024-02-30T00:00:00Z", "2024-02-20T25:00:00Z", "17:45"):
        refused(server, {"text": "a", "now": now}, 400, "/now")
    refused(server, {"messages": [{"text": "a", "at": "soon"}]}, 400, "/messages/0/at")
    goes_on(server)


@test
def an_unknown_zone_is_refused(server):
    for zone in ("Mars/Olympus", "", "+99:00", "../../etc/passwd", "Asia/Shanghai " * 40):
        refused(server, {"text": "a", "timezone": zone}, 400, "/timezone")
    goes_on(server)


@test
def a_malformed_locale_is_refused(server):
    for locale in ("zh-", "-", "中文", "a b", "123456789"):
        refused(server, {"text": "a", "locale": locale}, 400, "/locale")


@test
def broken_utf_8_is_refused(server):
    for bad in (b"\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"a\x80", b"\xe4\xb8"):
        refused(server, b'{"text":"' + bad + b'"}', 400)
    refused(server, b'{"text":"\\ud800"}', 400)
    goes_on(server)


@test
def nul_is_refused(server):
    refused(server, b'{"text":"a\x00b"}', 400)
    refused(server, b'{"text":"a\\u0000b"}', 400)
    refused(server, b'{"text\\u0000":"a"}', 400)
    goes_on(server)


@test
def deep_nesting_is_refused(server):
    for body in (b"[" * 10000, b'{"text":' * 7000, b'{"text":' + b"[" * 10000 + b"]" * 10000 + b"}"):
        refused(server, body, 400)
    goes_on(server)


@test
def brackets_in_a_text_are_not_nesting(server):
    equal(server.post("/v1/parse", {"text": "[{" * 1000 + '\\"' * 10}).status, 200, "status")


@test
def sixty_four_kib_and_over_is_refused(server):
    frame = len(b'{"text":""}')
    equal(server.post("/v1/parse", b'{"text":"' + b"a" * (65535 - frame) + b'"}').status, 200, "one byte below")
    for size in (65536, 65537, 200000, 1 << 20):
        refused(server, b'{"text":"' + b"a" * (size - frame) + b'"}', 413)
    goes_on(server)


@test
def a_chunked_body_has_the_same_limit(server):
    def chunked(size):
        chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
        body = chunk * (size // 4096) + b'e\r\n{"text":"abc"}\r\n0\r\n\r\n'
        return talk(server, b"POST /v1/parse HTTP/1.1\r\n" + JSON + b"Transfer-Encoding: chunked\r\n"
                    b"Connection: close\r\n\r\n" + body)
    equal(statuses(chunked(0)), [200], "small")
    equal(statuses(chunked(61440)), [200], "below")
    equal(statuses(chunked(65536)), [413], "above")
    equal(statuses(chunked(8 << 20)), [], "far above: closed")
    goes_on(server)


@test
def a_huge_announced_body_is_refused_before_it_is_sent(server):
    answer = talk(server, b"POST /v1/parse HTTP/1.1\r\n" + JSON + b"Content-Length: 99999999999\r\n\r\n")
    equal(statuses(answer), [413], "status")
    goes_on(server)


@test
def another_media_type_is_refused(server):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "multipart/form-data"):
        refused(server, b'{"text":"a"}', 415, headers={"Content-Type": kind})
    refused(server, b'{"text":"a"}', 415, headers={"Content-Encoding": "gzip"})


@test
def unknown_paths_and_methods_are_told_apart(server):
    equal(server.get("/v1/nothing").status, 404, "path")
    equal(server.get("/v1/drags/").status, 404, "empty id")
    equal(server.get("/v1/parse/").status, 404, "slash behind")
    reply = server.get("/v1/parse")
    equal((reply.status, reply.headers.get("allow")), (405, "POST"), "method")
    equal(server.request("BREW", "/v1/intents").status, 405, "odd method")
    equal(server.request("OPTIONS", "/").status, 405, "options")


@test
def a_path_is_not_decoded(server):
    for path in ("/v1%2Fintents", "/v1/%69ntents", "//v1/intents", "/v1/../v1/intents", "/v1/intents%00"):
        equal(server.get(path).status, 404, path)


@test
def headers_that_could_be_read_in_two_ways_are_refused(server):
    head = b"POST /v1/parse HTTP/1.1\r\n"
    body = b'{"text":"a"}'
    for lines in (b"Content-Length: 12\r\nContent-Length: 5\r\n", b"Content-Length: 12\r\nTransfer-Encoding: chunked\r\n",
                  b"Transfer-Encoding: gzip\r\n", b"Content-Type: text/plain\r\nContent-Length: 12\r\n",
                  b"Authorization: a\r\nAuthorization: b\r\nContent-Length: 12\r\n", b"Content-Length: -1\r\n",
                  b"Content-Length: 1x\r\n"):
        got = statuses(talk(server, head + JSON + lines + b"\r\n" + body, wait_s=2))
        check(all(400 <= status < 500 for status in got), f"{lines}: {got}")
    goes_on(server)


@test
def oversized_headers_are_refused(server):
    for headers in (b"X-A: " + b"a" * 100000 + b"\r\n", b"".join(b"X-%d: a\r\n" % i for i in range(100))):
        got = statuses(talk(server, b"GET /v1/intents HTTP/1.1\r\nHost: x\r\n" + headers + b"Connection: close\r\n\r\n"))
        check(len(got) <= 1 and all(400 <= status < 500 for status in got), f"{headers[:20]}: {got}")
    goes_on(server)


@test
def noise_is_no_request(server):
    for noise in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\r\n\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
                  b"\x00" * 2000):
        got = statuses(talk(server, noise, wait_s=1))
        check(all(status >= 400 for status in got), f"{noise[:20]}: {got}")
    goes_on(server)


@test
def what_the_library_refuses_by_itself_is_not_echoed(server):
    """Its answers are no problems but fixed pages of HTML (docs/security.md); nothing of the request may stand in them."""
    mark, host = b"<script>mark</script>", b"Host: x\r\n"
    parse = b"POST /v1/parse HTTP/1.1\r\n" + JSON
    for request in (
            b"GET /" + mark + b" HTTP/9.9\r\n" + host + b"\r\n",
            b"GET /  HTTP/1.1 " + mark + b"\r\n" + host + b"\r\n",
            b"GET /" + mark * 2000 + b" HTTP/1.1\r\n" + host + b"\r\n",
            b"GET / HTTP/1.1\r\n" + host + b"X-A: " + mark * 2000 + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + host + mark + b"\r\n\r\n",
            b"GET / HTTP/1.1\r\nX-A: " + mark + b"\r\n\r\n",
            parse + b"Content-Length: " + mark + b"\r\n\r\n",
            parse + b"Transfer-Encoding: chunked\r\n\r\n" + mark + b"\r\n"):
        answer = talk(server, request)
        check(all(400 <= status < 600 for status in statuses(answer)), f"{request[:40]}: {statuses(answer)}")
        check(b"mark" not in answer, f"{request[:40]}: echoed")
        check(len(answer) < 2000, f"{request[:40]}: {len(answer)} bytes")
    goes_on(server)


@test
def pipelined_requests_are_answered_in_order(server):
    one = b"POST /v1/parse HTTP/1.1\r\n" + JSON + b"Content-Length: 14\r\n\r\n" + b'{"text":"abc"}'
    bad = b"POST /v1/parse HTTP/1.1\r\n" + JSON + b"Content-Length: 2\r\n\r\n{}"
    last = b"GET /v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    equal(statuses(talk(server, one + bad + one + last)), [200, 400, 200, 404], "statuses")


@test
def a_body_may_come_in_small_pieces(server):
    request = b"POST /v1/parse HTTP/1.1\r\n" + JSON + b"Content-Length: 14\r\nConnection: close\r\n\r\n" + b'{"text":"abc"}'
    pieces = [(0.005, request[i:i + 7]) for i in range(0, len(request), 7)]
    equal(statuses(talk(server, None, pieces=pieces)), [200], "status")


@test
def a_request_that_never_ends_is_given_up(server):
    began = time.monotonic()
    slow = [socket.create_connection((server.host, server.port), timeout=patient(10)) for _ in range(50)]
    starts = (b"POST /v1/parse HTTP/1.1\r\n" + JSON + b'Content-Length: 140\r\n\r\n{"te', b"GET / HT", b"GET / HTTP/1.1\r\nHost:")
    for number, connection in enumerate(slow):
        connection.sendall(starts[number % len(starts)])
    goes_on(server)
    trickle_until = began + 2.5 # a byte a while must not keep it open
    while time.monotonic() < trickle_until:
        time.sleep(0.2)
        for connection in slow:
            try:
                connection.sendall(b"x")
            except OSError:
                pass
    for connection in slow:
        connection.settimeout(4)
        read_all(connection)
        connection.close()
    check(time.monotonic() - began < 8, "closed in time")
    goes_on(server)


@test
def a_client_that_leaves_leaves_nothing_behind(server):
    for _ in range(200):
        connection = socket.create_connection((server.host, server.port), timeout=patient(5))
        connection.sendall(b"POST /v1/parse HTTP/1.1\r\n" + JSON + b'Content-Length: 14\r\n\r\n{"te')
        connection.close()
    equal(server.settled("dragoman_connections", 1), 1, "connections")
    equal(server.settled("dragoman_requests_in_flight", 1), 1, "requests in flight")


main(Server({"receive": "2", "log": "all,access"}))
