#!/usr/bin/env bash
# What the command's own start costs: LAUNCHER --version, beside a bare JVM that prints a line.
#
# usage: benchmarks/launcher-start.sh [ROUNDS [LAUNCHER]]
#
# The launcher is ./kubeface unless another is named, such as that of a distribution. The bare JVM has the same options and a
# class data archive of its own. Both run in turns, so that a busy machine is busy for both; medians are told, of the
# processor's time and of the wall's, and their ratios. JAVA_HOME chooses the Java.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-20}
launcher=${2:-./kubeface}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

cat >"$dir/Hello.java" <<'JAVA'
/** Prints a line. */
public class Hello {
    public static void main(String[] args) {
        System.out.println("hello");
    }
}
JAVA
"${JAVA_HOME:+$JAVA_HOME/bin/}javac" -d "$dir" "$dir/Hello.java"
(cd "$dir" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" cf hello.jar Hello.class)
flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
    -Xlog:disable)
"$java" "${flags[@]}" -XX:ArchiveClassesAtExit="$dir/hello.jsa" -cp "$dir/hello.jar" Hello >/dev/null 2>&1
"$launcher" --version >/dev/null

# Adds a line of the seconds of a command's processor time and wall time to a file.
timed() {
    local file=$1
    shift
    TIMEFORMAT='%U %S %R'
    { time "$@" >/dev/null 2>&1 </dev/null; } 2>&1 | awk '{ print $1 + $2, $3 }' >>"$file"
}

for ((round = 0; round < rounds; round++)); do
    timed "$dir/launcher" "$launcher" --version
    timed "$dir/bare" "$java" "${flags[@]}" -XX:SharedArchiveFile="$dir/hello.jsa" -cp "$dir/hello.jar" Hello
done

# median FILE COLUMN
median() {
    awk -v column="$2" '{ print $column }' "$1" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

for column in 1 2; do
    what=$([ "$column" = 1 ] && echo cpu || echo wall)
    awk -v a="$(median "$dir/launcher" "$column")" -v b="$(median "$dir/bare" "$column")" -v what="$what" -v n="$rounds" \
        'BEGIN { printf "%s: launcher %.3f s, bare JVM %.3f s, ratio %.2f (medians of %d)\n", what, a, b, a / b, n }'
done
printf 'load average: %s\n' "$(cut -d ' ' -f 1 /proc/loadavg)"
