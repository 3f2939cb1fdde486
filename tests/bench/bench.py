"""Measures and compares: bench.py BUILD_FOLDER [NAME...]

Each measurement is repeated and its median taken; beside it stands a ceiling measured in the same run, and the ratio of both,
which is what can be compared between machines. Everything is printed and written to build/bench/results.json.

  time    texts a second whose times are read, beside folding alone, and beside chrono-node and Recognizers-Text
  read    how long one chat of twelve messages takes, and one of a mebibyte, beside folding the same text; memory a byte of text
  parse   talks a second of `dragoman parse --jsonl`, beside decoding and encoding the same JSON
  http    POST /v1/parse over the loopback, beside GET /healthz on the same server
  attack  a client that behaves, beside each of eleven attacks: its rate, beside undisturbed and beside the same attackers at a sink
  scale   what a drag costs in processor time, commands and bytes, and a simulation of ten machines (docs/scale.md)
  soak    memory over a million drags (DRAGOMAN_SOAK: another number); only when it is named
  soak-cluster  three servers and a Redis Cluster under load while each is killed and slots move, for DRAGOMAN_SOAK_S seconds (600):
          what was acknowledged against the provider's books; only when it is named
  store   puts and gets of the stores, beside the disk's and Redis's own (store_bench)
"""
import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
ROUNDS = 5
PARSE_LINES = 4000
WRK_S = 4


def show(results, name, value, unit, ceiling=None, what=None):
    row = {"value": round(value, 4), "unit": unit}
    line = f"  {name:<42}{value:>14,.1f} {unit}"
    if ceiling:
        row.update(ceiling=round(ceiling, 4), ceiling_is=what, ratio=round(value / ceiling, 6))
        line += f"   {value / ceiling:10.4g} of {what}"
    results[name] = row
    print(line, flush=True)


# ---- time -------------------------------------------------------------------------------------------------------------


def peers_folder():
    folder = os.path.join(TOP, "build", "bench", "peers")
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(os.path.join(HERE, "peers")):
        shutil.copy(os.path.join(HERE, "peers", name), folder)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], cwd=folder, check=True)
    return folder


def output_of(command, **more):
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True, **more).stdout)


def share_right(starts, rows):
    return sum(row[2] in found for row, found in zip(rows, starts)) / len(rows)


def bench_time(results, build):
    texts = os.path.join(HERE, "times.tsv")
    with open(texts, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    own = output_of([os.path.join(build, "tests", "time_bench"), texts, str(ROUNDS)])
    rate = statistics.median(own["rates"])
    show(results, "time", rate, "texts/s", statistics.median(own["ceiling"]), "folding alone")
    show(results, "time, with all recognisers", statistics.median(own["everything"]), "texts/s", rate, "time alone")
    show(results, "time, right", share_right(own["starts"], rows), "of 1")
    folder, zone = peers_folder(), dict(os.environ, TZ="Asia/Shanghai")
    for peer in ("chrono", "recognizers"):
        got = output_of(["node", "peers.cjs", peer, texts, str(ROUNDS)], cwd=folder, env=zone)
        theirs = statistics.median(got["rates"])
        show(results, f"time, {peer}", theirs, "texts/s", rate, "ours")
        show(results, f"time, {peer}, right", share_right(got["starts"], rows), "of 1")
        show(results, f"time, ours over {peer}", rate / theirs, "times")


# ---- read ----

READ_NAMES = {"chat": "a chat of 12 messages", "mebibyte": "1 MiB of chat"}


def bench_read(results, build):
    command = [os.path.join(build, "tests", "read_bench"), os.path.join(HERE, "chat.tsv"), str(ROUNDS)]
    for key, row in output_of(command).items():
        took, fold = (statistics.median(row[name]) * 1e6 for name in ("read_s", "fold_s"))
        show(results, f"read, {READ_NAMES[key]}", took, "µs", fold, "folding alone")
        show(results, f"read, {READ_NAMES[key]}, memory", row["memory_bytes"] / row["text_bytes"], "bytes a byte of text")


# ---- parse ------------------------------------------------------------------------------------------------------------


def talks():
    lines = []
    for language in ("zh", "en"):
        with open(os.path.join(TOP, "tests", "eval", f"chats.{language}.jsonl"), encoding="utf-8") as file:
            lines += [json.dumps(json.loads(line)["request"], ensure_ascii=False) for line in file if line.strip()]
    return lines


def bench_parse(results, build):
    lines = talks()
    text = ("\n".join(lines[i % len(lines)] for i in range(PARSE_LINES)) + "\n").encode()
    command = [os.path.join(build, "dragoman"), "parse", "--jsonl"]
    rates, ceilings = [], []
    for _ in range(ROUNDS):
        began = time.monotonic()
        answers = subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True).stdout
        rates.append(PARSE_LINES / (time.monotonic() - began))
        began = time.monotonic()
        for line in text.splitlines():
            json.loads(line)
        for line in answers.splitlines():
            json.loads(line)
        ceilings.append(PARSE_LINES / (time.monotonic() - began))
    show(results, "parse", statistics.median(rates), "talks/s", statistics.median(ceilings), "reading the JSON in Python")


# ---- http -------------------------------------------------------------------------------------------------------------

WRK_BODY = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = [==[%s]==]
"""


def wrk(url, script=None):
    command = ["wrk", "-t1", "-c32", f"-d{WRK_S}s", url] + (["-s", script] if script else [])
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    if "Non-2xx" in out:
        sys.exit(f"bench: {url} answered with errors")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])


def bench_http(results, build):
    with tempfile.TemporaryDirectory() as folder:
        settings = dict(os.environ, DRAGOMAN_LISTEN="127.0.0.1:0", DRAGOMAN_STORE=f"sqlite:{folder}/d.db", DRAGOMAN_LOG="none")
        server = subprocess.Popen([os.path.join(build, "dragoman"), "serve"], env=settings, stdout=subprocess.PIPE, text=True)
        try:
            base = server.stdout.readline().split()[-1]
            script = os.path.join(folder, "parse.lua")
            with open(script, "w", encoding="utf-8") as file:
                file.write(WRK_BODY % talks()[0])
            pairs = [(wrk(f"{base}/v1/parse", script), wrk(f"{base}/healthz")) for _ in range(3)]
        finally:
            server.terminate()
            server.wait()
    show(results, "http, POST /v1/parse", statistics.median(p for p, _ in pairs), "requests/s",
         statistics.median(h for _, h in pairs), "GET /healthz")


# ---- store ------------------------------------------------------------------------------------------------------------


def bench_attack(results, build):
    sys.path.insert(0, TOP)
    from tests.bench import attack
    os.environ.setdefault("DRAGOMAN", os.path.join(build, "dragoman"))
    with attack.Target() as target:
        for name, seen in attack.measure(target):
            show(results, f"attack, {name}", 100 * seen["ratio, attacked"], "% of undisturbed")
            show(results, f"attack, {name}, at a sink", 100 * seen["ratio, at a sink"], "% of undisturbed")
            for where in ("undisturbed", "at a sink", "attacked"):
                show(results, f"attack, {name}, 99 of 100, {where}", seen[f"slow_ms, {where}"], "ms")
            show(results, f"attack, {name}, failed", seen["failed, attacked"], "requests")
            show(results, f"attack, {name}, memory", seen["after_mib"], "MiB", seen["before_mib"], "before")
        show(results, "attack, booked", target.booked(), "actions", target.offered, "those raced for")


def bench_store(results, build):
    out = subprocess.run([os.path.join(build, "tests", "store_bench")], stdout=subprocess.PIPE, text=True, check=True).stdout
    print(out, end="")
    results["store"] = out.splitlines()


def prepare(build):
    sys.path.insert(0, TOP)
    os.environ.setdefault("DRAGOMAN", os.path.join(build, "dragoman"))


def bench_scale(results, build):
    prepare(build)
    from tests.bench import scale
    cost = scale.measure()
    show(results, "scale, drags, one core and Redis", 1 / cost["redis_s"], "/s")
    show(results, "scale, drags, one core and SQLite", 1 / cost["sqlite_s"], "/s")
    show(results, "scale, calls of Redis", cost["asked"], "a drag")
    show(results, "scale, commands that Redis runs", cost["commands"], "a drag")
    show(results, "scale, session in Redis", cost["redis_bytes"], "bytes")
    show(results, "scale, session in SQLite", cost["sqlite_bytes"], "bytes")
    cores = 80
    rate = cores * scale.BUSY / cost["redis_s"]
    busy, wait = scale.simulate(rate, cores, cost["redis_s"])
    show(results, "scale, simulated, ten machines of 8", rate, "drags/s")
    show(results, "scale, simulated, cores busy", busy, "of 1", scale.BUSY, "the arithmetic")
    show(results, "scale, simulated, 99 of 100 wait", wait * 1e3, "ms")


def bench_soak(results, build):
    prepare(build)
    from tests.bench import soak
    first = None
    for done, kib, failed in soak.measure():
        first = first or kib
        show(results, f"soak, memory after {done}", kib / 1024, "MiB", first / 1024, "after the first tenth")
        if failed:
            sys.exit(f"bench: {failed} drags failed")


def bench_soak_cluster(results, build):
    """False: something was lost."""
    prepare(build)
    from tests.bench import soak_cluster
    seconds, seed = int(os.environ.get("DRAGOMAN_SOAK_S", "600")), int(os.environ.get("DRAGOMAN_SOAK_SEED", time.time()))
    print(f"  soak-cluster, seed {seed}", flush=True)
    with soak_cluster.Soak(seed) as soak:
        soak.run(soak_cluster.troubles_for(seconds, seed))
        soak.settle()
    for what, count in sorted(soak.counts.items()):
        show(results, f"soak-cluster, {what}", count, "")
    show(results, "soak-cluster, lost or otherwise than booked", len(soak.faults), "")
    for fault in soak.faults:
        print(f"  {fault}")
    results["soak-cluster, faults"] = soak.faults
    return not soak.faults


BENCHES = {"time": bench_time, "read": bench_read, "parse": bench_parse, "http": bench_http, "attack": bench_attack, "store": bench_store,
           "scale": bench_scale, "soak": bench_soak, "soak-cluster": bench_soak_cluster}
ONLY_BY_NAME = {"soak", "soak-cluster"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    options = parser.parse_args()
    unknown = set(options.names) - set(BENCHES)
    if unknown:
        parser.error(f"no such measurement: {', '.join(sorted(unknown))}")
    results, failed = {}, []
    for name in options.names or [name for name in BENCHES if name not in ONLY_BY_NAME]:
        if BENCHES[name](results, os.path.abspath(options.build)) is False:
            failed.append(name)
    folder = os.path.join(TOP, "build", "bench")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "results.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(results, file, ensure_ascii=False, indent=1)
    print(f"written to {os.path.relpath(path)}")
    if failed:
        sys.exit(f"bench: {', '.join(failed)} found faults")


main()
