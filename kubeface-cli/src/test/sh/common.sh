# Sourced by the tests of the command; $work is their directory.

fail() {
    printf 'FAILED: %s\n' "$1" >&2
    for each in "$work"/*.err; do
        printf -- '--- %s\n' "$each" >&2
        tail -n 20 "$each" >&2
    done
    exit 1
}

# The rows of the first example.
squares() {
    echo Value,Result
    for i in 0 1 2 3 4 5 6 7 8 9; do
        echo "$i,$((i * i))"
    done
}
