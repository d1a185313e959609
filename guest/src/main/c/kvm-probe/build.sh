#!/bin/sh
# Compiles kvm-probe into OUT (a folder), statically, when its source is newer.
# Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1/$(uname -m)
binary=$out/kvm-probe
if [ -x "$binary" ] && [ -z "$(find "$here" -newer "$binary" -type f)" ]; then exit 0; fi
mkdir -p "$out"
flags="-std=gnu11 -O2 -g0 -static -Wall -Wextra -Werror"
if command -v musl-gcc >/dev/null 2>&1; then
    # musl's compiler wrapper hides the kernel's headers; they are the same for every C library.
    compile="musl-gcc -idirafter /usr/include -idirafter /usr/include/$(uname -m)-linux-gnu"
elif command -v gcc >/dev/null 2>&1; then
    compile=gcc
else
    compile=cc
fi
# shellcheck disable=SC2086
$compile $flags "$here/kvm-probe.c" -o "$binary.new" -s
mv "$binary.new" "$binary"
