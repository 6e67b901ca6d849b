#!/usr/bin/env bash
# demo.sh BIN: indexes corpus/, serves it, asks a few telling questions, stops the daemon it started.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(cd "$1" && pwd)
index=$(mktemp -d "${TMPDIR:-/tmp}/tally-demo-XXXXXX")
daemon=

finish() {
    if [ -n "$daemon" ]; then
        kill -TERM "$daemon" 2>/dev/null || true
        wait "$daemon" 2>/dev/null || true
    fi
    rm -rf "$index" "$index.sock"
}
trap finish EXIT

# The words of a command as a shell takes them: what is shown can be pasted.
quoted() {
    local word words=()
    for word in "$@"; do
        [[ $word =~ ^[A-Za-z0-9_./:=,@%+-]+$ ]] || word="'${word//\'/\'\\\'\'}'"
        words+=("$word")
    done
    printf '%s' "${words[*]}"
}

echo_line() { if [ -t 1 ]; then printf '\n\033[1m$ %s\033[0m\n' "$1"; else printf '\n$ %s\n' "$1"; fi; }

# Shows a command, then runs it; finding nothing is an answer too.
show() {
    echo_line "$(quoted "$@")"
    local code=0
    "$@" || code=$?
    [ $code -le 1 ] || { echo "demo: $1 failed with exit code $code" >&2; exit 1; }
}

# Shows a command that is meant to be refused.
show_refused() {
    echo_line "$(quoted "$@")"
    local code=0
    "$@" || code=$?
    [ $code -eq 2 ] || { echo "demo: $1 should have refused this" >&2; exit 1; }
}

# Shows a line of shell, then runs it as it stands.
show_line() {
    echo_line "$1"
    eval "$1"
}

is_up() { tally health >/dev/null 2>&1; }

show_line "export PATH=$(quoted "$bin"):\"\$PATH\" TALLY_SOCKET=$(quoted "$index.sock")"
show tally-index -d "$index" corpus
show_line "tallyd -d $(quoted "$index") &"
daemon=$!
for _ in $(seq 100); do
    is_up && break
    kill -0 "$daemon" 2>/dev/null || { echo "demo: tallyd did not start" >&2; exit 1; }
    sleep 0.1
done
show_line 'until tally health; do sleep 0.1; done'

show tally search --limit 3 Ceuta
show tally search '"Ceuta and Melilla"' --limit 2
show tally search 'attempts:50000..70000' --limit 3
show tally search '"60000..70000 irregular crossing attempts"'
show tally search 'usd:100M..200M' --limit 3
show tally search 'percent:>20 inflation' --limit 2
show_refused tally search 'attempts:70000..50000'
show_line "curl -sS -w '\\n' --unix-socket \"\$TALLY_SOCKET\" 'http://tally/search?q=65K&limit=1'"
show tally stats
printf '\nA search page for browsers: tallyd -d DIR --listen 127.0.0.1:8080, then http://127.0.0.1:8080/\n'
echo_line 'kill %1'
