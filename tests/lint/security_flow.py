"""What docs/security.md claims can be held against: each proof that it names is there and is run, and what ships is listed with
its licence."""
import contextlib
import json
import os
import re
import subprocess
import sys

from tests.support.server import program
from tests.support.tap import check, equal, main, test

RUN_BY_DEV = {"lint", "fuzz"}  # ./dev build, lint and fuzz run what is there


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def proofs():
    """The tests that the document names, without "tests/"."""
    named = re.findall(r"`((?:server|intents|adapters|lint|fuzz)/[\w*/.]+)`", text_of("docs/security.md"))
    return sorted({name for name in named if not name.endswith(("endpoints.c", "/"))})


def is_there(name):
    if "*" not in name:
        return os.path.exists(f"tests/{name}")
    pattern = re.compile(re.escape(name).replace(r"\*", "[^/]*"))
    return any(pattern.fullmatch(os.path.relpath(os.path.join(folder, file), "tests"))
               for folder, _, files in os.walk("tests") for file in files)


@test
def each_proof_that_is_named_is_there_and_is_run(_):
    listed = text_of("tests/CMakeLists.txt")
    names = proofs()
    check(len(names) > 30, f"only {len(names)} are named")
    for name in names:
        check(is_there(name), f"{name} is there")
        check(name.split("/")[0] in RUN_BY_DEV or "*" in name or f"({name}" in listed, f"{name} is run")


@test
def every_item_of_the_two_lists_has_a_proof(_):
    rows = [line.split("|")[1:-1] for line in text_of("docs/security.md").splitlines() if re.match(r"\| (API|LLM)\d", line)]
    equal([row[0].split()[0] for row in rows if row[0].strip().startswith("API")], [f"API{n}" for n in range(1, 11)], "API items")
    for row in rows:
        check("`" in row[2], f"{row[0].strip()} has a proof")


@test
def what_ships_is_listed_with_its_licence(_):
    listed = json.loads(subprocess.run([sys.executable, "tests/lint/sbom.py", program()], capture_output=True, check=True).stdout)
    parts = {part["name"]: part for part in listed["components"]}
    for name in ("names.model", "aims.model", "acts.model", "libc6", "libgnutls30", "libsqlite3-0"):
        check(any(part.startswith(name) for part in parts), f"{name} is listed")
    for name, part in parts.items():
        check(part["licenses"], f"{name} has a licence")


@test
def the_base_of_the_image_is_pinned(_):
    base = re.search(r"^ARG BASE=(.*)$", text_of("Dockerfile"), re.M)[1]
    check(re.fullmatch(r"debian:[\w.-]+@sha256:[0-9a-f]{64}", base), base)
    equal(set(re.findall(r"^FROM (\S+)", text_of("Dockerfile"), re.M)), {"${BASE}"}, "no other base")


@test
def the_privacy_page_says_the_same_in_both_languages(_):
    english, chinese = text_of("docs/privacy.md").split("\n## ")[1:]
    check(not re.search("[\u4e00-\u9fff]", english) and re.search("[\u4e00-\u9fff]", chinese), "one of each")
    for what, pattern in (("paragraphs", r"(?m)^\*\*"), ("settings and calls", r"`[^`]+`")):
        equal(len(re.findall(pattern, chinese)), len(re.findall(pattern, english)), what)


main(contextlib.nullcontext())
