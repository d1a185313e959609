#!/bin/sh
# Compiles hearth-sandbox into OUT (a folder), statically, when a source is newer. Prefers musl for its size.
# Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1/$(uname -m)
binary=$out/hearth-sandbox
if [ -x "$binary" ] && [ -z "$(find "$here" -newer "$binary" -type f)" ]; then exit 0; fi
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
    echo "hearth-sandbox needs a C compiler: apt-get install gcc libc6-dev" >&2
    exit 1
fi
# shellcheck disable=SC2086
$compile $flags "$here"/*.c -o "$binary.new" -s
mv "$binary.new" "$binary"
