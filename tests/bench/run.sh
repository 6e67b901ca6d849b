#!/usr/bin/env bash
# run.sh BUILD [OPTIONS]: the benchmark, with the drivers of a build that has -DTALLY_BENCH=ON.
exec python3 -B "$(dirname "$0")/run.py" "$@"
