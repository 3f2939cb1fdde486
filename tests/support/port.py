"""Ports of the loopback for servers that must be told theirs, or come back on the same one.

Not of those that the system gives to whoever asks for any (from 32768 on): between choosing one and listening on it, or while a server
is down, a client's connection could get it."""
import random
import socket

FIRST, LAST = 20000, 32000
_dice = random.SystemRandom()
_given = set()


def free_port():
    """One that nobody listens on now, and that was not given before."""
    while True:
        port = _dice.randint(FIRST, LAST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in _given:
            _given.add(port)
            return port
