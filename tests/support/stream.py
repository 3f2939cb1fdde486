"""A drop as a stream of events, read as a phone does."""
import http.client
import json
import time

from tests.support.patience import patient


def stream(server, drag_id, last_id=None, stop_after=None, wait=10):
    """Events as dictionaries with id, event, data and the seconds since the request; ends early after so many."""
    began, events, event = time.monotonic(), [], {}
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream", "Prefer": f"wait={wait}"}
    if last_id:
        headers["Last-Event-ID"] = last_id
    connection = http.client.HTTPConnection(server.host, server.port, timeout=patient(30))
    connection.request("POST", f"/v1/drags/{drag_id}/drop", json.dumps({"target": "ride"}), headers)
    answer = connection.getresponse()
    assert answer.status == 200 and answer.getheader("Content-Type").startswith("text/event-stream"), answer.status
    for line in iter(answer.readline, b""):
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name:
            event[name] = value
            continue
        events.append({**event, "data": json.loads(event["data"]), "after": time.monotonic() - began})
        event = {}
        if stop_after and len(events) == stop_after:
            break
    connection.close()
    return events
