"""Prints what the program is made of, as CycloneDX 1.5: itself, the models linked into it, and every library that it loads, with
Debian's version and the licences that its package names; ends badly where one has none. Run on the Debian that it was built on.

    python3 tests/lint/sbom.py build/release/dragoman >build/sbom.cdx.json"""
import hashlib
import json
import os
import re
import subprocess
import sys

# What the libraries of packages are under whose copyright files are prose, by their Debian source package.
PROSE = {
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1", "gcc-14": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "glibc": "LGPL-2.1-or-later", "krb5": "MIT", "libgcrypt20": "LGPL-2.1-or-later", "libtasn1-6": "LGPL-2.1-or-later",
    "rtmpdump": "LGPL-2.1-or-later"}
# What weights linked into the program are under, as docs/learning.md, which goes with the program, says with whom to thank.
MODELS = {"names": "CC-BY-SA-4.0", "aims": "CC-BY-SA-4.0", "acts": "Apache-2.0"}
DATA = os.path.join(os.path.dirname(__file__), "..", "..", "intents", "data")


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def libraries(program):
    return sorted({match[1] for match in re.finditer(r"=> (/\S+)", output("ldd", program))})


def package_of(path):
    for name in (path, os.path.realpath(path), path.removeprefix("/usr"), os.path.realpath(path).removeprefix("/usr")):
        found = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False).stdout
        if found:
            return found.split(": ")[0].split(",")[0]
    raise SystemExit(f"sbom: no package has {path}")


def licences(package):
    """The short names in the package's machine-readable copyright file, in the order in which they stand there."""
    path = f"/usr/share/doc/{package.split(':')[0]}/copyright"
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8", errors="replace") as file:
        names = re.findall(r"^License:[ \t]*(\S[^\n]*)$", file.read(), re.M)
    return list(dict.fromkeys(name.strip() for name in names))


def licences_of(package, source):
    found = licences(package) or [PROSE[name] for name in [source] if name in PROSE]
    if not found:
        raise SystemExit(f"sbom: no licence is known of {package}, from {source}")
    return found


def component(package):
    version, source = output("dpkg-query", "-W", "-f", "${Version}\t${source:Package}", package).split("\t")
    name = package.split(":")[0]
    return {"type": "library", "name": name, "version": version, "purl": f"pkg:deb/debian/{name}@{version}",
            "properties": [{"name": "debian:source", "value": source}],
            "licenses": [{"license": {"name": one}} for one in licences_of(package, source)]}


def models():
    present = sorted(name.removesuffix(".model") for name in os.listdir(DATA) if name.endswith(".model"))
    if present != sorted(MODELS):
        raise SystemExit(f"sbom: the models are {present}, licences are known of {sorted(MODELS)}")
    for name in present:
        with open(os.path.join(DATA, f"{name}.model"), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        yield {"type": "machine-learning-model", "name": f"{name}.model", "description": "docs/learning.md",
               "hashes": [{"alg": "SHA-256", "content": digest}], "licenses": [{"license": {"id": MODELS[name]}}]}


def main():
    program = sys.argv[1]
    version = output(program, "--version").split()[-1]
    packages = sorted({package_of(path) for path in libraries(program)})
    print(json.dumps({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": {"component": {"type": "application", "name": "dragoman", "version": version,
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": [*models(), *(component(package) for package in packages)]}, indent=1))


main()
