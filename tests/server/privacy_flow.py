"""What people wrote stays where it belongs: not in a log, not in a file in clear where a key is set, codes nowhere at all."""
import glob
import hashlib
import os
import secrets
import urllib.parse

from tests.support.server import Server
from tests.support.tap import check, equal, main, test

CODES = ("482913", "A7K2Q9", "771204")
TALK = {"messages": [
    {"from": "Marguerite", "text": "Dinner tomorrow at 7 at Osteria Zappelli? call me on +1 415 555 0132"},
    {"from": "Jean", "text": "Your verification code is 482913."},
    {"from": "银行", "text": "验证码：A7K2Q9（5分钟内有效），请勿告诉他人"},
    {"from": "老周", "text": "明天七点，去望江楼吃饭，行"}],
    "now": "2030-05-01T12:00:00+08:00", "timezone": "Asia/Shanghai"}
WORDS = ("Marguerite", "Osteria", "Zappelli", "555 0132", "4155550132", "望江楼", "老周", "吃饭")
ANN = {"X-Api-Key": "the-key-of-ann"}


def settings(**more):
    return {"api_key": f"ann:{hashlib.sha256(ANN['X-Api-Key'].encode()).hexdigest()}", "log": "all,access", **more}


def files_of(server):
    """All bytes that the store has left on the disk."""
    return b"".join(open(name, "rb").read() for name in glob.glob(os.path.join(server.folder, "dragoman.db*")))


def check_absent(words, where, what):
    for word in words:
        check(word.encode() not in where, f"{word} stands in {what}")


def walk(server):
    """A drag read, extended, hovered, dropped and forgotten; all that was answered."""
    drag = server.post("/v1/drags", TALK, headers=ANN)
    equal(drag.status, 201, "drag")
    path = f"/v1/drags/{drag.json['drag_id']}"
    replies = [server.post("/v1/parse", TALK, headers=ANN), drag, server.get(path, headers=ANN),
               server.patch(path, {"messages": [{"from": "Jean", "text": "ok! password: 771204"}]}, headers=ANN),
               server.get(path, headers=ANN), server.get(f"/v1/sessions/{drag.json['session_id']}", headers=ANN),
               server.post(f"{path}/drop", {"target": "table"}, headers=ANN)]
    equal([reply.status for reply in replies], [200, 201, 200, 200, 200, 200, 200], "statuses")
    return b"".join(reply.body for reply in replies)


@test
def codes_are_struck_out_at_the_door(_):
    with Server(settings()) as server:
        check_absent(CODES, walk(server), "a reply")
        check_absent(CODES, files_of(server), "the store")
        check(b"Zappelli" in files_of(server), "the look at the files sees what is there")


@test
def one_paste_is_struck_out_too(_):
    paste = "\n".join(f"{m['from']}: {m['text']}" for m in TALK["messages"])
    with Server(settings()) as server:
        about = {name: value for name, value in TALK.items() if name != "messages"}
        reply = server.post("/v1/drags", {"text": paste, **about}, headers=ANN)
        equal(reply.status, 201, "drag")
        check_absent(CODES[:2], reply.body, "a reply")
        check_absent(CODES[:2], files_of(server), "the store")


@test
def no_word_reaches_a_log_or_a_figure(_):
    with Server(settings()) as server:
        walk(server)
        server.post("/v1/parse", {"text": "Osteria", "Zappelli": "望江楼"}, headers=ANN)
        server.get("/v1/drags/Zappelli?q=" + urllib.parse.quote("望江楼") + "Osteria", headers=ANN)
        metrics = server.get("/metrics").body
    log = "".join(server.log).encode()
    check(b'"request"' in log or b"request" in log, "there is a log")
    check_absent((*WORDS, *CODES, "the-key-of-ann"), log, "the log")
    check_absent((*WORDS, *CODES, "the-key-of-ann"), metrics, "the metrics")


@test
def a_sealed_store_shows_nothing(_):
    with Server(settings(store_key=secrets.token_hex(32))) as server:
        walk(server)
        check_absent((*WORDS, *CODES, "dinner", "ann"), files_of(server), "the sealed store")
        check(len(files_of(server)) > 0, "there is a store")


class Nothing:
    def __enter__(self):
        return None

    def __exit__(self, *ignored):
        pass


main(Nothing())
