#!/bin/sh
# Builds the worker's image from this checkout. See docker/README.md.
#
#   docker/build.sh [NAME:TAG [BASE]]   default: kubeface-worker:latest on the Dockerfile's own base
#   docker/build.sh --context DIR       only prepares the context, in a new directory
#
# Needs a JDK (that of JAVA_HOME, else of the path) and, but for --context, docker. Builds the jars when they are not there.
set -eu

here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

prepare() {
    target=$root/kubeface-cli/target
    set -- "$target"/kubeface-cli-*.jar
    if [ ! -f "$1" ] || [ ! -d "$target/lib" ] ||
        [ -n "$(find "$root/pom.xml" "$root"/kubeface-*/pom.xml "$root"/kubeface-*/src/main -newer "$1" -print -quit)" ]; then
        (cd "$root" && ./mvnw -q -Dmaven.test.skip=true -pl kubeface-cli -am package </dev/null >&2)
        set -- "$target"/kubeface-cli-*.jar
    fi
    class_path=$1
    for jar in "$target"/lib/*.jar; do
        class_path=$class_path:$jar
    done
    mkdir -p "$context/opt/kubeface"
    # Digests are of the jars' bytes, so a driver that runs from this build finds its own worker in the image.
    XDG_CACHE_HOME=$context/cache KUBEFACE_CACHE='' "$java" -cp "$class_path" \
        io.kubeface.core.code.WorkerInstallation "$context/opt/kubeface" gs://any
    rm -rf "$context/cache" "$context/opt/kubeface/.~writing"
    cp "$here/Dockerfile" "$context/"
    chmod -R u+w,go-w,a+rX "$context"
}

case ${1:-} in
    --context)
        [ $# -eq 2 ] && [ ! -e "$2" ] || { echo "docker/build.sh: --context takes a directory that is not there yet" >&2; exit 2; }
        context=$2
        prepare ;;
    -*)
        echo "docker/build.sh: there is no option $1; see its first lines" >&2
        exit 2 ;;
    *)
        context=$(mktemp -d)
        trap 'rm -rf "$context"' EXIT
        prepare
        if [ $# -ge 2 ]; then
            docker build -t "$1" --build-arg BASE="$2" "$context"
        else
            docker build -t "${1:-kubeface-worker:latest}" "$context"
        fi ;;
esac
