#!/usr/bin/env bash
# The compiler for fuzzing: lopdf is compiled without counting its branches, which takes longer than all else together.
set -euo pipefail
compiler=$1
shift
if [[ " $* " != *" --crate-name lopdf "* ]]; then exec "$compiler" "$@"; fi
kept=()
for argument in "$@"; do
    case "$argument" in
        -Cpasses=sancov-module | -Cllvm-args=-sanitizer-coverage*) ;;
        *) kept+=("$argument") ;;
    esac
done
exec "$compiler" "${kept[@]}"
