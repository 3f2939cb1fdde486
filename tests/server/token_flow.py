"""Callers with JSON Web Tokens: whose key set the server fetches, follows through a rotation, and does without for a while."""
import threading
import time

from tests.support.server import Server
from tests.support.tap import check, equal, main, test
from tests.support.token import AUDIENCE, ISSUER, Issuer

TALK = {"text": "dinner tomorrow at 7?"}


class Fixture:
    def __enter__(self):
        self.issuer = Issuer().__enter__()
        self.server = token_server(self.issuer).__enter__()
        return self

    def __exit__(self, *ignored):
        self.server.__exit__(*ignored)
        self.issuer.__exit__(*ignored)


def token_server(issuer, **more):
    return Server({"jwt_keys": issuer.url, "jwt_issuer": ISSUER, "jwt_audience": AUDIENCE, "jwt_refresh": "1",
                   "loops": "1", "refusal_rate": "0", **more})


def ask(server, token, method="POST", path="/v1/parse", body=TALK):
    return server.request(method, path, body, headers={"Authorization": f"Bearer {token}"} if token else {})


def eventually(status, server, token):
    """The status that the server comes to within some seconds, the key set having to travel."""
    for _ in range(60):
        reply = ask(server, token)
        if reply.status == status:
            break
        time.sleep(0.1)
    return reply


@test
def a_token_of_the_issuer_is_taken(f):
    equal(eventually(200, f.server, f.issuer.token("ann")).status, 200, "status")


@test
def others_are_refused_and_told_why(f):
    eventually(200, f.server, f.issuer.token("ann"))
    now = int(time.time())
    for words, token in (
            ("send a token", ""),
            ("expired", f.issuer.token("ann", exp=now - 120)),
            ("not valid yet", f.issuer.token("ann", nbf=now + 120)),
            ("audience", f.issuer.token("ann", aud="another")),
            ("issuer", f.issuer.token("ann", iss="https://evil.test")),
            ("must be signed", f.issuer.token("ann", header={"alg": "HS256"})),
            ("signed", f.issuer.token("ann", header={"alg": "none"})),
            ("wrong signature", f.issuer.token("ann")[:-8] + "AAAAAAAA")):
        reply = ask(f.server, token)
        equal(reply.status, 401, words)
        check(words in reply.json["detail"], f"{words}: {reply.json['detail']}")
        check(reply.headers["www-authenticate"].startswith("Bearer"), "WWW-Authenticate")


@test
def each_subject_is_a_caller_of_its_own(f):
    ann, bob = f.issuer.token("ann"), f.issuer.token("bob")
    eventually(200, f.server, ann)
    drag = ask(f.server, ann, path="/v1/drags").json["drag_id"]
    equal(ask(f.server, ann, "GET", f"/v1/drags/{drag}", None).status, 200, "ann's own")
    equal(ask(f.server, f.issuer.token("ann"), "GET", f"/v1/drags/{drag}", None).status, 200, "by another token of hers")
    equal(ask(f.server, bob, "GET", f"/v1/drags/{drag}", None).status, 404, "bob's view of it")


@test
def a_rotated_key_is_followed(f):
    old = f.issuer.token("ann")
    eventually(200, f.server, old)
    f.issuer.rotate()
    equal(eventually(200, f.server, f.issuer.token("ann")).status, 200, "the new key")
    equal(ask(f.server, old).status, 401, "the withdrawn key")


@test
def the_first_token_with_a_new_key_waits_for_the_set(_):
    with Issuer() as issuer, token_server(issuer, jwt_refresh="3600") as server:
        eventually(200, server, issuer.token("ann"))
        issuer.rotate()
        asked = issuer.asked
        equal(ask(server, issuer.token("ann")).status, 200, "without a second try")
        equal(issuer.asked - asked, 1, "one reading")


@test
def many_that_wait_are_answered_by_one_reading(_):
    with Issuer() as issuer, token_server(issuer, jwt_refresh="3600") as server:
        eventually(200, server, issuer.token("ann"))
        issuer.rotate()
        asked, issuer.pause_s = issuer.asked, 1
        token, replies = issuer.token("ann"), []
        threads = [threading.Thread(target=lambda: replies.append(ask(server, token).status)) for _ in range(8)]
        for thread in threads:
            thread.start()
        equal(server.get("/healthz").status, 200, "others are served meanwhile")
        for thread in threads:
            thread.join()
        issuer.pause_s = 0
        equal(replies, [200] * 8, "all")
        equal(issuer.asked - asked, 1, "one reading")


@test
def unknown_keys_make_no_second_reading_so_soon(_):
    with Issuer() as issuer, token_server(issuer, jwt_refresh="3600") as server:
        eventually(200, server, issuer.token("ann"))
        asked = issuer.asked
        for number in range(5):
            equal(ask(server, issuer.token("ann", header={"kid": f"made-up-{number}"})).status, 401, "status")
        equal(issuer.asked - asked, 1, "readings")
        equal(ask(server, issuer.token("ann")).status, 200, "the known key")


@test
def a_new_key_is_not_waited_for_where_its_issuer_is_away(_):
    with Issuer() as issuer, token_server(issuer, jwt_refresh="3600") as server:
        eventually(200, server, issuer.token("ann"))
        issuer.rotate()
        issuer.away = True
        equal(ask(server, issuer.token("ann")).status, 401, "as soon as that is known")
        issuer.away = False


@test
def the_set_outlives_its_issuers_absence(f):
    token = f.issuer.token("ann")
    eventually(200, f.server, token)
    f.issuer.away = True
    asked = f.issuer.asked
    while f.issuer.asked < asked + 2:
        time.sleep(0.1)
    equal(ask(f.server, token).status, 200, "while nobody can be asked")
    f.issuer.away = False


@test
def before_the_first_set_a_token_is_answered_not_now(f):
    f.issuer.away = True
    with token_server(f.issuer) as server:
        equal(ask(server, f.issuer.token("ann")).status, 503, "no set yet")
        equal(ask(server, "").status, 401, "nothing to check")
        f.issuer.away = False
        equal(eventually(200, server, f.issuer.token("ann")).status, 200, "there it is")


main(Fixture())
