"""What may go wrong with a provider, on purpose.

A fault is set on the command line or, while the sandbox runs, with POST /_faults (an object with the fields below; an
absent field goes back to its default). It holds for requests whose "METHOD path body" contains `match`, `times` times.
"""
import asyncio
import random

from web import Drop, Reply

KINDS = ("none", "garbage", "huge", "hang", "lose", "error")
HUGE_BYTES = 10 * 1024 * 1024


class Faults:
    def __init__(self, delay=0.0, fail_rate=0.0, kind="none", match="", times=None, seed=1):
        self.delay = float(delay)
        self.fail_rate = float(fail_rate)
        if kind not in KINDS:
            raise ValueError("kind is one of " + ", ".join(KINDS))
        self.kind = kind
        self.match = match
        self.times = times
        self.dice = random.Random(seed)

    def concerns(self, request):
        line = "%s %s %s" % (request.method, request.path, request.body.decode("utf-8", "replace"))
        if self.kind == "none" or self.match not in line or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        return True

    async def answer(self, request, handle):
        """`handle`'s reply, unless a fault takes its place. `lose` does the work and says nothing; `hang` does nothing."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.fail_rate and self.dice.random() < self.fail_rate:
            return Reply(503, {"title": "sandbox: out of order for this call"})
        if not self.concerns(request):
            return handle(request)
        if self.kind == "hang":
            await asyncio.sleep(3600)
        if self.kind == "lose":
            handle(request)
            raise Drop
        if self.kind == "error":
            return Reply(500)  # not a word about what happened
        reply = Reply(200)
        reply.media_type = "application/json"
        reply.body = b"{" * 100 if self.kind == "garbage" else b'"' + b"x" * HUGE_BYTES
        return reply
