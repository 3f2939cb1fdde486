"""The embedded store's disk: a copy is made while the server works and starts another one; a file that is damaged is refused with a
reason; a disk that takes nothing any more is said, reading goes on, and nothing need be restarted when it takes again."""
import os
import resource
import shutil
import stat
import subprocess
import tempfile
import threading

from tests.support.provider import Sandbox
from tests.support.scripted import RIDE, bookings, confirm, drag, drop, offers, ride_server, use_scripted
from tests.support.server import Server, program, wait_ready
from tests.support.tap import check, equal, main, test


class Fixture:
    def __enter__(self):
        self.sandbox = Sandbox().__enter__()
        self.folder = tempfile.mkdtemp(prefix="dragoman-disk-")
        self.server = ride_server(self.sandbox.url, rate="0", prefetch_rate="0").__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.sandbox.__exit__(*ignored)

    def path(self, name):
        return os.path.join(self.folder, name)

    def back_up(self, to):
        return subprocess.run([program(), "backup", "--config", os.path.join(self.server.folder, "dragoman.conf"), to],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@test
def a_copy_made_while_drags_go_on_starts_another_server(f):
    made, stop = [drag(f.server)], threading.Event()

    def go_on():
        while not stop.is_set():
            made.append(drag(f.server))

    worker = threading.Thread(target=go_on)
    worker.start()
    done = f.back_up(f.path("copy.db"))
    stop.set()
    worker.join()
    equal((done.returncode, done.stderr), (0, ""), "the command")
    equal(stat.S_IMODE(os.stat(f.path("copy.db")).st_mode), 0o600, "rights")
    equal([name for name in os.listdir(f.folder) if name != "copy.db"], [], "nothing else is left")
    with ride_server(f.sandbox.url, store="sqlite:" + f.path("copy.db")) as other:
        equal(other.get(f"/v1/drags/{made[0]['drag_id']}").status, 200, "what was there before")
        equal(drag(other)["session_id"] != "", True, "and it works")
    equal(f.server.get(f"/v1/drags/{made[-1]['drag_id']}").status, 200, "the first server has the last of them")


@test
def a_copy_never_takes_the_place_of_a_file(f):
    with open(f.path("mine"), "w", encoding="ascii") as file:
        file.write("mine")
    done = f.back_up(f.path("mine"))
    equal(done.returncode, 1, "refused")
    check("exists" in done.stderr, done.stderr)
    with open(f.path("mine"), encoding="ascii") as file:
        equal(file.read(), "mine", "it is still there")
    equal(f.back_up("/no/such/folder/copy.db").returncode, 1, "no such folder")
    equal(subprocess.run([program(), "backup"], stderr=subprocess.PIPE).returncode, 2, "no name")
    redis = subprocess.run([program(), "backup", f.path("r")], stderr=subprocess.PIPE, text=True,
                           env={**os.environ, "DRAGOMAN_STORE": "redis://127.0.0.1"})
    check(redis.returncode == 1 and "Redis" in redis.stderr, redis.stderr)


@test
def a_damaged_file_is_refused_with_its_name_and_reason(f):
    f.back_up(f.path("damaged.db"))
    with open(f.path("damaged.db"), "r+b") as file:
        file.seek(4096)
        file.write(b"Z" * 8192)
    try:
        with Server({"store": "sqlite:" + f.path("damaged.db")}):
            check(False, "it started")
    except RuntimeError as why:
        check("damaged.db is damaged" in str(why), str(why))


def set_room(f, limit):
    """No file of the server's may grow beyond this: its disk is full, or takes nothing."""
    resource.prlimit(f.server.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


@test
def a_disk_that_takes_nothing_is_said_and_all_goes_on_when_it_takes_again(f):
    before = drag(f.server)
    card = offers(drop(f.server, before["drag_id"]))[0]
    had = len(bookings(f.sandbox))
    set_room(f, 0)
    refused = f.server.post("/v1/drags", {"text": RIDE})
    equal((refused.status, refused.type), (503, "application/problem+json"), "a drag")
    check("retry-after" in refused.headers, "when to come back")
    equal(f.server.get(f"/v1/drags/{before['drag_id']}").status, 200, "reading")
    equal(f.server.post("/v1/parse", {"text": RIDE}).status, 200, "parsing")
    equal(confirm(f.server, card, "k", wait=1).status, 503, "a confirmation")
    equal(len(bookings(f.sandbox)), had, "nothing was booked")
    equal(f.server.get("/healthz").status, 200, "alive")
    equal(wait_ready(f.server, 503).json["status"], "store-refuses", "and says that it is not ready")
    set_room(f, resource.RLIM_INFINITY)
    equal(wait_ready(f.server, 200).status, 200, "ready again")
    equal(f.server.post("/v1/drags", {"text": RIDE}).status, 201, "a drag when it takes again")
    done = confirm(f.server, card, "k")
    equal((done.status, done.json["state"]), (200, "done"), "the same confirmation")
    equal(len(bookings(f.sandbox)), had + 1, "booked once")


use_scripted()
main(Fixture())
