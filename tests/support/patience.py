"""How much longer than usual things may take: $DRAGOMAN_PATIENCE times, where the program runs in an instrument that slows it
(./dev memcheck). What a test waits for at most is measured with it."""
import os
import time

PATIENCE = float(os.environ.get("DRAGOMAN_PATIENCE", "1"))
WAIT_MAX_S = 30  # the server's wait_max


def patient(seconds):
    return seconds * PATIENCE


def wait_of(seconds):
    """For Prefer: wait=…; who asks for a short one wants it to end before the answer."""
    return seconds if seconds < 5 else int(max(seconds, min(patient(seconds), WAIT_MAX_S)))


def wanted(status, ask):
    """The reply to `ask()`, which must have that status. A store that is late in slow company (503) is asked again, as a phone
    would."""
    reply = ask()
    for _ in range(int(PATIENCE) - 1):
        if reply.status != 503 or status == 503:
            break
        time.sleep(1)
        reply = ask()
    assert reply.status == status, reply
    return reply


def until(holds, seconds, pause_s=0.05):
    """Whether `holds()` came true within so many seconds; asked again and again."""
    end = time.monotonic() + patient(seconds)
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(pause_s)
    return held
