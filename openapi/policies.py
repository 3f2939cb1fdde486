"""Writes the Content-Security-Policy of each page as a C header: policies.py OUT NAME=PAGE.html ...
Only the very script and style that stand in the page may run; nothing may be loaded but from this server."""
import base64
import hashlib
import re
import sys


def hashes(page, tag):
    texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
    return " ".join("'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'" for text in texts)


def policy(page):
    return (f"default-src 'none'; script-src {hashes(page, 'script')}; style-src {hashes(page, 'style')}; "
            "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")


with open(sys.argv[1], "w", encoding="utf-8") as header:
    header.write("/* Made by openapi/policies.py. */\n")
    for word in sys.argv[2:]:
        name, path = word.split("=", 1)
        with open(path, encoding="utf-8", newline="") as file:
            header.write(f'#define DG_POLICY_{name} "{policy(file.read())}"\n')
