"""A Redis Cluster for the flow tests: three masters with a replica each, on free ports of the loopback."""
import os
import shutil
import signal
import subprocess
import tempfile
import time

from tests.support.port import free_port

MEMBERS, SLOTS = 6, 16384


def await_(held, what):
    end = time.monotonic() + 60
    while not held():
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within a minute")
        time.sleep(0.05)


def say(port, *words):
    """The answer of redis-cli, as text."""
    done = subprocess.run(["redis-cli", "-p", str(port), *words], capture_output=True, text=True, timeout=30)
    return done.stdout


class RedisCluster:
    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="dragoman-redis-")
        self.processes = {}
        try:
            self.join()
        except BaseException:  # what did start would be left behind
            self.__exit__()
            raise
        return self

    def join(self):
        for _ in range(MEMBERS):
            self.start(free_port())
        self.ports = list(self.processes)
        addresses = [f"127.0.0.1:{port}" for port in self.ports]
        await_(lambda: all(self.answers(port) for port in self.ports), "its members")
        subprocess.run(["redis-cli", "--cluster", "create", *addresses, "--cluster-replicas", "1", "--cluster-yes"],
                       check=True, stdout=subprocess.DEVNULL)
        await_(self.is_whole, "the cluster")

    def start(self, port):
        folder = os.path.join(self.folder, str(port))
        os.makedirs(folder, exist_ok=True)
        self.processes[port] = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
             "--dir", folder, "--cluster-enabled", "yes", "--cluster-port", str(free_port()), "--cluster-node-timeout",
             "2000", "--cluster-require-full-coverage", "no", "--repl-diskless-sync-delay", "0"],
            stdout=subprocess.DEVNULL)

    def __exit__(self, *ignored):
        for process in self.processes.values():
            process.kill()
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def answers(self, port):
        return "PONG" in say(port, "PING")

    def is_paired(self, port):
        """A master with its replica, or a replica that has all."""
        told = say(port, "INFO", "replication")
        return "connected_slaves:1" in told or "master_link_status:up" in told

    def is_whole(self):
        return all("cluster_state:ok" in say(port, "CLUSTER", "INFO") and self.is_paired(port) for port in self.ports)

    def owners(self, port):
        """Which slots whose are, as this one has been told."""
        lines = (line.split() for line in say(port, "CLUSTER", "NODES").splitlines())
        return {words[0]: [word for word in words[8:] if not word.startswith("[")] for words in lines if len(words) > 8}

    def is_agreed(self):
        """Whether all that are alive have heard of the last move of slots."""
        first, *others = [self.owners(port) for port in self.living()]
        return all(other == first for other in others)

    def is_covered(self):
        """Whether each slot has an owner."""
        ranges = [words.partition("-") for slots in self.owners(self.living()[0]).values() for words in slots]
        return sum(int(last or first) - int(first) + 1 for first, _, last in ranges) == SLOTS

    def mend(self):
        """Closes what a move that was cut short left open, as an operator would."""
        subprocess.run(["redis-cli", "--cluster", "fix", f"127.0.0.1:{self.living()[0]}"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120, check=False)

    def living(self):
        return [port for port, process in self.processes.items() if process.poll() is None]

    def masters(self):
        """Those that are alive."""
        return [port for port in self.living() if say(port, "ROLE").startswith("master")]

    def move_slots(self, source, target, count):
        """As an operator does it, while everything goes on. False: it was refused."""
        names = [say(port, "CLUSTER", "MYID").strip() for port in (source, target)]
        done = subprocess.run(["redis-cli", "--cluster", "reshard", f"127.0.0.1:{source}", "--cluster-from", names[0],
                               "--cluster-to", names[1], "--cluster-slots", str(count), "--cluster-yes"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        return done.returncode == 0

    def keys(self, port):
        return say(port, "KEYS", "dragoman:*").split()

    def master_of(self, name):
        """The port of the master with the first of the keys in which the name stands."""
        return next(port for port in self.masters() if any(name in key for key in self.keys(port)))

    def replication(self, port):
        lines = (line.partition(":") for line in say(port, "INFO", "replication").splitlines())
        return {name: value.strip() for name, _, value in lines}

    def is_followed(self, port):
        """Whether a replica has all that the master has. (WAIT says nothing here: it counts what its own connection wrote.)"""
        offset = self.replication(port)["master_repl_offset"]
        followers = [told for told in map(self.replication, self.living()) if told.get("master_port") == str(port)]
        return any(told["slave_repl_offset"] == offset for told in followers)

    def replica_of(self, master):
        return next(port for port in self.living() if self.replication(port).get("master_port") == str(master))

    def kill(self, port):
        """As a crash would, whatever it has not passed on."""
        self.processes[port].kill()
        self.processes[port].wait(10)

    def kill_followed(self, port):
        """After its replica has all that it has: nothing more is written meanwhile. And knows of all that was moved: a slot that it
        has not yet heard of would be nobody's once it stands in."""
        await_(self.is_agreed, "one view of the slots")
        say(port, "CLIENT", "PAUSE", "10000", "WRITE")
        await_(lambda: self.is_followed(port), "the replica")
        self.kill(port)

    def come_back(self, port):
        """The one that was killed, empty, behind whoever has taken its place."""
        await_(lambda: len(self.masters()) == 3, "a new master")
        self.start(port)

    def freeze(self, port):
        self.processes[port].send_signal(signal.SIGSTOP)

    def thaw(self, port):
        self.processes[port].send_signal(signal.SIGCONT)

    @property
    def url(self):
        return "redis+cluster://" + ",".join(f"127.0.0.1:{port}" for port in self.ports[:2])
