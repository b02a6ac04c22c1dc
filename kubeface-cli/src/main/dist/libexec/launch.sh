# Sourced by the kubeface scripts of a checkout and of a distribution: finds Java, and starts the command with it.
#
# JAVA_HOME           the JDK; by default the one whose java is on the PATH
# KUBEFACE_JAVA_OPTS  options for the command's own JVM (workers: --jvm-option)
# shellcheck shell=sh disable=SC2034

say() {
    printf 'kubeface: %s\n' "$1" >&2
}

fail() {
    say "$1"
    exit 2
}

# Sets java, major, and jdk: a name for this JDK.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, and there is no bin/java in it: set it to a JDK, 17 or newer"
    else
        java=$(command -v java) || fail "no java on the PATH: install a JDK, 17 or newer, or set JAVA_HOME to one"
        # Without the JVM's looking for itself, too.
        java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    fi
    release=${java%/*}/../release
    version=
    jdk=
    if [ -r "$release" ]; then
        while IFS='=' read -r key value; do
            case $key in
                JAVA_VERSION) version=$value ;;
                JAVA_RUNTIME_VERSION | IMPLEMENTOR | OS_ARCH) jdk=$jdk-$value ;;
            esac
        done <"$release"
    fi
    if [ -z "$version" ]; then
        text=$("$java" -version 2>&1) || fail "$java does not start: $text"
        version=${text#*\"}
        version=\"${version%%\"*}\"
    fi
    version=${version#\"}
    version=${version%\"}
    major=${version%%[.+-]*}
    case $major in
        '' | *[!0-9]*) fail "$java has version \"$version\", which is not understood: use a JDK, 17 or newer" ;;
    esac
    [ "$major" -ge 17 ] || fail "$java is Java $version: use a JDK, 17 or newer (JAVA_HOME says which)"
    # Only what file names may hold, without starting another program.
    rest=$version$jdk
    jdk=
    while [ -n "$rest" ]; do
        next=${rest#?}
        one=${rest%"$next"}
        case $one in
            [A-Za-z0-9.-]) jdk=$jdk$one ;;
        esac
        rest=$next
    done
}

# Sets class_path from the jars of a directory.
set_class_path() {
    case $1 in
        *:*) fail "$1 has a colon in its name, which a class path cannot have: move it" ;;
    esac
    class_path=
    for jar in "$1"/*.jar; do
        class_path=$class_path${class_path:+:}$jar
    done
}

# The command mostly waits for workers: the first compiler and the serial collector start fastest and take least.
set_flags() {
    flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
    # Archives of loaded classes where they were made to lie: to move one of this size takes longer than the rest of a start.
    flags="$flags -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
    if [ "$major" -ge 22 ]; then
        flags="$flags --enable-native-access=ALL-UNNAMED"
    fi
    if [ "$major" -ge 23 ]; then
        flags="$flags --sun-misc-unsafe-memory-access=allow"
    fi
}

# make_archive FILE: loaded classes as the JVM maps them: starts take half the time. Without it everything works as well. By a
# file of another name, so that nobody uses part of one; an empty one says that there is none to be had.
make_archive() {
    training=$1.$$.training
    # Without the user's defaults: it is to be a run on this machine.
    # shellcheck disable=SC2086
    env -i PATH="$PATH" HOME="${HOME:-/nonexistent}" XDG_CACHE_HOME="${XDG_CACHE_HOME:-}" KUBEFACE_CACHE="${KUBEFACE_CACHE:-}" \
        KUBEFACE_CONFIG=/dev/null "$java" -XX:ArchiveClassesAtExit="$1.$$" $flags -cp "$class_path" io.kubeface.cli.Start \
        run --expression 'value**2' --generator-expression 'range(2)' --storage "$training" \
        </dev/null >/dev/null 2>&1
    rm -rf "$training"
    mv "$1.$$" "$1" 2>/dev/null || : >"$1"
}

# start ARCHIVE ARGUMENT...: becomes the command. The archive may be missing, empty or of no use.
start() {
    archive_flag=
    [ -s "$1" ] && archive_flag=-XX:SharedArchiveFile=$1
    shift
    # Text from and to other processes is UTF-8, also where no locale is set.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
        C | POSIX)
            LC_ALL=C.UTF-8
            export LC_ALL
            ;;
    esac
    columns=
    if [ -t 2 ]; then
        size=$(stty size <&2 2>/dev/null)
        columns=${size#* }
        case $columns in
            '' | 0 | *[!0-9]*) columns=80 ;;
        esac
    fi
    output=
    [ -t 1 ] && output=true
    # The JVM's log would only tell that an archive was of no use.
    # shellcheck disable=SC2086
    exec "$java" $flags -Xlog:disable ${archive_flag:+"$archive_flag"} ${columns:+"-Dkubeface.terminal.columns=$columns"} \
        ${output:+-Dkubeface.terminal.output=true} ${KUBEFACE_JAVA_OPTS:-} -cp "$class_path" io.kubeface.cli.Start "$@"
}
