#!/bin/sh
# Tests of ./kubeface with real builds, workers and signals. Needs a JDK; takes a minute or two.
set -eu

root=$(CDPATH='' cd -P "$(dirname "$0")/../../../.." && pwd)
work=$(mktemp -d)
export KUBEFACE_STORAGE="$work/storage"
trap 'rm -rf "$work"' EXIT

. "$(dirname "$0")/common.sh"

# Waits for a file with something in it.
await() {
    tries=0
    until [ -s "$1" ]; do
        tries=$((tries + 1))
        [ "$tries" -le 600 ] || fail "nothing came in $1"
        sleep 0.1
    done
}

# A killed process is seen until its new parent has taken note, which takes a moment.
gone() {
    tries=0
    while kill -0 "$1" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 600 ] || fail "process $1 still runs"
        sleep 0.1
    done
}

# Objects of jobs; staged code stays for the next job.
objects() {
    find "$KUBEFACE_STORAGE" -type f ! -path "$KUBEFACE_STORAGE/code/*" ! -path "$KUBEFACE_STORAGE/status/done/*"
}

squares >"$work/squares"

echo "first uses, at the same time: built once"
rm -rf "$root/kubeface-cli/target/launcher"
"$root/kubeface" --version >"$work/a.out" 2>"$work/a.err" &
first=$!
"$root/kubeface" --version >"$work/b.out" 2>"$work/b.err" || fail "the second of two first uses"
wait "$first" || fail "the first of two first uses"
grep -q '^kubeface ' "$work/a.out" || fail "no version"
cmp -s "$work/a.out" "$work/b.out" || fail "two versions"
builds=$(cat "$work/a.err" "$work/b.err" | grep -c 'kubeface: building') || true
[ "$builds" = 1 ] || fail "$builds builds"
[ ! -e "$root/kubeface-cli/target/launcher.lock" ] || fail "a lock was left"

echo "the next use: at once, and silent"
"$root/kubeface" --version >"$work/c.out" 2>"$work/c.err" || fail "the next use"
[ ! -s "$work/c.err" ] || fail "the next use said something"

echo "the first example, from another directory and through links"
mkdir "$work/bin"
ln -s "$root/kubeface" "$work/bin/there"
ln -s there "$work/bin/kf"
(cd "$work/bin" && ./kf run --expression 'value**2' --generator-expression 'range(10)') \
    >"$work/example.out" 2>"$work/example.err" || fail "the first example"
cmp -s "$work/squares" "$work/example.out" || fail "other rows than expected"
! grep -v '^Status page: ' "$work/example.err" || fail "the first example said something"

echo "characters beyond ASCII, without a locale"
LC_ALL=C "$root/kubeface" run --shell-command 'printf %s {}' --generator-expression '["grüße"]' \
    >"$work/locale.out" 2>"$work/locale.err" || fail "characters beyond ASCII"
grep -q '^grüße,grüße$' "$work/locale.out" || fail "characters beyond ASCII changed"

echo "a result steers no terminal"
if command -v script >/dev/null; then
    script -qec "'$root/kubeface' run --expression 'value + \"\u001b[2J\"' --generator-expression '[\"a\"]'" /dev/null \
        >"$work/terminal.out" </dev/null || fail "a run on a terminal"
    grep -qF 'a,a\u001b[2J' "$work/terminal.out" || fail "a result is not shown as it should be on a terminal"
fi

echo "Ctrl-C leaves nothing"
# In the foreground, for background processes of a script ignore SIGINT.
(
    await "$work/pids"
    kill -INT "$(cat "$work/driver")"
) &
code=0
sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$work/driver" \
    "$root/kubeface" run --generator-expression 'range(1000)' --out-csv "$work/never.csv" \
    --shell-command "echo \$\$ >>'$work/pids'; sleep 1000" >"$work/int.out" 2>"$work/int.err" || code=$?
[ "$code" = 130 ] || fail "exit code $code after Ctrl-C"
while read -r pid; do
    gone "$pid"
done <"$work/pids"
[ -z "$(objects)" ] || fail "objects were left: $(objects)"
[ -z "$(find "$work" -name 'never*')" ] || fail "a CSV was left"

echo "a reader that goes away ends it"
{
    code=0
    "$root/kubeface" run --expression value --generator-expression 'Stream.iterate(0) { it + 1 }' \
        2>"$work/pipe.err" || code=$?
    echo "$code" >"$work/pipe.code"
} | head -n 2 >"$work/pipe.out"
await "$work/pipe.code"
[ "$(cat "$work/pipe.code")" = 141 ] || fail "exit code $(cat "$work/pipe.code") after a broken pipe"
! grep -v '^Status page: ' "$work/pipe.err" || fail "a broken pipe was talked about"
[ -z "$(objects)" ] || fail "objects were left: $(objects)"

echo "a Java that is not there, or too old, is named"
code=0
JAVA_HOME=$work/none "$root/kubeface" --version >"$work/none.out" 2>"$work/none.err" || code=$?
[ "$code" = 2 ] && grep -q "$work/none" "$work/none.err" || fail "a JAVA_HOME without Java"
mkdir -p "$work/old/bin"
printf '#!/bin/sh\n' >"$work/old/bin/java"
chmod +x "$work/old/bin/java"
echo 'JAVA_VERSION="11.0.2"' >"$work/old/release"
code=0
JAVA_HOME=$work/old "$root/kubeface" --version >"$work/old.out" 2>"$work/old.err" || code=$?
[ "$code" = 2 ] && grep -q '11.0.2: use a JDK, 17 or newer' "$work/old.err" || fail "an old Java"

echo "all passed"
