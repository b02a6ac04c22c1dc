#!/usr/bin/env bash
# What one worker's start costs in CPU, beside a bare JVM that reads and writes one protobuf file.
#
# usage: benchmarks/worker-start.sh [ROUNDS [JAR...]]
#
# The jars are those that a worker starts from (kubeface-worker, kubeface-core, protobuf-java); without them they are
# looked for in the modules' target directories and in the local Maven repository. Nothing is built but two small
# classes, in a temporary directory. Both programs have a class data archive of their own and the same JVM options, and
# run in turns, so that a busy machine is busy for both. JAVA_HOME chooses the Java.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-20}
if [ $# -gt 1 ]; then
    shift
    jars=("$@")
else
    protobuf=$(sed -n 's:.*<protobuf.version>\(.*\)</protobuf.version>.*:\1:p' pom.xml)
    jars=(kubeface-worker/target/kubeface-worker-*.jar kubeface-core/target/kubeface-core-*.jar
        "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/com/google/protobuf/protobuf-java/$protobuf/protobuf-java-$protobuf.jar")
fi
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

mkdir "$dir/src" "$dir/classes" "$dir/jars"
path=""
for jar in "${jars[@]}"; do
    [ -f "$jar" ] || { echo "There is no jar $jar: run ./mvnw package first, or name the jars." >&2; exit 2; }
    cp "$jar" "$dir/jars/"
    path+="$dir/jars/$(basename "$jar"):"
done
path=${path%:}

cat > "$dir/src/Prepare.java" <<'JAVA'
import io.kubeface.core.TaskFunction;
import io.kubeface.core.code.*;
import io.kubeface.core.codec.Codecs;
import io.kubeface.core.name.*;
import io.kubeface.core.store.*;
import io.kubeface.core.task.*;
import java.io.*;
import java.nio.file.*;
import java.util.*;

/** Writes a job with so many tasks, as a driver would, and each task's worker arguments, a line each. */
public class Prepare {
    public static void main(String[] args) throws Exception {
        String storage = args[0];
        TaskFunction<Integer, Integer> square = x -> x * x;
        JobId id = new JobId("worker-start");
        ObjectName.Job name = new ObjectName.Job(id.asKey(), id);
        try (ObjectStore store = ObjectStores.open(storage)) {
            StagedCode code = CodeStaging.stage(
                    store, new CodeCache(Path.of(args[1])), ApplicationClassPath.ofThisJvm());
            TaskObjects objects = new TaskObjects(store, Codecs.named(List.of(), Prepare.class.getClassLoader()));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(square);
            }
            objects.writeJob(name, new JobManifest(id, "benchmark", Runtime.version().feature(), code.classPath(),
                    square.getClass().getName(), List.of(), Map.of()), bytes.toByteArray());
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                TaskAddress task = new TaskAddress(storage, name, TaskName.ofSequence(i), 1);
                objects.writeInputs(task.input(), List.of(i));
                System.out.println(String.join(" ", task.arguments()));
            }
        }
    }
}
JAVA
cat > "$dir/src/Bare.java" <<'JAVA'
import io.kubeface.core.wire.CodeEntry;
import java.io.*;
import java.nio.file.*;

/** Reads one protobuf file and writes one. */
public class Bare {
    public static void main(String[] args) throws Exception {
        CodeEntry message;
        try (InputStream in = Files.newInputStream(Path.of(args[0]))) {
            message = CodeEntry.parseFrom(in);
        }
        try (OutputStream out = Files.newOutputStream(Path.of(args[1]))) {
            message.toBuilder().setSizeBytes(message.getSizeBytes() + 1).build().writeTo(out);
        }
    }
}
JAVA
"${bin}javac" -proc:none -cp "$path" -d "$dir/classes" "$dir"/src/*.java
"${bin}jar" --create --file "$dir/jars/programs.jar" -C "$dir/classes" .

options=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable -Xlog:all=off)
bare_path="$dir/jars/programs.jar:$path"
printf '\x18\x07' > "$dir/message"
# From JDK 25 an archive is an AOT cache, which holds profiles and linked lambdas too.
feature=$("${bin}java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p')
# What protobuf does makes later JVMs print a warning.
if [ "$feature" -ge 23 ]; then options+=(--sun-misc-unsafe-memory-access=allow); fi
if [ "$feature" -ge 25 ]; then make=-XX:AOTCacheOutput use=-XX:AOTCache; else
    make=-XX:ArchiveClassesAtExit use=-XX:SharedArchiveFile; fi
"${bin}java" "${options[@]}" $make="$dir/worker.archive" -cp "$path" io.kubeface.worker.WorkerMain --train \
    >/dev/null 2>&1
"${bin}java" "${options[@]}" $make="$dir/bare.archive" -cp "$bare_path" Bare "$dir/message" "$dir/copy" \
    >/dev/null 2>&1
for archive in worker bare; do
    [ -s "$dir/$archive.archive" ] || { echo "Java made no archive for $archive." >&2; exit 1; }
done
"${bin}java" "${options[@]}" -cp "$bare_path" Prepare "$dir/storage" "$dir/cache" "$((rounds + 1))" > "$dir/tasks"
: > "$dir/log"

worker() {
    # shellcheck disable=SC2086
    "${bin}java" "${options[@]}" $use="$dir/worker.archive" -cp "$path" io.kubeface.worker.WorkerMain \
        $1 --code-cache "$dir/cache" --log-file "$dir/log" ${WORKER_OPTIONS:-}
}
bare() {
    "${bin}java" "${options[@]}" $use="$dir/bare.archive" -cp "$bare_path" \
        Bare "$dir/message" "$dir/copy"
}

TIMEFORMAT='%3U %3S %3R'
first=yes
while read -r arguments; do
    bare_times=$( { time bare >&3 2>&3; } 3>/dev/null 2>&1)
    worker_times=$( { time worker "$arguments" >&3 2>&3; } 3>/dev/null 2>&1)
    if [ -z "$first" ]; then # The first round warms the file cache.
        echo "$bare_times" >> "$dir/bare.times"
        echo "$worker_times" >> "$dir/worker.times"
    fi
    first=
done < "$dir/tasks"

results=$(find "$dir/storage/results" -name '*.value' | wc -l)
[ "$results" -eq "$((rounds + 1))" ] || { echo "Only $results of $((rounds + 1)) workers left a value." >&2; exit 1; }

median() { # of an expression over the columns user, system, wall
    awk "{ print $2 }" "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
bare_cpu=$(median "$dir/bare.times" '$1 + $2')
worker_cpu=$(median "$dir/worker.times" '$1 + $2')
printf '{"rounds":%d,"bare_cpu_s":%s,"bare_wall_s":%s,"worker_cpu_s":%s,"worker_wall_s":%s,"cpu_ratio":%s}\n' \
    "$rounds" "$bare_cpu" "$(median "$dir/bare.times" '$3')" "$worker_cpu" "$(median "$dir/worker.times" '$3')" \
    "$(awk "BEGIN { printf \"%.2f\", $worker_cpu / $bare_cpu }")"
