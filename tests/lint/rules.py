"""The house's own rules that no ready linter knows: which room may include what, banned calls, sizes, no user text in logs.

Prints `file:line: what` for each breach and exits with 1 if there was any. Standard library only.
"""
import re
import subprocess
import sys

ROOMS = {"intents": {"intents"}, "adapters": {"adapters", "intents"}, "server": {"server", "adapters", "intents", "openapi"}}
BANNED = ("strcpy strcat sprintf vsprintf strtok atoi atol sscanf gets localtime gmtime rand srand alloca setlocale system "
          "popen fork vfork execl execlp execle execv execvp execvpe execve fexecve posix_spawn posix_spawnp uv_spawn").split()
# call -> the files that may make it
ONLY_IN = {
    "time": {"server/clock.c"},
    "clock_gettime": {"server/clock.c", "adapters/transport.c"},  # there the one that never goes back, for deadlines
    "getenv": {"server/config_load.c"},
    "malloc": None, "calloc": None, "realloc": None,  # None: everywhere but intents/, where only the arena allocates
}
# A library that brings I/O is included by one subject only, so that it can be replaced.
LIBRARIES = {
    "microhttpd.h": ("server/http",), "curl/": ("adapters/transport",), "hiredis/": ("server/store_redis",),
    "uv.h": ("server/loop", "server/store_sqlite"), "sqlite3.h": ("server/store_sqlite",),
    "libical/": ("adapters/calendar/ical",), "expat.h": ("adapters/calendar/caldav_xml",),
    "jansson.h": ("server/", "adapters/"), "rhonabwy.h": ("server/jwt",), "gnutls/": ("server/tls",),
    "seccomp.h": ("server/confine",), "openssl/": ("server/store_redis_tls",),
}
INTENTS_HEADERS = re.compile(r"<(unistd|fcntl|pthread|time|sys/|netinet|errno|locale)")
LINES_MAX, FUNCTION_MAX = 800, 70
# stdio.h is there for vsnprintf; these of it are I/O.
INTENTS_CALLS = {"printf", "fprintf", "puts", "fopen", "fread", "fwrite", "perror"}
# The arena itself, zones (created once, they outlive requests), and the tool that makes the tables at build time.
INTENTS_TOOLS = {"intents/data/compile.c", "intents/arena.c", "intents/zone.c"}


def tracked():
    listed = subprocess.run(["git", "ls-files", "server", "adapters", "intents"], capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split() if name.endswith((".c", ".h"))]


def without_comments_and_strings(text):
    keep_lines = lambda m: "\n" * m.group(0).count("\n")
    text = re.sub(r"/\*.*?\*/", keep_lines, text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    return re.sub(r'"(?:\\.|[^"\\\n])*"', '""', text)


def check_includes(name, text):
    room = name.split("/")[0]
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'#include\s+(["<])([^">]+)[">]', line)
        if not found:
            continue
        target = found[2]
        if found[1] == '"' and target.split("/")[0] not in ROOMS[room]:
            yield number, f"{room}/ may not include {target}"
        for library, owners in LIBRARIES.items():
            if target.startswith(library) and not any(name.startswith(owner) for owner in owners):
                yield number, f"{target} belongs to {' and '.join(owners)} alone"
        if room == "intents" and name not in INTENTS_TOOLS and INTENTS_HEADERS.match(found[1] + target):
            yield number, f"intents/ does no I/O: {target}"


def check_calls(name, code):
    for number, line in enumerate(code.splitlines(), 1):
        for call in re.findall(r"(?<![\w.>])(\w+)\s*\(", line):
            if call in BANNED:
                yield number, f"{call} is banned"
            elif call in INTENTS_CALLS and name.startswith("intents/") and name not in INTENTS_TOOLS:
                yield number, f"intents/ does no I/O: {call}"
            elif call in ONLY_IN:
                allowed = ONLY_IN[call]
                if allowed is None:
                    if name.startswith("intents/") and name not in INTENTS_TOOLS:
                        yield number, f"{call}: in intents/ only the arena allocates"
                elif name not in allowed:
                    yield number, f"{call} belongs to {' '.join(sorted(allowed))}"


def check_sizes(name, code):
    lines = code.splitlines()
    if len(lines) > LINES_MAX:
        yield 1, f"{len(lines)} lines: two subjects in one file"
    begun = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            begun = number
        elif line == "}" and begun:
            body = lines[begun:number - 1]
            flat = any(re.match(r"\s*switch \(", row) for row in body)
            if len(body) > FUNCTION_MAX and not flat:
                yield begun, f"a function of {len(body)} lines"
            begun = None


def main():
    broken = 0
    for name in tracked():
        text = open(name, encoding="utf-8").read()
        code = without_comments_and_strings(text)
        for number, what in [*check_includes(name, text), *check_calls(name, code), *check_sizes(name, code)]:
            broken += 1
            print(f"{name}:{number}: {what}")
    print(f"house rules: {broken} broken")
    return 1 if broken else 0


sys.exit(main())
