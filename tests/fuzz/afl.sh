#!/usr/bin/env bash
# Runs every fuzzer of the build folder under AFL++ for so many seconds: afl.sh BUILD_FOLDER SECONDS
# The same harnesses and seeds as run.sh; what is found stays in the build folder and fails the run.
set -euo pipefail
build=$1 seconds=$2 found=0 count=0
export AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_NO_AFFINITY=1
while read -r fuzzer; do
    name=$(basename "$fuzzer")
    seeds=tests/fuzz/corpus/${name%_fuzz} out=$build/afl/$name
    [ -d "$seeds" ] || { seeds=$build/afl/seeds && mkdir -p "$seeds" && echo seed >"$seeds/one"; }
    rm -rf "$out" && mkdir -p "$out"
    echo "-- $name, $seconds s"
    afl-fuzz -i "$seeds" -o "$out" -m none -t 10000 -V "$seconds" -- "$fuzzer" >"$build/$name.log" 2>&1 || {
        found=$((found + 1))
        tail -n 20 "$build/$name.log" >&2
        continue
    }
    grep -E '^(execs_done|saved_crashes|saved_hangs)' "$out/default/fuzzer_stats"
    grep -qE '^saved_crashes +: 0$' "$out/default/fuzzer_stats" || found=$((found + 1))
    count=$((count + 1))
done < <(find "$build" -type f -name '*_fuzz' -perm -u+x | sort)
echo "fuzz: $count fuzzers under AFL++, $found with a finding"
[ "$found" -eq 0 ] && [ "$count" -gt 0 ]
