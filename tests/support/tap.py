"""The flow tests' half of check.h: tests are functions named as sentences, told as TAP.

    from tests.support.tap import check, equal, main, test

    @test
    def an_unknown_field_is_refused(server): ...

    main(Server())          # opened once, given to every test

A test fails by `check` or `equal` not holding (it goes on, so that all failures of it are seen) or by an exception."""
import sys
import traceback

_tests = []
_notes = []


def test(function):
    _tests.append(function)
    return function


def check(held, about):
    if not held:
        _notes.append(about)
    return held


def equal(got, want, about):
    return check(got == want, f"{about}: got {got!r}, want {want!r}")


def _run(function, fixture):
    _notes.clear()
    try:
        function(fixture)
    except Exception:
        _notes.append(traceback.format_exc())
    return list(_notes)


def main(fixture):
    failed = 0
    with fixture as given:
        for number, function in enumerate(_tests, 1):
            notes = _run(function, given)
            failed += bool(notes)
            for note in notes:
                print("# " + str(note).replace("\n", "\n# "))
            name = function.__name__.replace("_", " ")
            print(f"{'not ok' if notes else 'ok'} {number} - {name}", flush=True)
    print(f"1..{len(_tests)}")
    sys.exit(1 if failed else 0)
