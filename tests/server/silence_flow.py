"""Whatever keeps a provider from answering well, a drop comes in its time and names the adapter with a reason, beside the cards of all
others: told of every adapter that sells, and of every trouble."""
import socket
import time

from tests.support.provider import Sandbox
from tests.support.scripted import use_scripted
from tests.support.server import Server, is_sanitized
from tests.support.services import SERVICES
from tests.support.tap import check, main, test

WAIT_S = 1
MARGIN_S = 4 if is_sanitized() else 1
# what a provider does: reasons that may be given for it. A safe request is tried again, so a breaker may have opened by then.
TROUBLES = {
    "hang": ({"kind": "hang"}, {"pending", "timeout"}),
    "garbage": ({"kind": "garbage"}, {"failed", "breaker-open", "pending"}),
    "huge": ({"kind": "huge"}, {"failed", "breaker-open", "pending"}),
    "error": ({"kind": "error"}, {"failed", "breaker-open", "pending"}),
    "lose": ({"kind": "lose"}, {"failed", "breaker-open", "pending", "timeout"}),
    "busy": ({"fail_rate": 1.0}, {"failed", "breaker-open", "pending"}),
}
SECRETS = {value for service in SERVICES.values() for key, value in service.about.items()
           if key in ("client_secret", "refresh_token", "password", "guest_phone")}
LINKS = {"ride", "room", "calendar"}  # what a page or an app stands beside, whoever sells it


def settings_of(base):
    """All of them, with one provider behind; the calendar, too, is spoken to as if it were one."""
    out = {"log": "all", "rate": "0", "prefetch_rate": "0"}
    for service in SERVICES.values():
        out.update(service.settings(base + "/tomp" if service.adapter == "caldav" else base))
    return out


def check_drops(server, reasons, trouble):
    for service in SERVICES.values():
        began = time.monotonic()
        dropped = service.drop(server, wait=WAIT_S)
        where = f"{trouble}, {service.adapter}: {dropped['unanswered']}"
        check(time.monotonic() - began < WAIT_S + MARGIN_S, f"{time.monotonic() - began:.1f} s: {where}")
        said = {one["adapter"]: one for one in dropped["unanswered"]}
        check(service.adapter in said, where)
        check(said.get(service.adapter, {}).get("reason") in reasons, where)
        check(not any(card["adapter"] == service.adapter for card in dropped["cards"]), where)
        check(dropped["cards"] or service.target not in LINKS, where)
        check_secrets(server, f"{dropped}", where)


def check_secrets(server, dropped, where):
    said = [dropped, *server.log, *(server.get(path).body.decode() for path in ("/v1/adapters", "/metrics"))]
    for secret in SECRETS:
        check(not any(secret in text for text in said), f"{secret} shows: {where}")


@test
def every_trouble_of_a_provider_has_a_reason(sandbox):
    for trouble, (faults, reasons) in TROUBLES.items():
        with Server(settings_of(sandbox.url)) as server:
            sandbox.faults(**faults)
            check_drops(server, reasons, trouble)
            sandbox.faults()


@test
def nobody_there_is_a_reason_too(sandbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with Server(settings_of(nowhere)) as server:
            check_drops(server, {"unreachable", "breaker-open", "pending"}, "nobody there")


@test
def without_trouble_each_of_them_has_cards(sandbox):
    with Server(settings_of(sandbox.url)) as server:
        for service in SERVICES.values():
            if service.adapter != "caldav":
                check(service.card(server)["action"], service.adapter)


use_scripted()
main(Sandbox())
