"""The soak of three servers on a Redis Cluster (tests/bench/soak_cluster.py), short: each kind of trouble under load, and the books
agree with what was acknowledged, to the last action."""
from tests.bench.soak_cluster import Soak
from tests.support.tap import check, equal, main, test

SEED = 20261125
TROUBLES = ("server", "slots", "master", "server")
DONE = ("drags", "drops", "patches", "streams", "confirms", "cancels", "parses", "actions done", "actions cancelled")


@test
def nothing_is_lost_and_the_books_agree(soak):
    soak.run(TROUBLES)
    soak.settle()
    print("# " + ", ".join(f"{what}: {count}" for what, count in sorted(soak.counts.items())))
    for fault in soak.faults:
        check(False, fault)
    equal([soak.counts[what] for what in ("servers killed", "masters killed")], [2, 1], "killed")
    check(soak.counts["slots moved"] > 0, "slots moved")
    for what in DONE:
        check(soak.counts[what] > 0, what)


@test
def what_is_lost_would_be_seen(soak):
    soak.faults.clear()
    action = next(action for action, state in soak.told.items() if state == "done")
    drag = soak.servers[0].get(f"/v1/actions/{action}").json["drag_id"]
    session = soak.servers[0].get(f"/v1/drags/{drag}").json["session_id"]
    equal(soak.servers[0].delete(f"/v1/sessions/{session}").status, 204, "forgotten")
    soak.settle()
    equal(sorted(word for fault in soak.faults for word in (action, drag) if word in fault), sorted([action] * 3 + [drag]),
          "still as 404, acknowledged as done, with a booking; and its drag")


main(Soak(SEED))
