#!/usr/bin/env bash
# demo.sh BIN: indexes corpus/, serves it, asks a few telling questions, stops the daemon it started.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/tally-demo-XXXXXX")
export TALLY_SOCKET=$work/tally.sock
daemon=

finish() {
    if [ -n "$daemon" ]; then
        kill -TERM "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap finish EXIT

bold() { if [ -t 1 ]; then printf '\n\033[1m$ %s\033[0m\n' "$*"; else printf '\n$ %s\n' "$*"; fi; }
# Shows a command, then runs it; finding nothing is an answer too.
show() {
    bold "$@"
    local program=$1 code=0
    shift
    "$bin/$program" "$@" || code=$?
    [ $code -le 1 ] || { echo "demo: $program failed with exit code $code" >&2; exit 1; }
}

# Shows a command that is meant to be refused.
show_refused() {
    bold "$@"
    local program=$1 code=0
    shift
    "$bin/$program" "$@" || code=$?
    [ $code -eq 2 ] || { echo "demo: $program should have refused this" >&2; exit 1; }
}

bold tally-index -d DIR corpus
"$bin/tally-index" -d "$work/index" corpus
bold "tallyd -d DIR &"
"$bin/tallyd" -d "$work/index" &
daemon=$!
for _ in $(seq 100); do
    [ -S "$TALLY_SOCKET" ] && "$bin/tally" health >/dev/null 2>&1 && break
    kill -0 "$daemon" 2>/dev/null || { echo "demo: tallyd did not start" >&2; exit 1; }
    sleep 0.1
done

show tally search --limit 3 Ceuta
show tally search '"Ceuta and Melilla"' --limit 2
show tally search 'attempts:50000..70000' --limit 3
show tally search '"60000..70000 irregular crossing attempts"'
show tally search 'usd:100M..200M' --limit 3
show tally search 'percent:>20 inflation' --limit 2
show_refused tally search 'attempts:70000..50000'
bold "curl --unix-socket SOCKET 'http://tally/search?q=65K&limit=1'"
curl -sS --unix-socket "$TALLY_SOCKET" 'http://tally/search?q=65K&limit=1'
echo
show tally stats
printf '\nA search page for browsers: tallyd -d DIR --listen 127.0.0.1:8080, then http://127.0.0.1:8080/\n'
bold "kill -TERM tallyd"
