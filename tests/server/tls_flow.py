"""HTTPS in the server itself: what is agreed to, what is not, and a certificate renewed while it runs."""
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import warnings

from tests.support.provider import Sandbox
from tests.support.scripted import drag, ride_server, use_scripted
from tests.support.server import program
from tests.support.tap import check, equal, main, test

TALK = {"text": "dinner tomorrow at 7?"}


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
        self.server = ride_server(self.sandbox.url, tls_certificate=self.used[0], tls_key=self.used[1])
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
        with socket.create_connection(address or (self.server.host, self.server.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
                subject = dict(part[0] for part in secure.getpeercert()["subject"])
                return secure.version(), secure.cipher()[0], subject["commonName"]

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


@test
def older_versions_and_weaker_ciphers_are_refused(f):
    refused = [f.context() for _ in range(3)]
    refused[0].set_ciphers("ALL:@SECLEVEL=0")
    refused[0].minimum_version, refused[0].maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
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


@test
def clear_text_at_the_door_harms_nobody(f):
    with socket.create_connection((f.server.host, f.server.port), timeout=10) as plain:
        plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        check(b"200 OK" not in plain.recv(1000), "no answer in clear")
    equal(f.server.get("/healthz").status, 200, "others")


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
