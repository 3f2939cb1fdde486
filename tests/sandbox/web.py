"""Just enough HTTP/1.1 for a provider that is talked to by programs: one task a connection, kept alive, bounded.

A handler is `async def handle(request) -> Reply`. Nothing else is known here about contracts or bookings.
"""
import asyncio
import json
from urllib.parse import parse_qsl, unquote, urlsplit

HEAD_BYTES = 32 * 1024
BODY_BYTES = 256 * 1024
IDLE_SECONDS = 300

REASONS = {200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
           404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 413: "Content Too Large",
           428: "Precondition Required", 500: "Internal Server Error", 503: "Service Unavailable"}


class Request:
    def __init__(self, method, target, headers, body):
        parts = urlsplit(target)
        self.method = method
        self.path = parts.path
        self.query = dict(parse_qsl(parts.query))
        self.headers = headers
        self.body = body

    def json(self):
        """The body as an object; None where it is no JSON object."""
        try:
            value = json.loads(self.body or b"null")
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def form(self):
        return dict(parse_qsl(self.body.decode("utf-8", "replace")))

    @property
    def chinese(self):
        return self.headers.get("accept-language", "").lower().startswith("zh")


class Reply:
    def __init__(self, status, value=None, headers=None, media_type="application/json"):
        self.status = status
        self.headers = dict(headers or {})
        self.body = b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
        self.media_type = media_type

    def bytes(self, keep):
        lines = ["HTTP/1.1 %d %s" % (self.status, REASONS.get(self.status, "Status")), "X-Sandbox: true",
                 "Connection: " + ("keep-alive" if keep else "close"), "Content-Length: %d" % len(self.body)]
        if self.body:
            lines.append("Content-Type: " + self.media_type)
        lines += ["%s: %s" % pair for pair in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body


class Drop(Exception):
    """The connection is to end without an answer."""


def match(pattern, path):
    """The values of {name} parts where `path` has the form of `pattern`, else None."""
    want, got = pattern.split("/"), path.split("/")
    if len(want) != len(got):
        return None
    values = {}
    for w, g in zip(want, got):
        if w.startswith("{"):
            values[w[1:-1]] = unquote(g)
        elif w != g:
            return None
    return values


async def read_request(reader):
    """None at the end of the connection; ValueError for what is no request."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
    except (asyncio.IncompleteReadError, asyncio.TimeoutError, ConnectionError):
        return None
    except asyncio.LimitOverrunError as error:
        raise ValueError("head too long") from error
    lines = head.decode("latin-1").split("\r\n")
    method, target, _ = lines[0].split(" ")
    headers = {}
    for line in lines[1:]:
        if line:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
    length = int(headers.get("content-length", "0"))
    if not 0 <= length <= BODY_BYTES or "transfer-encoding" in headers:
        raise ValueError("body too long, or without a length")
    try:
        return Request(method, target, headers, await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None


async def answer(handle, request):
    """A value of an unexpected type in a body is the caller's mistake, not the end of the sandbox."""
    try:
        return await handle(request)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        return Reply(400, {"title": "not understood: " + type(error).__name__})


async def converse(handle, reader, writer):
    try:
        while True:
            try:
                request = await read_request(reader)
            except ValueError:
                writer.write(Reply(400, {"title": "not a request"}).bytes(False))
                break
            if request is None:
                break
            keep = request.headers.get("connection", "").lower() != "close"
            writer.write((await answer(handle, request)).bytes(keep))
            await writer.drain()
            if not keep:
                break
    except (Drop, ConnectionError):
        writer.transport.abort()
    except asyncio.CancelledError:
        pass  # the sandbox ends while somebody still waits for it
    finally:
        writer.close()


async def listen(handle, host, port):
    async def connected(reader, writer):
        await converse(handle, reader, writer)

    return await asyncio.start_server(connected, host, port, limit=HEAD_BYTES, backlog=4096)
