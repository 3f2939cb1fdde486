"""JSON Web Tokens for the flow tests: an issuer with an RSA key of its own (made and used by the openssl command) and a
place on the loopback where its public keys can be had.

    with Issuer() as issuer:
        issuer.url, issuer.token("ann"), issuer.rotate()"""
import base64
import http.server
import json
import os
import subprocess
import tempfile
import threading
import time

ISSUER, AUDIENCE = "https://id.test", "dragoman"


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def openssl(*arguments, given=None):
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout


class Issuer:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="dragoman-issuer-")
        self.generation = 0
        self.asked = 0
        self.away = False
        self.pause_s = 0  # before each answer
        self.rotate()

    def rotate(self):
        """A new key in the place of the old."""
        key = os.path.join(self.folder.name, f"key{self.generation + 1}.pem")
        openssl("genrsa", "-out", key, "2048")
        self.key, self.generation = key, self.generation + 1  # whole before anybody asks for it

    @property
    def kid(self):
        return f"key-{self.generation}"

    def jwks(self):
        modulus = openssl("rsa", "-in", self.key, "-noout", "-modulus").decode().strip().split("=")[1]
        key = {"kty": "RSA", "kid": self.kid, "use": "sig", "alg": "RS256", "e": "AQAB", "n": encode(bytes.fromhex(modulus))}
        return json.dumps({"keys": [key]}).encode()

    def token(self, subject, header=None, **claims):
        head = {"alg": "RS256", "kid": self.kid, "typ": "JWT", **(header or {})}
        body = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "exp": int(time.time()) + 300, **claims}
        signed = ".".join(encode(json.dumps(part).encode()) for part in (head, body)).encode()
        return f"{signed.decode()}.{encode(openssl('dgst', '-sha256', '-sign', self.key, given=signed))}"

    def __enter__(self):
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked += 1
                time.sleep(issuer.pause_s)
                body = b"" if issuer.away else issuer.jwks()
                self.send_response(503 if issuer.away else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *ignored):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/keys"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *ignored):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()
