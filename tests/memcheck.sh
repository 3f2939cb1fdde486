#!/usr/bin/env bash
# Runs the tests of a build without sanitizers under valgrind: memcheck.sh BUILD_FOLDER [NAME...]
# C tests run in it themselves; of a flow (NAME_flow) every process of Dragoman does, with the test outside.
# What is read without having been written, written outside of what is had, or lost for good fails the run. A test that fails
# in itself, for all is many times slower here, is named and no more: `./dev test` judges that.
set -euo pipefail
FOUND=99
build=$(realpath "$1")
logs=$build/memcheck checked=0 bad=0
shift
export DRAGOMAN_PATIENCE=${DRAGOMAN_PATIENCE:-10}
watch="valgrind --quiet --error-exitcode=$FOUND --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --num-callers=20"
rm -rf "$logs"
mkdir -p "$logs/tests"

under_valgrind()
{
    $watch --log-file="$1" "${@:2}"
}

# A stand-in for a program that a flow starts: confined, it could not be watched.
stand_in()
{
    cat >"$logs/$1" <<EOF
#!/usr/bin/env bash
export DRAGOMAN_CONFINE=off
exec $watch --log-file="$logs/\$DRAGOMAN_FLOW.%p.log" "$build/$1" "\$@"
EOF
    chmod +x "$logs/$1"
}

run_flow()
{
    export DRAGOMAN_FLOW=$1
    for file in tests/*/"$1".py; do
        DRAGOMAN=$logs/dragoman PYTHONPATH=. timeout 1800 python3 "$file"
    done
}

# judge NAME STATUS: a finding is what valgrind wrote down.
judge()
{
    checked=$((checked + 1))
    if cat "$logs/$1".*log 2>/dev/null | grep -q .; then
        bad=$((bad + 1))
        echo "-- $1" >&2
        cat "$logs/$1".*log | head -n 40 >&2
    elif [ "$2" -ne 0 ]; then
        echo "-- $1 failed in itself: $logs/$1.tap" >&2
    fi
}

all_names()
{
    find "$build/tests" -maxdepth 1 -name '*_test' -perm -u+x -printf '%f\n' | sort
    find tests -name '*_flow.py' -printf '%f\n' | sed 's/\.py$//' | sort -u
}

for program in dragoman tests/dragoman_scripted tests/adapter_walk; do
    stand_in "$program"
done
[ $# -gt 0 ] || mapfile -t names < <(all_names)
[ $# -eq 0 ] || names=("$@")
for name in "${names[@]}"; do
    status=0
    case $name in
    conv_test) # wants a file
        under_valgrind "$logs/$name.log" "$build/tests/$name" $(find tests/adapters -name '*.conv') >"$logs/$name.tap" 2>&1 || status=$? ;;
    intents_stack_test) continue ;; # paints the stack below it and looks what was used: what memcheck forbids
    corpus_flow | readme_flow | security_flow) continue ;; # start no server of the build
    server_confine_test | confine_flow | cold_start_flow) continue ;; # what valgrind needs is what they forbid; how soon the first answer comes
    *_flow) run_flow "$name" >"$logs/$name.tap" 2>&1 || status=$? ;;
    *) under_valgrind "$logs/$name.log" "$build/tests/$name" >"$logs/$name.tap" 2>&1 || status=$? ;;
    esac
    judge "$name" "$status"
done
echo "memcheck: $checked tests, $bad with a finding"
[ "$bad" -eq 0 ]
