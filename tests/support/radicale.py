"""A real Radicale for the flow tests: one user, ann (password "secret"), one calendar, gone with the test.

    with Radicale() as calendar:
        calendar.url, calendar.entries()    # the texts of what stands in her calendar"""
import base64
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from tests.support.patience import patient
from tests.support.port import free_port

START_S = patient(60)


class Radicale:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="dragoman-radicale-")
        users = os.path.join(self.folder, "users")
        with open(users, "w", encoding="utf-8") as file:
            file.write("ann:secret\n")
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        self.process = subprocess.Popen(
            ["radicale", "--config", "", "--server-hosts", f"127.0.0.1:{port}", "--rights-type", "owner_only",
             "--auth-type", "htpasswd", "--auth-htpasswd-filename", users, "--auth-htpasswd-encryption", "plain",
             "--storage-filesystem-folder", os.path.join(self.folder, "store")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            self._make_calendar()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_calendar(self):
        end = time.monotonic() + START_S
        while True:
            try:
                self.request("MKCALENDAR", "ann/home/")
                return
            except urllib.error.URLError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.05)

    def request(self, method, path):
        who = base64.b64encode(b"ann:secret").decode()
        asked = urllib.request.Request(self.url + path, method=method, headers={"Authorization": f"Basic {who}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.read().decode()

    def entries(self):
        return self.request("GET", "ann/home/").split("BEGIN:VEVENT")[1:]

    def settings(self):
        return {"adapter.caldav.url": self.url, "adapter.caldav.user": "ann", "adapter.caldav.password": "secret"}
