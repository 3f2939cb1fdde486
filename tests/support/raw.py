"""Bytes sent as they are, for what no HTTP client would send."""
import re
import socket
import time

from tests.support.patience import patient


def talk(server, data, wait_s=5, pieces=None):
    """Sends `data` (or the pieces with a pause before each: [(seconds, bytes), …]) and returns all that comes back until the
    server closes or is silent for `wait_s`."""
    with socket.create_connection((server.host, server.port), timeout=patient(wait_s)) as connection:
        for pause, piece in pieces or [(0, data)]:
            time.sleep(pause)
            try:
                connection.sendall(piece)
            except OSError:
                break
        return read_all(connection)


def read_all(connection):
    got = b""
    try:
        while chunk := connection.recv(65536):
            got += chunk
    except OSError:
        pass
    return got


def statuses(answer):
    """The status of each reply in the bytes of a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)]
