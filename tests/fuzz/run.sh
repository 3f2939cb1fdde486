#!/usr/bin/env bash
# Runs every fuzzer of the build folder for so many seconds: run.sh BUILD_FOLDER SECONDS
# Inputs start from tests/fuzz/corpus/NAME; what grows goes to the build folder; a crash is left there and fails the run.
set -euo pipefail
build=$1 seconds=$2 found=0
mapfile -t fuzzers < <(find "$build" -type f -name '*_fuzz' -perm -u+x | sort)
[ ${#fuzzers[@]} -gt 0 ] || { echo "fuzz: no fuzzers in $build" >&2; exit 1; }
for fuzzer in "${fuzzers[@]}"; do
    name=$(basename "$fuzzer")
    name=${name#tests_} name=${name#fuzz_}
    grown=$build/corpus/$name seeds=tests/fuzz/corpus/${name%_fuzz}
    mkdir -p "$grown"
    [ -d "$seeds" ] || seeds=
    echo "-- $name, $seconds s"
    "$fuzzer" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$build/$name-" "$grown" $seeds 2>"$build/$name.log" || {
        found=$((found + 1))
        tail -n 40 "$build/$name.log" >&2
    }
    grep -E 'stat::(number_of_executed_units|slowest_unit_time_sec|peak_rss_mb)' "$build/$name.log" || true
done
echo "fuzz: ${#fuzzers[@]} fuzzers, $found with a finding"
[ "$found" -eq 0 ]
