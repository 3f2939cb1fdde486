"""No field of a request, and nothing that a provider says, leads the server to another host than those of its configuration; and our
secrets stay with us, even where a provider says them back."""
import http.server
import json
import socket
import threading
import time

from tests.support.scripted import ABOUT, confirm, drag, drop, offers, use_scripted
from tests.support.server import Server
from tests.support.tap import check, equal, main, test

SECRET = "hush-hush-hush"


class Watch:
    """A port that nobody may ever come to."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self.count, daemon=True).start()

    def count(self):
        while True:
            connection, _ = self.socket.accept()
            self.visits += 1
            connection.close()


class Evil(http.server.BaseHTTPRequestHandler):
    """A provider that wants us elsewhere: by redirects, by the ids of its offers, by its words."""
    watch = None
    mode = "redirect"
    protocol_version = "HTTP/1.1"
    asked = []

    def ids(self):
        there = f"127.0.0.1:{self.watch.port}"
        return [f"http://{there}/x", f"//{there}/", f"@{there}/", f"\\\\{there}", f"..//{there}", f"%2f%2f{there}",
                f"x\r\nHost: {there}", f"?@{there}#", f".{there}"]

    def answer(self):
        length = int(self.headers.get("Content-Length", "0"))
        self.rfile.read(length)
        Evil.asked.append((self.command, self.path, self.headers.get("Host")))
        if Evil.mode == "redirect":
            self.reply(302, "", {"Location": f"http://127.0.0.1:{self.watch.port}{self.path}"})
        elif self.path.endswith("/planning/offers"):
            options = [{"id": name, "mainAssetType": {"assetClass": "TAXI", "sharedProperties": {
                "name": f"{SECRET} http://127.0.0.1:{self.watch.port}/"}}} for name in self.ids()]
            self.reply(201, json.dumps({"validUntil": "2099-01-01T00:00:00Z", "options": options}))
        else:
            self.reply(200, json.dumps({"id": "x", "state": "CONFIRMED", "links": f"http://127.0.0.1:{self.watch.port}"}))

    do_GET = do_POST = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = answer

    def reply(self, status, body, headers=None):
        body = body.encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


class Fixture:
    def __enter__(self):
        self.watch = Evil.watch = Watch()
        self.provider = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Evil)
        threading.Thread(target=self.provider.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{self.provider.server_address[1]}"
        self.server = Server({"adapter.tomp.url": base + "/tomp", "adapter.tomp.token": SECRET, "log": "all",
                              "adapter.caldav.url": base, "adapter.caldav.user": "ann",
                              "adapter.caldav.password": SECRET, "rate": "0", "prefetch_rate": "0"}).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.provider.shutdown()
        self.provider.server_close()

    def elsewhere(self):
        """What a field may hold to lead astray."""
        there = f"127.0.0.1:{self.watch.port}"
        return [f"http://{there}/", f"https://{there}/", f"//{there}/", f"http://user@{there}/", f"{there}", f"@{there}",
                f"file:///etc/passwd", f"gopher://{there}/x", f"dict://{there}/", f"http://[::ffff:127.0.0.1]:{self.watch.port}/",
                f"http://2130706433:{self.watch.port}/", f"http://0x7f.1:{self.watch.port}/", f"http://localhost:{self.watch.port}/",
                f"http://127.0.0.1.:{self.watch.port}/", f"http://{there}%23@x/", f"\r\nHost: {there}", f"http://{there}\\@x/",
                "http://169.254.169.254/latest/meta-data/"]


@test
def no_field_of_a_drag_names_a_host(f):
    Evil.mode = "offers"
    for there in f.elsewhere():
        word = "".join(there.split())
        text = f"ride.request dropoff={word}@39.91,116.45\ncalendar.create title={word} url={word} time=2030-05-01T19:00:00+08:00"
        for more in ({}, {"me": there}, {"locale": there}, {"timezone": there}, {"session_id": there}, {"privacy": there},
                     {"url": there}, {"host": there}, {"base": there}, {"adapter": {"tomp": {"url": there}}}):
            reply = f.server.post("/v1/drags", {"text": text, **ABOUT, **more},
                                  headers={"Forwarded": "host=" + word, "X-Forwarded-Host": word, "Referer": word})
            check(reply.status in (201, 400, 404), f"{reply}")
    time.sleep(0.5)
    equal(f.watch.visits, 0, "visits elsewhere")


@test
def no_correction_target_or_header_names_a_host(f):
    Evil.mode = "offers"
    for there in f.elsewhere():
        drag_id = drag(f.server)["drag_id"]
        f.server.post(f"/v1/drags/{drag_id}/corrections",
                      {"intent": "ride.request", "slot": "dropoff", "value": {"name": there, "address": there, "lat": 39.9, "lon": 116.4}})
        f.server.post(f"/v1/drags/{drag_id}/drop", {"target": there})
        f.server.post(f"/v1/drags/{drag_id}/drop", {"target": "ride"}, headers={"Prefer": "wait=1"})
    equal(f.watch.visits, 0, "visits elsewhere")


@test
def redirects_are_not_followed(f):
    Evil.mode, Evil.asked = "redirect", []
    dropped = drop(f.server, drag(f.server, "ride.request dropoff=Office@39.91,116.45\n"
                                  "calendar.create title=x time=2030-05-01T19:00:00+08:00")["drag_id"], wait=5)
    check(any(s["adapter"] == "tomp" for s in dropped["unanswered"]), f"{dropped['unanswered']}")
    time.sleep(0.5)
    check(Evil.asked, "the provider was asked")
    equal(f.watch.visits, 0, "visits elsewhere")


@test
def no_id_of_an_offer_leads_elsewhere_when_it_is_confirmed(f):
    Evil.mode, Evil.asked = "offers", []
    cards = offers(drop(f.server, drag(f.server)["drag_id"], wait=5))
    check(len(cards) >= 4, f"{len(cards)} offers with ids that could be names")
    for n, card in enumerate(cards):
        done = confirm(f.server, card, f"evil-{n}").json
        f.server.post(f"/v1/actions/{done['action_id']}/cancel")
    hosts = {host for _, _, host in Evil.asked}
    equal(hosts, {f"127.0.0.1:{f.provider.server_address[1]}"}, "hosts that were asked for")
    check(all(path.startswith("/") and not path.startswith("//") for _, path, _ in Evil.asked), f"{Evil.asked}")
    equal(f.watch.visits, 0, "visits elsewhere")


@test
def a_secret_that_a_provider_says_back_is_masked_everywhere(f):
    Evil.mode = "offers"
    dropped = drop(f.server, drag(f.server)["drag_id"], wait=5)
    check("***" in json.dumps(dropped), "the provider says it")
    done = confirm(f.server, offers(dropped)[0], "secret").json
    log = "\n".join(str(line) for line in f.server.log)
    metrics = f.server.get("/metrics").body.decode()
    for where, text in (("drop", json.dumps(dropped)), ("action", json.dumps(done)), ("log", log), ("metrics", metrics),
                        ("adapters", f.server.get("/v1/adapters").body.decode())):
        check(SECRET not in text, f"the secret is in {where}")


@test
def a_core_dump_would_hold_no_memory(f):
    with open(f"/proc/{f.server.process.pid}/coredump_filter", encoding="ascii") as file:
        equal(int(file.read(), 16), 0, "mappings in a core")
    with open(f"/proc/{f.server.process.pid}/limits", encoding="ascii") as file:
        line = next(row for row in file if row.startswith("Max core file size"))
    equal(line.split()[4:6], ["0", "0"], "limit of a core")


use_scripted()
main(Fixture())
