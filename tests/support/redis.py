"""A Redis for the flow tests: a real one, on a free port of the loopback, that keeps nothing."""
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from tests.support.patience import patient
from tests.support.port import free_port


class Redis:
    """`settings`: more of its own command line."""

    def __init__(self, *settings):
        self.settings = settings

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="dragoman-redis-")
        self.port = free_port()
        return self.start()

    def start(self):
        """Starts it, or starts it again on its port."""
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", self.folder, *self.settings], stdout=subprocess.DEVNULL)
        self.wait()
        return self

    def wait(self):
        end = time.monotonic() + patient(60)
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("redis-server did not start")

    def __exit__(self, *ignored):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        self.thaw()
        self.process.terminate()
        self.process.wait(10)

    def freeze(self):
        """Connections stay, and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}"

    def ask(self, *words):
        """One command in Redis's own protocol; its answer as bytes."""
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            parts = [word.encode() for word in words]
            line.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(p), p) for p in parts))
            line.sendall(b"*1\r\n$4\r\nQUIT\r\n")
            out = b""
            while part := line.recv(1 << 16):
                out += part
        return out.removesuffix(b"+OK\r\n")

    def everything(self):
        """All keys of ours with all that is in them."""
        names = [name for name in self.ask("KEYS", "*").split(b"\r\n") if name.startswith(b"dragoman:")]
        return b"".join([*names, *(self.ask("HGETALL", name.decode()) for name in names)])
