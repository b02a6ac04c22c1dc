#!/bin/sh
# Runs simulated jobs; see docs/simulation.md.
#
#   kubeface-testkit/simulate.sh NUMBER [FIRST]   so many seeds, from FIRST (0) on; one seed alone is told in full
#
# Builds first when a source is newer than what was built. Java is that of JAVA_HOME, else of the path.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
built=$here/target/simulate.built

if [ ! -e "$built" ] || [ -n "$(find "$root/pom.xml" "$root"/kubeface-*/pom.xml "$root"/kubeface-*/src/main -newer "$built" -print -quit)" ]; then
    (cd "$root" && ./mvnw -q -pl kubeface-testkit -am package -Dmaven.test.skip=true >&2)
    touch "$built"
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
class_path=$(ls "$here"/target/kubeface-testkit-*.jar | head -n 1)
for library in "$here"/target/lib/*.jar; do
    class_path=$class_path:$library
done

# Nobody reads the engine's own log here.
exec "$java" -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR -cp "$class_path" io.kubeface.testkit.sim.SimulationMain "$@"
