"""Turns the README's chat into cards before your eyes: demo.py PROGRAM [--once]

Starts the sandbox provider and the server on the loopback, drags the chat in Chinese and in English, shows the cards, lets
one ride be confirmed, and then leaves both running until Ctrl-C (with --once it stops there). Nothing real is booked: the
sandbox sells nothing, and every card of it says so.
"""
import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SANDBOX = os.path.join(HERE, "..", "sandbox", "sandbox.py")
PORT = 8080
STOP_S = 20
LINK_CHARS = 150


def port_or_any(port):
    """The port where it is free, else 0, which lets the system choose."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return port
        except OSError:
            return 0


def wait_for_line(process, words):
    """The rest of the first line of the process that starts with `words`."""
    for line in process.stdout:
        if line.startswith(words):
            return line[len(words):].strip()
    sys.exit(f"demo: {process.args[0]} ended before it was ready")


def start_sandbox():
    process = subprocess.Popen([sys.executable, SANDBOX, "--port", "0"], stdout=subprocess.PIPE, text=True)
    return process, wait_for_line(process, "listening on ")


def start_server(program, provider, folder):
    settings = {
        "LISTEN": f"127.0.0.1:{port_or_any(PORT)}",
        "STORE": f"sqlite:{folder}/dragoman.db",
        "ADAPTER_TOMP_URL": f"{provider}/tomp",
        "ADAPTER_TOMP_SANDBOX": "on",
        "ADAPTER_OSDM_URL": f"{provider}/osdm",
        "ADAPTER_OSDM_SANDBOX": "on",
        "ADAPTER_AMADEUS_HOTEL_URL": f"{provider}/amadeus",
        "ADAPTER_AMADEUS_HOTEL_SANDBOX": "on",
        "ADAPTER_AMADEUS_HOTEL_CLIENT_ID": "sandbox",
        "ADAPTER_AMADEUS_HOTEL_CLIENT_SECRET": "sandbox",
        "ADAPTER_AMADEUS_HOTEL_GUEST_FIRST_NAME": "Sandbox",
        "ADAPTER_AMADEUS_HOTEL_GUEST_LAST_NAME": "Guest",
        "ADAPTER_AMADEUS_HOTEL_GUEST_EMAIL": "guest@sandbox.test",
        "ADAPTER_AMADEUS_HOTEL_GUEST_PHONE": "+440000000000",
    }
    environment = dict(os.environ, **{f"DRAGOMAN_{key}": value for key, value in settings.items()})
    with open(os.path.join(folder, "server.log"), "w", encoding="utf-8") as log:
        process = subprocess.Popen([program, "serve"], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    return process, wait_for_line(process, "listening on ")


def call(base, method, path, body=None, **headers):
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as error:
        sys.exit(f"demo: {method} {path}: {error.code} {error.read().decode()}")


def said(slot):
    """A slot's value in few words."""
    if isinstance(slot, list):
        return ", ".join(said(one) for one in slot)
    value = slot["value"]
    return str(value.get("start") or value.get("name") or value.get("text") or value.get("number") or value.get("code") or value)


def show_card(card):
    price = card.get("price")
    cost = f"  {price['amount']} {price['currency']}" if price else ""
    mark = "  [sandbox]" if card["sandbox"] else ""
    print(f"     {card['provider']}: {card['title']}{cost}{mark}")
    if "link" in card:
        link = card["link"]
        print(f"       {link if len(link) <= LINK_CHARS else link[:LINK_CHARS] + '…'}")


def show_chat(base, name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        chat = json.load(file)
    print()
    for message in chat["messages"]:
        print(f"  {message['from']}: {message['text']}")
    drag = call(base, "POST", "/v1/drags", chat)
    offers = []
    for intent in drag["intents"]:
        slots = ", ".join(f"{key}={said(slot)}" for key, slot in intent["slots"].items())
        print(f"  -> {intent['target']} ({intent['intent']}, {intent['confidence']:.2f}): {slots}")
        drop = call(base, "POST", f"/v1/drags/{drag['drag_id']}/drop", {"target": intent["target"]})
        for card in drop["cards"]:
            show_card(card)
        offers += [card for card in drop["cards"] if "action" in card]
    return offers


def confirm_one(base, card):
    action = card["action"]
    done = call(base, "POST", action["confirm"], {"confirm_token": action["confirm_token"]},
                Idempotency_Key=f"demo-{action['action_id']}")
    result = done.get("result", {})
    print(f"\n  confirmed: {card['title']}: {done['state']} {result.get('reference', '')} {result.get('detail', '')}")
    for line in done["receipt"]:
        print(f"     sent to {line['host']}: {line['method']} {line['path']} -> {line['status']} ({', '.join(line['fields'])})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--once", action="store_true", help="stop after the chat has been shown")
    options = parser.parse_args()
    running = []
    with tempfile.TemporaryDirectory(prefix="dragoman-demo-") as folder:
        try:
            sandbox, provider = start_sandbox()
            running.append(sandbox)
            server, base = start_server(os.path.abspath(options.program), provider, folder)
            running.append(server)
            began = time.monotonic()
            offers = show_chat(base, "dinner.zh.json") + show_chat(base, "dinner.en.json")
            if not offers:
                sys.exit("demo: no offer came back")
            confirm_one(base, offers[0])
            print(f"\n  all of this took {time.monotonic() - began:.2f} s")
            if not options.once:
                print(f"\n  The page to try it: {base}/    the API: {base}/docs    Ctrl-C ends it.", flush=True)
                server.wait()
        except KeyboardInterrupt:
            print()
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait(timeout=STOP_S)


main()
