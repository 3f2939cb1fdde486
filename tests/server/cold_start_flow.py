"""A cold server answers its first parse within 100 ms of being started."""
import contextlib
import os
import socket
import subprocess
import tempfile
import time

from tests.support.patience import patient
from tests.support.port import free_port
from tests.support.raw import read_all, statuses
from tests.support.server import is_sanitized, program
from tests.support.tap import check, equal, main, test

LIMIT_S = 1.0 if is_sanitized() else 0.1
BODY = '{"text":"Dinner tomorrow at 7? 明天晚上七点","timezone":"Asia/Shanghai"}'.encode()
REQUEST = (b"POST /v1/parse HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n"
           b"Content-Length: %d\r\n\r\n" % len(BODY)) + BODY


def connect(port, until):
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=patient(10))
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.0005)


def first_answer():
    """Seconds from the start of the process to the end of its first answer."""
    with tempfile.TemporaryDirectory(prefix="dragoman-test-") as folder:
        port, path = free_port(), os.path.join(folder, "conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"listen = 127.0.0.1:{port}\nstore = sqlite:{folder}/db\nlog = none\n")
            if is_sanitized():
                file.write("confine = off\n")  # leaks are found by ptrace
        began = time.monotonic()
        process = subprocess.Popen([program(), "serve", "--config", path], stdout=subprocess.DEVNULL)
        try:
            with connect(port, began + 10) as connection:
                connection.sendall(REQUEST)
                answer = read_all(connection)
            took = time.monotonic() - began
        finally:
            process.terminate()
            equal(process.wait(20), 0, "exit status")
        equal(statuses(answer), [200], "status")
        return took


@test
def the_first_answer_comes_within_the_limit(_):
    times = sorted(first_answer() for _ in range(7))
    print(f"# first answers after {times[0] * 1000:.0f} to {times[-1] * 1000:.0f} ms, median {times[3] * 1000:.0f} ms")
    check(times[3] < LIMIT_S, f"median {times[3]:.3f} s")


main(contextlib.nullcontext())
