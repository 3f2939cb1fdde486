"""HTTPS in the server itself: what is agreed to, what is not and how that is told, and a certificate renewed while it runs."""
import collections
import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import warnings

from tests.support.patience import patient
from tests.support.provider import Sandbox
from tests.support.scripted import drag, ride_server, use_scripted
from tests.support.server import Server, program
from tests.support.tap import check, equal, main, test

TALK = {"text": "dinner tomorrow at 7?"}
V1_2, V1_3 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


def make_pair(folder, name, kind):
    certificate, key = os.path.join(folder, f"{name}.crt"), os.path.join(folder, f"{name}.key")
    subprocess.run(["openssl", "req", "-x509", "-nodes", "-newkey", *kind, "-keyout", key, "-out", certificate, "-days", "2",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    return certificate, key


def answer_once(context, listening):
    try:
        with context.wrap_socket(listening.accept()[0], server_side=True) as secure:
            secure.recv(1)
    except (ssl.SSLError, OSError):
        pass


class Fixture:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="dragoman-tls-")
        self.old = make_pair(self.folder, "old", ["rsa:2048"])
        self.new = make_pair(self.folder, "new", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        self.used = (os.path.join(self.folder, "used.crt"), os.path.join(self.folder, "used.key"))
        self.put(self.old)
        self.sandbox = Sandbox().__enter__()
        self.server = ride_server(self.sandbox.url, tls_certificate=self.used[0], tls_key=self.used[1], log="all,-access")
        self.server.trust = self.context()
        self.server.__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.sandbox.__exit__(*ignored)
        shutil.rmtree(self.folder)

    def put(self, pair):
        for source, target in zip(pair, self.used):
            shutil.copyfile(source, target + ".part")
            os.replace(target + ".part", target)

    def context(self):
        context = ssl.create_default_context(cafile=self.old[0])
        context.load_verify_locations(self.new[0])
        return context

    def shake(self, context, address=None):
        """What a handshake comes to; with the server where no address is given."""
        with socket.create_connection(address or (self.server.host, self.server.port), timeout=patient(10)) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
                subject = dict(part[0] for part in secure.getpeercert()["subject"])
                return secure.version(), secure.cipher()[0], subject["commonName"]

    def say(self, *parts):
        """Raw bytes, after each but the last of which an answer is awaited; whether there is one to the last."""
        with socket.create_connection((self.server.host, self.server.port), timeout=patient(10)) as plain:
            try:
                for number, part in enumerate(parts):
                    plain.sendall(part)
                    if number + 1 < len(parts):
                        plain.recv(65536)
                plain.shutdown(socket.SHUT_WR)
                while received := plain.recv(65536):
                    if b"HTTP/1." in received:
                        return True
            except OSError:  # it was closed at the other end
                pass
        return False

    def agrees(self, context, address=None):
        try:
            self.shake(context, address)
            return True
        except (ssl.SSLError, ConnectionError):
            return False

    def agrees_with_anybody(self, context):
        """Whether this client could, if the server did: without that a refusal would prove nothing."""
        lax = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        lax.set_ciphers("ALL:@SECLEVEL=0")
        lax.minimum_version = ssl.TLSVersion.TLSv1
        lax.load_cert_chain(*self.old)
        with socket.create_server(("127.0.0.1", 0)) as listening:
            threading.Thread(target=answer_once, args=(lax, listening), daemon=True).start()
            return self.agrees(context, listening.getsockname())


@test
def requests_are_answered_over_both_versions(f):
    reply = f.server.post("/v1/parse", TALK)
    equal(reply.status, 200, "status")
    check("max-age=" in reply.headers.get("strict-transport-security", ""), "Strict-Transport-Security")
    for version, name in ((ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")):
        context = f.context()
        context.minimum_version = context.maximum_version = version
        got = f.shake(context)
        equal(got[0], name, "version")
        check("GCM" in got[1] or "CHACHA20" in got[1], got[1])


def old_context(f):
    context = f.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


@test
def older_versions_and_weaker_ciphers_are_refused(f):
    refused = [old_context(f), f.context(), f.context()]
    for context, cipher in zip(refused[1:], ("AES128-GCM-SHA256", "ECDHE-RSA-AES128-SHA")):
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(cipher + ":@SECLEVEL=0")
    for context, what in zip(refused, ("TLS 1.1", "no forward secrecy", "no authenticated encryption")):
        check(f.agrees_with_anybody(context), f"{what}: the client could")
        check(not f.agrees(context), f"{what}: is refused")


@test
def a_stream_comes_through(f):
    events = [event for event, _, _ in f.server.events(f"/v1/drags/{drag(f.server)['drag_id']}/drop", {"target": "ride"})]
    check("card" in events, str(events))


def greeting(f, version):
    """What a client says first."""
    context, heard, to_say = f.context(), ssl.MemoryBIO(), ssl.MemoryBIO()
    context.minimum_version = context.maximum_version = version
    try:
        context.wrap_bio(heard, to_say, server_hostname="127.0.0.1").do_handshake()
    except ssl.SSLWantReadError:
        pass
    return to_say.read()


@test
def nobody_has_to_greet_twice(f):
    with socket.create_connection((f.server.host, f.server.port), timeout=patient(10)) as plain:
        plain.sendall(greeting(f, V1_3))
        answer = plain.recv(65536)
    check(answer[:1] == b"\x16", "a greeting comes back")
    check(hashlib.sha256(b"HelloRetryRequest").digest() not in answer, "which asks for no other share (RFC 8446 §4.1.3)")


# ---- handshakes that fail


def failures(f):
    """How many there were by their kind, of those that the server has already done with."""
    lines = f.server.get("/metrics").body.decode().splitlines()
    return collections.Counter({line.split('"')[1]: int(line.split()[-1]) for line in lines
                                if line.startswith("dragoman_tls_handshakes_failed_total{")})


def failed_since(f, before):
    for _ in range(100):
        if failures(f) != before:
            break
        time.sleep(0.05)
    return dict(failures(f) - before)


def trusts_nobody(f, version):
    context = ssl.create_default_context()
    context.minimum_version = context.maximum_version = version
    return f.agrees(context)


FATAL_INTERNAL_ERROR = bytes((21, 3, 3, 0, 2, 2, 80))
IN_CLEAR = b"GET /healthz?word=xyzzy HTTP/1.1\r\nHost: x\r\n\r\n"
FAILURES = (
    ("nothing is said", "silent", lambda f: f.say()),
    ("HTTP in clear", "not-tls", lambda f: f.say(IN_CLEAR)),
    ("a greeting that is none", "hello-refused", lambda f: f.say(bytes((22, 3, 1, 0, 4, 1, 0, 0, 0)))),
    ("TLS 1.1", "hello-refused", lambda f: f.agrees(old_context(f))),
    ("a certificate that is not trusted, TLS 1.2", "certificate-refused", lambda f: trusts_nobody(f, V1_2)),
    ("a certificate that is not trusted, TLS 1.3", "certificate-refused", lambda f: trusts_nobody(f, V1_3)),
    ("another alert", "alert", lambda f: f.say(greeting(f, V1_2), FATAL_INTERNAL_ERROR)),
    ("gone after the answer", "broken-off", lambda f: f.say(greeting(f, V1_3), b"")),
    ("nonsense after the answer", "broken-off", lambda f: f.say(greeting(f, V1_2), b"xyzzy" * 20)),
)


@test
def a_handshake_that_fails_is_counted_by_its_reason(f):
    for what, kind, fail in FAILURES:
        equal(f.server.settled("dragoman_connections", 1), 1, "those of before are over, and counted")
        before = failures(f)
        check(not fail(f), f"{what}: fails")
        equal(failed_since(f, before), {kind: 1}, what)


@test
def clear_text_at_the_door_gets_no_answer_and_harms_nobody(f):
    with socket.create_connection((f.server.host, f.server.port), timeout=patient(10)) as plain:
        plain.sendall(IN_CLEAR)
        check(b"200 OK" not in plain.recv(1000), "no answer in clear")
    equal(f.server.get("/healthz").status, 200, "others")


@test
def the_log_tells_each_reason_now_and_then_and_nothing_of_the_client(f):
    equal(f.server.settled("dragoman_connections", 1), 1, "those of before are over, and counted")
    before = failures(f)
    for _ in range(50):
        f.say(IN_CLEAR)
    for _ in range(100):
        if (failures(f) - before).get("not-tls", 0) >= 50:
            break
        time.sleep(0.05)
    equal((failures(f) - before)["not-tls"], 50, "all are counted")
    told = [json.loads(line) for line in f.server.log if "handshake-failed" in line]
    equal({line["why"] for line in told}, {kind for _, kind, _ in FAILURES}, "reasons")
    for kind, lines in collections.Counter(line["why"] for line in told).items():
        check(lines <= 2, f"{kind}: {lines} lines: one a minute of each loop")  # the whole test takes less than a minute
    for line in told:
        equal(sorted(line), ["alert", "component", "count", "event", "ms", "why"], "a line")
    equal({line["alert"] for line in told if line["why"] == "alert"}, {80}, "the alert's number")
    check("xyzzy" not in "".join(f.server.log), "no word of a client")


# ---- renewal


def common_name(f):
    return f.shake(f.context())[2]


def eventually(f, name):
    for _ in range(50):
        if common_name(f) == name:
            break
        time.sleep(0.1)
    return common_name(f)


@test
def a_certificate_is_renewed_without_a_restart(f):
    kept = f.server._connect(10)
    kept.request("GET", "/healthz")
    kept.getresponse().read()
    f.put(f.new)
    f.server.signal(1)
    equal(eventually(f, "new"), "new", "the new certificate")
    kept.request("GET", "/healthz")
    equal(kept.getresponse().status, 200, "on the connection from before")
    kept.close()


@test
def a_renewed_pair_may_lie_where_a_link_points(f):
    """As tools that renew certificates lay them: live/x.pem is a link to ../archive/x2.pem."""
    with tempfile.TemporaryDirectory(prefix="dragoman-tls-") as folder:
        live, archive = os.path.join(folder, "live"), os.path.join(folder, "archive")
        os.mkdir(live)
        os.mkdir(archive)
        used = [os.path.join(live, os.path.basename(path)) for path in f.used]

        def lay(pair, number):
            for source, link in zip(pair, used):
                kept = os.path.join(archive, f"{number}-{os.path.basename(link)}")
                shutil.copyfile(source, kept)
                os.symlink(kept, link + ".part")
                os.replace(link + ".part", link)

        lay(f.old, 1)
        server = Server({"tls_certificate": used[0], "tls_key": used[1], "log": "serve"})
        server.trust = f.context()
        with server:
            lay(f.new, 2)
            server.signal(1)
            for _ in range(100):
                if any("renewed" in line for line in server.log):
                    break
                time.sleep(0.05)
            told = {json.loads(line)["event"] for line in server.log if "renewed" in line}
            equal(told, {"certificate-renewed"}, "".join(server.log))


@test
def a_pair_that_does_not_fit_leaves_the_old_one(f):
    f.put((f.old[0], f.new[1]))
    before = common_name(f)
    f.server.signal(1)
    for _ in range(50):
        if any("certificate-not-renewed" in line for line in f.server.log):
            break
        time.sleep(0.1)
    else:
        check(False, "it is said in the log")
    equal(common_name(f), before, "certificate")


warnings.simplefilter("ignore", DeprecationWarning)  # what is old is offered here to be refused
use_scripted()
@test
def the_health_is_asked_for_over_tls(f):
    settings = {"DRAGOMAN_LISTEN": f"127.0.0.1:{f.server.port}", "DRAGOMAN_TLS_CERTIFICATE": f.used[0], "DRAGOMAN_TLS_KEY": f.used[1]}
    done = subprocess.run([program(), "health"], env={**os.environ, **settings}, capture_output=True, timeout=60, check=False)
    equal((done.returncode, done.stdout), (0, f"{f.server.url}/healthz: well\n".encode()), done.stderr)


main(Fixture())
