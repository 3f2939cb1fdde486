#!/usr/bin/env python3
"""A provider that sells nothing: it speaks published contracts on 127.0.0.1, so that Dragoman can be tried and tested
with no account anywhere. Every reply carries the header X-Sandbox and every text says that it is one.

    /uber      rides, Uber Guest Rides (uber.py)
    /tomp      rides, TOMP-API 1.6.1 (tomp.py)
    /osdm      rail tickets, OSDM 3.9 (osdm.py)
    /amadeus   hotel rooms and flights, Amadeus Self-Service (amadeus.py, flights.py)
    /google    a calendar, Google Calendar API v3 (google.py)
    /graph     a calendar, Microsoft Graph v1.0 (graph.py)
    /places    geocoders: Nominatim, Photon, Amap (places.py)
    GET  /_books     what was booked, in the order of events (books.py); DELETE empties them
    POST /_faults    what is to go wrong from now on (faults.py)

Python 3 and its standard library, one process, one thread.
"""
import argparse
import asyncio
import os
import resource
import signal
import sys

import web
from amadeus import Amadeus
from books import Books
from faults import KINDS, Faults
from google import Google
from graph import Graph
from osdm import Osdm
from places import Places
from tomp import Tomp
from uber import Uber
from web import Reply


class Sandbox:
    def __init__(self, options):
        self.books = Books(options.offer_seconds, options.hold_seconds)
        self.faults = Faults(options.delay, options.fail_rate, options.fault, seed=options.seed)
        self.contracts = {"tomp": Tomp(self.books), "osdm": Osdm(self.books), "amadeus": Amadeus(self.books),
                          "uber": Uber(self.books), "places": Places(self.books), "google": Google(self.books),
                          "graph": Graph(self.books)}

    async def handle(self, request):
        if request.path.startswith("/_"):
            return self.inspect(request)
        prefix, _, rest = request.path[1:].partition("/")
        contract = self.contracts.get(prefix)
        if not contract:
            return Reply(404, {"title": "no such contract"})
        self.books.count("%s %s" % (request.method, prefix))
        return await self.faults.answer(request, lambda r: contract.handle(r, "/" + rest))

    def inspect(self, request):
        if request.path == "/_faults" and request.method == "POST":
            try:
                self.faults = Faults(**(request.json() or {}))
            except (TypeError, ValueError) as error:
                return Reply(400, {"title": str(error)})
            return Reply(204)
        if request.path == "/_books" and request.method == "DELETE":
            self.books.clear()
            return Reply(204)
        if request.path == "/_books" and request.method == "GET":
            return Reply(200, self.books.page())
        return Reply(404, {"title": "no such path"})


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0, the default: any free port")
    parser.add_argument("--ready-file", help="written with the address once the port is open")
    parser.add_argument("--offer-seconds", type=float, default=600, help="how long an offer can be booked")
    parser.add_argument("--hold-seconds", type=float, default=300, help="how long a booking waits to be confirmed")
    parser.add_argument("--delay", type=float, default=0, help="seconds before each answer")
    parser.add_argument("--fail-rate", type=float, default=0, help="share of calls answered with 503, 0 to 1")
    parser.add_argument("--fault", choices=KINDS, default="none", help="what goes wrong with every call")
    parser.add_argument("--seed", type=int, default=1, help="of the dice that --fail-rate throws")
    return parser.parse_args()


def allow_many_connections():
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def serve(options):
    server = await web.listen(Sandbox(options).handle, "127.0.0.1", options.port)
    address = "http://127.0.0.1:%d" % server.sockets[0].getsockname()[1]
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print("listening on " + address, flush=True)
    if options.ready_file:
        with open(options.ready_file + ".new", "w", encoding="utf-8") as file:
            file.write(address + "\n")
        os.replace(options.ready_file + ".new", options.ready_file)
    await stop.wait()
    server.close()


if __name__ == "__main__":
    allow_many_connections()
    sys.exit(asyncio.run(serve(read_options())))
