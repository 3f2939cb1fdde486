"""Under each attack of the bench, for a moment: a client that behaves gets every answer. (How fast is for ./dev bench attack.)"""
from tests.bench import attack
from tests.support.server import Server
from tests.support.tap import check, equal, main, test


@test
def a_client_that_behaves_gets_every_answer(server):
    for name, one in attack.ATTACKS.items():
        seen = attack.under(one, server.port, seconds=1)
        equal(seen["failed"], 0, f"{name}: failed")
        check(seen["rate"] > 0, f"{name}: answered")


@test
def the_server_is_none_the_worse(server):
    equal(server.get("/healthz").status, 200, "alive")
    equal(server.process.poll(), None, "has not ended")


main(Server(attack.settings()))
