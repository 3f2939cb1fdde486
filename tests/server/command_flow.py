"""The program's commands, as a shell sees them."""
import contextlib
import http.server
import json
import os
import subprocess
import tempfile
import threading

from tests.support.patience import PATIENCE, patient
from tests.support.server import Server, program
from tests.support.tap import check, equal, main, test

ZH = {"text": "明天晚上七点", "timezone": "Asia/Shanghai", "now": "2024-02-20T17:45:00+08:00"}


def run(*words, text=b"", environment=None):
    return subprocess.run([program(), *words], input=text, capture_output=True, timeout=patient(60),
                          env={**os.environ, **(environment or {})})


def lines_of(requests):
    text = b"".join((r if isinstance(r, bytes) else json.dumps(r, ensure_ascii=False).encode()) + b"\n" for r in requests)
    done = run("parse", "--jsonl", text=text)
    equal(done.returncode, 0, "exit status")
    return [json.loads(line) for line in done.stdout.splitlines()]


@test
def a_line_in_is_a_line_out_in_order(_):
    answers = lines_of([ZH, {"text": "hello"}, ZH])
    equal(len(answers), 3, "answers")
    equal(answers[0], answers[2], "the same request")
    check(answers[0]["entities"] and not answers[1]["entities"], "each its own")


@test
def a_bad_line_gives_a_problem_and_the_next_is_read(_):
    answers = lines_of([b"not json", b"", {"text": ""}, {"txet": "a"}, b'{"text":"\xff"}', ZH])
    equal([a.get("status") for a in answers], [400, 400, 400, 400, 400, None], "statuses")
    equal(answers[2]["errors"][0]["pointer"], "/text", "pointer")
    equal(answers[3]["request_id"], "line-4", "number")
    check("plan" in answers[5], "the last is read")


@test
def the_last_line_needs_no_end(_):
    done = run("parse", "--jsonl", text=json.dumps(ZH).encode())
    equal(len(done.stdout.splitlines()), 1, "answers")


@test
def a_line_longer_than_allowed_is_passed_over(_):
    answers = lines_of([b'{"text":"' + b"a" * (9 << 20) + b'"}', ZH])
    equal(answers[0].get("status"), 413, "the long one")
    check("plan" in answers[1], "the next is read")


@test
def a_peer_may_talk_line_by_line(_):
    with subprocess.Popen([program(), "parse", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as peer:
        for _ in range(3):
            peer.stdin.write(json.dumps(ZH).encode() + b"\n")
            peer.stdin.flush()
            check("plan" in json.loads(peer.stdout.readline()), "answered before the next is sent")
        peer.stdin.close()
        equal(peer.wait(10), 0, "exit status")


@test
def the_zone_of_the_command_line_holds_where_a_line_names_none(_):
    text = b'{"text":"tomorrow at 7pm"}\n{"text":"tomorrow at 7pm","timezone":"Asia/Tokyo"}\n'
    done = run("parse", "--jsonl", "--tz", "Asia/Shanghai", text=text)
    starts = [json.loads(line)["entities"][0]["value"]["start"][-6:] for line in done.stdout.splitlines()]
    equal(starts, ["+08:00", "+09:00"], "offsets")


@test
def memory_does_not_grow_with_the_lines(_):
    text = (json.dumps(ZH, ensure_ascii=False) + "\n").encode()
    def peak(count):
        script = "import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdin=0,stdout=subprocess.DEVNULL);" \
                 "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        done = subprocess.run(["python3", "-c", script, program(), "parse", "--jsonl"], input=text * count,
                              capture_output=True, timeout=patient(120), env={**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=1"})
        return int(done.stdout)
    few, many = peak(int(300 / PATIENCE)), peak(int(3000 / PATIENCE))
    check(many < few * 1.5 + 8192, f"{few} KiB for few lines, {many} KiB for ten times as many")


@test
def a_raw_chat_comes_from_a_file_or_standard_input(_):
    chat = "小王: 晚上出来吃饭？\n小李: 明天晚上七点吧\n".encode()
    words = ("--now", "2024-02-20T17:45:00+08:00", "--tz", "Asia/Shanghai")
    with tempfile.NamedTemporaryFile(suffix=".txt") as file:
        file.write(chat)
        file.flush()
        from_file = run("parse", *words, file.name)
    from_input = run("parse", *words, text=chat)
    equal((from_file.returncode, from_input.returncode), (0, 0), "exit statuses")
    equal(from_file.stdout, from_input.stdout, "the same")
    check(from_file.stdout.startswith(b'{\n  "language"'), "indented")


@test
def the_steps_of_a_reading_are_told_a_line_each(_):
    words = ("--explain", "--now", "2026-03-10T12:00:00+08:00", "--tz", "Asia/Shanghai")
    for chat, said in (("小王: 明天晚上七点吃饭？\n小李: 好\n", "accept: 好"),
                       ("Ann: dinner tomorrow at 7pm?\nBob: works for me\n", "accept: works for me")):
        done = run("parse", *words, text=chat.encode())
        equal(done.returncode, 0, chat)
        lines = done.stdout.decode().splitlines()
        steps = {line.split()[0] for line in lines}
        check({"language", "message", "found", "clause", "plan", "value", "intent", "slot"} <= steps, str(steps))
        check(any(line.endswith(said) for line in lines), f"{said}: what the clause does")
        check(any("2026-03-11T19:00:00+08:00" in line and "agreed" in line for line in lines), "what became of the time")
    equal(run("parse", *words, text=b"").returncode, 1, "nothing to read")


@test
def what_cannot_be_read_is_a_problem_and_a_failure(_):
    for words, text, status in ((("parse",), b"", 1), (("parse",), b"\xff", 1), (("parse", "--tz", "Mars/X"), b"a", 1),
                                (("parse", "--now", "soon"), b"a", 1), (("parse", "/nowhere/x"), b"", 2)):
        done = run(*words, text=text)
        equal(done.returncode, status, str(words))
        if status == 1:
            equal(json.loads(done.stdout)["status"], 400, str(words))


OWN_WORDS = """# venues of our town
青禾小馆	place.brand	food
The Copper Lantern	place.brand	food
柳树湾	place.area		31.2	121.5
"""


def written(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def places(answer):
    return {e["value"]["name"]: e["value"] for e in answer["entities"] if e["type"] == "place"}


@test
def names_of_ones_own_are_known_in_both_languages(_):
    with tempfile.TemporaryDirectory() as folder:
        words = written(folder, "words.tsv", OWN_WORDS)
        config = written(folder, "dragoman.conf", f"words = {words}\n")
        asks = [{"text": "青禾小馆见"}, {"text": "柳树湾集合"}, {"text": "copper lantern was nice, the copper lantern at 7?"}]
        text = "".join(json.dumps(ask) + "\n" for ask in asks).encode()
        known = [places(json.loads(line)) for line in run("parse", "--jsonl", "--config", config, text=text).stdout.splitlines()]
        check("青禾小馆" in known[0], f"a venue: {known[0]}")
        equal(known[1].get("柳树湾", {}).get("lat"), 31.2, f"a quarter with its point: {known[1]}")
        check("the copper lantern" in known[2], f"a venue in English: {known[2]}")
        equal(run("check-config", "--config", config).returncode, 0, "check-config")


@test
def each_wrong_line_of_ones_own_names_is_said(_):
    with tempfile.TemporaryDirectory() as folder:
        words = written(folder, "words.tsv", "好\tact.accept\n\n没有类\n绿洲\tplace.area\n\tplace.brand\n")
        config = written(folder, "dragoman.conf", f"words = {words}\n")
        for command in (["check-config"], ["parse"], ["serve"]):
            done = run(*command, "--config", config)
            check(done.returncode != 0, command[0])
            said = done.stderr.decode()
            equal([n for n in range(1, 6) if f"words.tsv:{n}:" in said], [1, 3, 5], said)
        done = run("check-config", environment={"DRAGOMAN_WORDS": os.path.join(folder, "none.tsv")})
        check(b"none.tsv: No such file" in done.stderr, done.stderr.decode())


@test
def wrong_usage_is_said(_):
    for words in ((), ("fly",), ("parse", "--wings"), ("serve", "--config"), ("parse", "a", "b")):
        done = run(*words)
        equal(done.returncode, 2, str(words))
        check(b"usage:" in done.stderr, str(words))
    equal(run("--help").returncode, 0, "help")
    check(run("--version").stdout.startswith(b"dragoman "), "version")


@test
def each_wrong_line_of_a_configuration_is_named(_):
    with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
        file.write("# fine\nlisten = 0.0.0.0:80\nloops = many\n\nwings = 2\n")
        file.flush()
        done = run("check-config", "--config", file.name)
        equal(done.returncode, 1, "exit status")
        said = done.stderr.decode().splitlines()
        equal([line.split(": ")[0] for line in said], [f"{file.name}:{n}" for n in (3, 5, 2)], "places")
        served = run("serve", "--config", file.name)
        equal(served.returncode, 2, "serve refuses it too")


@test
def the_environment_is_checked_as_well(_):
    equal(run("check-config").returncode, 0, "defaults")
    done = run("check-config", environment={"DRAGOMAN_LISTEN": "0.0.0.0:80"})
    equal(done.returncode, 1, "exit status")
    check(done.stderr.startswith(b"DRAGOMAN_LISTEN: listen: without an api_key"), done.stderr)


@test
def the_default_configuration_is_fine(_):
    with tempfile.NamedTemporaryFile(suffix=".conf") as file:
        file.write(run("default-config").stdout)
        file.flush()
        done = run("check-config", "--config", file.name)
        equal((done.returncode, done.stdout), (0, b"the configuration is fine\n"), "check")


KEY = "ann:" + "0" * 64


@test
def the_health_of_a_server_is_asked_for(_):
    with Server() as server:
        for address in ("127.0.0.1", "localhost", "0.0.0.0"):
            done = run("health", environment={"DRAGOMAN_LISTEN": f"{address}:{server.port}", "DRAGOMAN_API_KEY": KEY})
            equal((done.returncode, done.stderr), (0, b""), address)
        near = {"DRAGOMAN_LISTEN": f"127.0.0.1:{server.port}"}
        equal(run("health", environment={**near, "http_proxy": "http://127.0.0.1:1"}).returncode, 0, "no proxy between")
    done = run("health", environment=near)
    equal(done.returncode, 1, "a server that is gone")
    check(b"/healthz: " in done.stderr, done.stderr)


@test
def whoever_is_not_a_server_is_not_well(_):
    class Refuses(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(503)

        def log_message(self, *ignored):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Refuses) as other:
        threading.Thread(target=other.handle_request, daemon=True).start()
        done = run("health", environment={"DRAGOMAN_LISTEN": f"127.0.0.1:{other.server_port}"})
    equal(done.returncode, 1, "503")
    equal(run("health", environment={"DRAGOMAN_LISTEN": "127.0.0.1:0"}).returncode, 2, "a port that nobody knows")
    equal(run("health", environment={"DRAGOMAN_LISTEN": "here"}).returncode, 2, "a wrong configuration")


main(contextlib.nullcontext())
