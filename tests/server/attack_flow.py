"""Under each attack of the bench, for a moment: a client that behaves gets every answer. (How fast is for ./dev bench attack.)"""
from tests.bench import attack, attacks
from tests.support.tap import check, equal, main, test


@test
def a_client_that_behaves_gets_every_answer(target):
    for name, one in attacks.ATTACKS.items():
        seen = attack.under(one, target.aim(attack.offers_for(one)), target.server.port, seconds=1)
        equal(seen["failed"], 0, f"{name}: failed")
        check(seen["rate"] > 0, f"{name}: answered")


@test
def what_was_raced_for_was_booked_once(target):
    equal(target.booked(), target.offered, "of each offer one")


@test
def the_server_is_none_the_worse(target):
    equal(target.server.get("/healthz").status, 200, "alive")
    equal(target.server.process.poll(), None, "has not ended")


main(attack.Target(receive="5"))
