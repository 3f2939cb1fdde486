"""A confined server does all that an open one does, and says in what way it is confined."""
import os

from tests.support.provider import Sandbox
from tests.support.scripted import confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.server import is_sanitized
from tests.support.tap import check, equal, main, test


class Fixture:
    def __enter__(self):
        # leaks are looked for by tracing the process, which is one of the things given up
        quiet = {"ASAN_OPTIONS": "detect_leaks=0"} if is_sanitized() else {}
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, confine="on")
        self.server.environment = quiet
        self.server.__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)


@test
def it_says_so_and_the_kernel_agrees(f):
    check(any('"confined"' in line and '"calls":1' in line for line in f.server.log), f"log: {f.server.log[:3]}")
    with open(f"/proc/{f.server.process.pid}/status", encoding="ascii") as file:
        status = dict(line.split(":\t", 1) for line in file.read().splitlines() if ":\t" in line)
    equal((status["Seccomp"], status["NoNewPrivs"]), ("2", "1"), "Seccomp, NoNewPrivs")
    for task in os.listdir(f"/proc/{f.server.process.pid}/task"):
        with open(f"/proc/{f.server.process.pid}/task/{task}/status", encoding="ascii") as file:
            check("Seccomp:\t2" in file.read(), f"thread {task}")


@test
def a_ride_is_found_confirmed_and_kept(f):
    dropped = drop(f.server, drag(f.server)["drag_id"])
    reply = confirm(f.server, offers(dropped)[0], "k")
    equal(reply.json["state"], "done", "the action")
    f.server.stop()
    f.server.start()
    equal(f.server.get(f"/v1/actions/{offers(dropped)[0]['action']['action_id']}").json["state"], "done", "after a restart")


use_scripted()
main(Fixture())
