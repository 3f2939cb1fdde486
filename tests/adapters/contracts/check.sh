#!/usr/bin/env bash
# Records what the adapters' tests and the sandbox say to each other, and holds it to the descriptions under a folder.
# Run by ./dev contracts from the top of the project: check.sh PRESET DESCRIPTIONS
set -euo pipefail
build=build/$1
descriptions=$(realpath "$2")
folder=build/contracts
mkdir -p "$folder"
cp tests/adapters/contracts/package.json "$folder/"
(cd "$folder" && npm install --no-audit --no-fund --no-package-lock --silent)

export DRAGOMAN=$PWD/$build/dragoman PYTHONPATH=$PWD DRAGOMAN_RECORD=$PWD/$folder/talk.jsonl
rm -f "$DRAGOMAN_RECORD"
for flow in $(grep -l 'import.*\bWalk\b' tests/adapters/*_flow.py); do
    python3 "$flow" >"$folder/flow.log" || {
        grep -v '^ok' "$folder/flow.log" >&2
        exit 1
    }
done
cp tests/adapters/contracts/validate.mjs "$folder/" # next to the packages it imports
exec node "$folder/validate.mjs" "$descriptions" "$DRAGOMAN_RECORD" tests/adapters/*/*.conv
