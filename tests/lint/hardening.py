"""Whether the program was built so that a memory fault is hard to turn into more: position independent, tables read-only
after start, no executable stack, stack protector, fortified calls, no search path for libraries.

    python3 tests/lint/hardening.py build/release/dragoman"""
import subprocess
import sys


def readelf(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], capture_output=True, text=True, check=True).stdout


def stack_flags(headers):
    return next((line.split()[-2] for line in headers.splitlines() if "GNU_STACK" in line), "none")


def writable_and_executable(headers):
    return [line for line in headers.splitlines() if line.split()[:1] == ["LOAD"] and "RWE" in line]


def faults(program):
    header, headers = readelf("-h", program), readelf("-l", program)
    dynamic, symbols = readelf("-d", program), readelf("--dyn-syms", program)
    checks = {
        "position independent (PIE)": "DYN" in header and " PIE" in dynamic,
        "read-only relocations (RELRO)": "GNU_RELRO" in headers,
        "bound at start (NOW)": "BIND_NOW" in dynamic or " NOW" in dynamic,
        "stack not executable": stack_flags(headers) == "RW",
        "nothing both writable and executable": not writable_and_executable(headers),
        "stack protector": "__stack_chk_fail" in symbols,
        "fortified calls": "_chk@" in symbols.replace("__stack_chk_fail", ""),
        "no search path (RPATH, RUNPATH)": "RPATH" not in dynamic and "RUNPATH" not in dynamic,
    }
    return [name for name, held in checks.items() if not held], len(checks)


def main():
    missing, count = faults(sys.argv[1])
    for name in missing:
        print(f"{sys.argv[1]}: not {name}")
    print(f"hardening: {count - len(missing)} of {count} held")
    return 1 if missing else 0


sys.exit(main())
