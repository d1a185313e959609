#!/bin/sh
# Compiles C sources into OUT/MACHINE/NAME, statically, when a source is newer. Prefers musl for its size.
# Usage: compile.sh OUT NAME SOURCE...
set -eu
out=$1/$(uname -m)
binary=$out/$2
shift 2
folders=$(for source in "$@" "$0"; do dirname "$source"; done | sort -u)
# shellcheck disable=SC2086
if [ -x "$binary" ] && [ -z "$(find $folders -newer "$binary" -type f)" ]; then exit 0; fi
mkdir -p "$out"
flags="-std=gnu11 -O2 -g0 -static -Wall -Wextra -Werror -Wno-unused-result -Wno-missing-field-initializers -fstack-protector-strong"
if command -v musl-gcc >/dev/null 2>&1; then
    # musl's compiler wrapper hides the kernel's headers; they are the same for every C library.
    compile="musl-gcc -idirafter /usr/include -idirafter /usr/include/$(uname -m)-linux-gnu"
elif command -v gcc >/dev/null 2>&1; then
    compile=gcc
elif command -v cc >/dev/null 2>&1; then
    compile=cc
else
    echo "Hearth's sandboxes need a C compiler: apt-get install gcc libc6-dev" >&2
    exit 1
fi
# shellcheck disable=SC2086
$compile $flags "$@" -o "$binary.new" -s
mv "$binary.new" "$binary"
