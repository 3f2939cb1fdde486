#!/usr/bin/env bash
# All linters; each says what it found, and the script fails if any did. Run by ./dev lint from the top of the project.
set -uo pipefail
failed=()

step()
{
    local name=$1
    shift
    printf -- '-- %s\n' "$name"
    "$@" || failed+=("$name")
}

mapfile -t sources < <(git ls-files '*.c' '*.h')
mapfile -t units < <(git ls-files 'server/*.c' 'adapters/*.c' 'intents/*.c' | grep -v 'intents/data/')

openapi_lint()
{
    local folder=build/openapi-lint
    mkdir -p "$folder"
    cp tests/lint/package.json "$folder/"
    (cd "$folder" && npm install --no-audit --no-fund --no-package-lock --silent) &&
        REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true "$folder/node_modules/.bin/redocly" lint --config tests/lint/redocly.yaml openapi/openapi.yaml
}

configure()
{
    [ -f build/lint/compile_commands.json ] || cmake -S . -B build/lint -G Ninja -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_C_COMPILER=clang >/dev/null && cmake --build build/lint >/dev/null
}

# What is built here: of a file with two variants only one is.
tidy()
{
    local unit
    for unit in "${units[@]}"; do
        if grep -qF "/$unit\"" build/lint/compile_commands.json; then printf '%s\0' "$unit"; fi
    done | xargs -0 -n 8 -P 2 clang-tidy --quiet -p build/lint 2>/dev/null
}

step 'clang builds it without a warning' configure
step 'formatting' clang-format --dry-run --Werror "${sources[@]}"
step 'house rules' python3 tests/lint/rules.py
step 'cppcheck' cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
    --suppressions-list=tests/lint/cppcheck.txt --library=tests/lint/jansson.cfg -I. -j2 "${units[@]}"
step 'clang-tidy' tidy
step 'OpenAPI' openapi_lint

if [ ${#failed[@]} -gt 0 ]; then
    printf 'lint: failed: %s\n' "${failed[*]}"
    exit 1
fi
printf 'lint: clean\n'
