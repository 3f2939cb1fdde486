"""A Redis, a replica of it and three Sentinels that watch both, for the flow tests: on free ports of the loopback."""
import os
import shutil
import signal
import subprocess
import tempfile

from tests.support.port import free_port
from tests.support.redis_cluster import await_, say

NAME = "keep"


class RedisSentinel:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="dragoman-redis-")
        self.processes = {}
        try:
            self.begin()
        except BaseException:  # what did start would be left behind
            self.__exit__()
            raise
        return self

    def begin(self):
        self.servers, self.sentinels = [free_port() for _ in range(2)], [free_port() for _ in range(3)]
        first, second = self.servers
        self.start(first)
        self.start(second, "--replicaof", "127.0.0.1", str(first))
        await_(lambda: "master_link_status:up" in say(second, "INFO", "replication"), "the replica")
        for port in self.sentinels:
            self.start_sentinel(port, first)
        await_(lambda: all(self.knows_all(port) for port in self.sentinels), "the Sentinels")

    def __exit__(self, *ignored):
        for process in self.processes.values():
            process.kill()
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, port, *more):
        folder = os.path.join(self.folder, str(port))
        os.makedirs(folder, exist_ok=True)
        self.processes[port] = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder,
             "--repl-diskless-sync-delay", "0", *more], stdout=subprocess.DEVNULL)
        await_(lambda: "PONG" in say(port, "PING"), "a server")

    def start_sentinel(self, port, master):
        path = os.path.join(self.folder, f"{port}.conf")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"port {port}\nbind 127.0.0.1\ndir {self.folder}\nsentinel monitor {NAME} 127.0.0.1 {master} 2\n"
                       f"sentinel down-after-milliseconds {NAME} 1000\nsentinel failover-timeout {NAME} 5000\n")
        self.processes[port] = subprocess.Popen(["redis-server", path, "--sentinel"], stdout=subprocess.DEVNULL)
        await_(lambda: "PONG" in say(port, "PING"), "a Sentinel")

    @staticmethod
    def knows_all(port):
        told = say(port, "SENTINEL", "MASTER", NAME).split("\n")
        figures = dict(zip(told[::2], told[1::2]))
        return (figures.get("num-slaves"), figures.get("num-other-sentinels")) == ("1", "2")

    def is_whole(self):
        return all(self.knows_all(port) for port in self.sentinels) and "master_link_status:up" in say(
            self.replica_of(self.master()), "INFO", "replication")

    def master(self):
        return int(say(self.sentinels[0], "SENTINEL", "get-master-addr-by-name", NAME).split()[1])

    def master_of(self, _):
        return self.master()

    def replica_of(self, master):
        return next(port for port in self.servers if port != master)

    def kill(self, port):
        """As a crash would, whatever it has not passed on."""
        self.processes[port].kill()
        self.processes[port].wait(10)

    def come_back(self, port):
        """The one that was killed, empty, behind whoever has taken its place."""
        await_(lambda: self.master() != port, "a new master")
        self.start(port, "--replicaof", "127.0.0.1", str(self.master()))

    def freeze(self, port):
        self.processes[port].send_signal(signal.SIGSTOP)

    def thaw(self, port):
        self.processes[port].send_signal(signal.SIGCONT)

    @property
    def url(self):
        return "redis+sentinel://" + ",".join(f"127.0.0.1:{port}" for port in self.sentinels) + f"/{NAME}"
