#!/usr/bin/env bash
# Runs the C tests of a build without sanitizers under valgrind: memcheck.sh BUILD_FOLDER [NAME...]
# What a test reads without having written it, writes outside of what it has, or loses for good fails the run. A test that fails
# in itself, for it is many times slower here, is named and no more: `./dev test` judges that.
set -euo pipefail
FOUND=99
build=$1 checked=0 bad=0
shift
[ $# -gt 0 ] || mapfile -t names < <(find "$build/tests" -maxdepth 1 -name '*_test' -perm -u+x -printf '%f\n' | sort)
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
    case $name in
    conv_test) continue ;; # wants a file; those are run by ctest
    intents_stack_test) continue ;; # paints the stack below it and looks what was used: what memcheck forbids
    esac
    log=$build/$name.memcheck
    checked=$((checked + 1))
    valgrind --quiet --error-exitcode="$FOUND" --leak-check=full --errors-for-leak-kinds=definite --num-callers=20 \
        --log-file="$log" "$build/tests/$name" >"$log.tap" 2>&1 && continue
    if [ $? -lt "$FOUND" ]; then
        echo "-- $name failed in itself" >&2
        continue
    fi
    bad=$((bad + 1))
    echo "-- $name" >&2
    head -n 40 "$log" >&2
done
echo "memcheck: $checked tests, $bad with a finding"
[ "$bad" -eq 0 ]
