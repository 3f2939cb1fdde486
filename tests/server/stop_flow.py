"""How a server stops: what is in flight is finished, the rest is refused, and it ends."""
import contextlib
import signal
import socket
import time

from tests.support.patience import patient
from tests.support.raw import read_all, statuses
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

HEAD = b"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"


@contextlib.contextmanager
def half_sent(server):
    """A connection on which a request has begun."""
    with socket.create_connection((server.host, server.port), timeout=patient(10)) as connection:
        connection.sendall(HEAD + b'{"te')
        wait_for(lambda: server.metric("dragoman_requests_in_flight") >= 2, "the request is in flight")
        yield connection


def wait_for(holds, about, seconds=5):
    until = time.monotonic() + patient(seconds)
    while not holds() and time.monotonic() < until:
        time.sleep(0.01)
    check(holds(), about)


def is_draining(server):
    return server.get("/readyz").json["status"] == "draining"


@test
def an_idle_server_stops_at_once(_):
    with Server() as server:
        began = time.monotonic()
        server.signal(signal.SIGINT)
        equal(server.wait(5), 0, "exit status")
        check(time.monotonic() - began < 1.5, "at once")


@test
def whoever_signals_while_it_ends_changes_nothing(_):
    for _ in range(10):
        with Server({"loops": "8"}) as server:
            for _ in range(200):
                if server.process.poll() is not None:
                    break
                server.signal()
                time.sleep(0.0005)
            equal(server.wait(5), 0, "exit status")


@test
def what_is_in_flight_is_finished_and_the_rest_refused(_):
    with Server() as server, half_sent(server) as connection:
        server.signal()
        wait_for(lambda: is_draining(server), "/readyz says draining")
        equal(server.get("/healthz").status, 200, "/healthz")
        for method, path, body in (("POST", "/v1/parse", {"text": "a"}), ("POST", "/v1/drags", {"text": "a"}),
                                   ("GET", "/v1/intents", None)):
            reply = server.request(method, path, body)
            equal(reply.status, 503, path)
            check(int(reply.headers["retry-after"]) >= 1, "Retry-After")
            equal(reply.headers.get("connection"), "close", "Connection")
        equal(server.process.poll(), None, "it still runs")
        connection.sendall(b'xt":"abc"}')
        answer = read_all(connection)
        equal(statuses(answer), [200], "the one in flight")
        equal(server.wait(5), 0, "exit status")


@test
def a_drain_has_an_end(_):
    with Server({"drain": "1", "receive": "30"}) as server, half_sent(server):
        began = time.monotonic()
        server.signal()
        equal(server.wait(8), 0, "exit status")
        check(0.8 < time.monotonic() - began < 4, "after the drain time")


@test
def a_second_signal_ends_it_now(_):
    with Server({"drain": "60", "receive": "60"}) as server, half_sent(server):
        server.signal()
        wait_for(lambda: is_draining(server), "draining")
        began = time.monotonic()
        server.signal()
        equal(server.wait(8), 0, "exit status")
        check(time.monotonic() - began < 3, "now")


@test
def it_starts_again_on_the_same_store(_):
    with Server() as server:
        made = server.post("/v1/drags", {"text": "dinner tomorrow at 7?"}).json
        server.stop()
        server.start()
        reply = server.get("/v1/drags/" + made["drag_id"])
        equal((reply.status, reply.json["drag_id"]), (200, made["drag_id"]), "the drag is there")


@test
def a_second_server_on_the_same_port_is_refused(_):
    with Server() as server:
        other = Server({"listen": f"{server.host}:{server.port}"})
        try:
            with other:
                check(False, "it started")
        except RuntimeError as error:
            check("cannot listen" in str(error), str(error))


main(contextlib.nullcontext())
