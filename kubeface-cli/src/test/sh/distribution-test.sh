#!/bin/sh
# Tests of the distribution, unpacked: distribution-test.sh ARCHIVE.tar.gz. Needs a JDK; takes a minute.
set -eu

archive=$(CDPATH='' cd -P "$(dirname "$1")" && pwd)/$(basename "$1")
work=$(mktemp -d)
export KUBEFACE_STORAGE="$work/storage" XDG_CACHE_HOME="$work/cache" XDG_CONFIG_HOME="$work/config"
unset KUBEFACE_CACHE
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

. "$(dirname "$0")/common.sh"

squares >"$work/squares"

echo "unpacked in a directory with a space, which is read-only then"
mkdir "$work/a place"
tar -xzf "$archive" -C "$work/a place"
home=$(echo "$work/a place"/kubeface-*)
for file in LICENSE README.md bin/kubeface bin/kubeface-run bin/kubeface-job bin/kubeface-copy completion/kubeface; do
    [ -f "$home/$file" ] || fail "there is no $file"
done
chmod -R a-w "$home"
touch "$work/unpacked"

echo "the first example, from another directory and through links"
mkdir "$work/bin"
ln -s "$home/bin/kubeface" "$work/bin/there"
ln -s there "$work/bin/kf"
(cd "$work/bin" && ./kf run --expression 'value**2' --generator-expression 'range(10)') \
    >"$work/example.out" 2>"$work/example.err" || fail "the first example"
cmp -s "$work/squares" "$work/example.out" || fail "other rows than expected"
! grep -v '^Status page: ' "$work/example.err" || fail "the first example said something"

echo "one class data archive, in the user's cache, and nothing in the distribution"
archives=$(find "$work/cache/kubeface/launcher" -name '*.jsa' -size +1000)
[ "$(echo "$archives" | wc -l)" = 1 ] || fail "archives: $archives"
touch -d '2001-01-01' "$archives"
PATH=$work/bin:$PATH kf --version >"$work/version.out" 2>"$work/version.err" || fail "the second start"
[ -z "$(find "$work/cache/kubeface/launcher" -newer "$work/unpacked" -name '*.jsa')" ] || fail "it was made again"
[ -z "$(find "$home" -newer "$work/unpacked")" ] || fail "the distribution was written to"

echo "without a place for the archive it works as well"
XDG_CACHE_HOME=/dev/null "$home/bin/kubeface" --version >"$work/none.out" 2>"$work/none.err" || fail "no cache"
cmp -s "$work/version.out" "$work/none.out" || fail "another version"
[ ! -s "$work/none.err" ] || fail "it said something about its cache"

echo "the original's names"
"$home/bin/kubeface-run" --expression 'value**2' --generator-expression 'range(10)' --kubeface-max-simultaneous-tasks 2 \
    >"$work/run.out" 2>"$work/run.err" || fail "kubeface-run"
cmp -s "$work/squares" "$work/run.out" || fail "other rows of kubeface-run"
(cd "$work" && ln -s "$home/bin/kubeface-copy" copy && ./copy squares here/ 2>"$work/copy.err") || fail "kubeface-copy"
cmp -s "$work/squares" "$work/here/squares" || fail "another copy"
"$home/bin/kubeface-job" --help >"$work/job.out" 2>"$work/job.err" || fail "kubeface-job"

echo "a file without permission is named"
if [ "$(id -u)" = 0 ]; then
    (umask 077 && mkdir "$work/secret" && echo x >"$work/secret/file")
    chmod 755 "$work" "$work/secret"
    code=0
    setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent XDG_CACHE_HOME=/dev/null \
        "$home/bin/kubeface" copy "$work/secret/file" - >"$work/permission.out" 2>"$work/permission.err" || code=$?
    [ "$code" = 1 ] || fail "exit code $code without permission"
    grep -q "no permission for $work/secret/file" "$work/permission.err" || fail "no word of the permission"
fi

echo "a reader that goes away ends a copy, and Ctrl-C leaves no part of one"
{
    code=0
    "$home/bin/kubeface" copy /dev/zero - 2>"$work/pipe.err" || code=$?
    echo "$code" >"$work/pipe.code"
} | head -c 10 >"$work/pipe.out"
while [ ! -s "$work/pipe.code" ]; do sleep 0.1; done
[ "$(cat "$work/pipe.code")" = 141 ] || fail "exit code $(cat "$work/pipe.code") after a broken pipe"
[ ! -s "$work/pipe.err" ] || fail "a broken pipe was talked about"
mkfifo "$work/never"
(
    until [ -n "$(find "$work/here" -name '.kubeface-copy*')" ]; do sleep 0.1; done
    kill -INT "$(cat "$work/copier")"
) &
exec 3<>"$work/never"
code=0
sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$work/copier" "$home/bin/kubeface" copy "$work/never" "$work/here/whole" \
    >"$work/int.out" 2>"$work/int.err" || code=$?
exec 3>&-
[ "$code" = 130 ] || fail "exit code $code after Ctrl-C"
[ "$(find "$work/here" -type f)" = "$work/here/squares" ] || fail "left: $(find "$work/here" -type f)"

echo "completion in bash"
if command -v bash >/dev/null; then
    offered=$(bash --norc -c 'source "$1"; COMP_WORDS=(kubeface run --max-sim) COMP_CWORD=2 COMP_LINE="kubeface run --max-sim" COMP_POINT=22
        _complete_kubeface 2>/dev/null; echo "${COMPREPLY[@]}"' bash "$home/completion/kubeface")
    [ "$offered" = --max-simultaneous-tasks ] || fail "bash offered: $offered"
else
    echo "  SKIPPED: no bash here"
fi

echo "completion in zsh, with keys typed on a terminal"
if command -v zsh >/dev/null; then
    # shellcheck disable=SC2016
    zsh -f -c 'zmodload zsh/zpty
        await() {
            for ((i = 0; i < 300; i++)); do
                zpty -r -t shell part && seen+=$part && continue
                [[ $seen == *"$1"* ]] && { seen=; return; }
                sleep 0.1
            done
            print -r -- "$seen" >&2
            exit 1
        }
        zpty shell zsh -f -i
        zpty -w shell "source ${(q)1}; print loaded\$((40 + 2))"
        await loaded42
        zpty -w -n shell $'"'kubeface run --max-sim\\t'"'
        await --max-simultaneous-tasks' zsh "$home/completion/kubeface" 2>"$work/zsh.err" || fail "zsh"
else
    echo "  SKIPPED: no zsh here"
fi

echo "the same files in the zip"
case $archive in
    *.tar.gz)
        jar tf "${archive%.tar.gz}.zip" | grep -v '/$' | sort >"$work/zip.list"
        tar -tzf "$archive" | grep -v '/$' | sort >"$work/tar.list"
        cmp -s "$work/zip.list" "$work/tar.list" || fail "zip and tar.gz differ"
        ;;
esac

echo "all passed"
