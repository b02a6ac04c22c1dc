#!/bin/sh
# Measures Kubeface on this machine. See benchmarks/README.md.
#
#   benchmarks/run.sh SCENARIO [--rounds N]   a scenario, or all; ends with 1 when a bound does not hold
#   benchmarks/run.sh whole-run [OPTION]...   one job, and one JSON line about it
#   benchmarks/run.sh jmh [OPTION]...         JMH, with its own options
#
# Builds first when a source is newer than what was built. Java is that of JAVA_HOME, else of the path.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
built=$here/target/run.built

if [ ! -e "$built" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/*/src/main -newer "$built" -print -quit)" ]; then
    (cd "$root" && ./mvnw -q -pl benchmarks -am package -Dmaven.test.skip=true >&2)
    touch "$built"
fi

# Staged code and class data archives of benchmarks do not go among the user's own.
unset KUBEFACE_CACHE
export XDG_CACHE_HOME="$here/target/cache"

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=$(ls "$here"/target/kubeface-benchmarks-*.jar | head -n 1)
class_path=$jar
for library in "$here"/target/lib/*.jar; do
    class_path=$class_path:$library
done

command=${1:-help}
[ $# -eq 0 ] || shift
case $command in
    whole-run)
        exec "$java" -cp "$class_path" io.kubeface.benchmarks.WholeRun "$@" ;;
    jmh)
        for library in "$here"/target/lib-jmh/*.jar; do
            class_path=$class_path:$library
        done
        exec "$java" -cp "$class_path" org.openjdk.jmh.Main "$@" ;;
    *)
        exec "$java" -cp "$class_path" io.kubeface.benchmarks.Scenarios "$command" "$@" ;;
esac
