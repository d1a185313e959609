#!/bin/sh
# Compiles reseed-ARCH.node into OUT (a folder), ARCH as Node.js calls it, when its source is newer. Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
case $(uname -m) in
    x86_64) arch=x64 ;;
    aarch64) arch=arm64 ;;
    *) arch=$(uname -m) ;;
esac
binary=$1/reseed-$arch.node
if [ -e "$binary" ] && [ -z "$(find "$here" -newer "$binary" -type f)" ]; then exit 0; fi
mkdir -p "$1"
cc -std=gnu11 -O2 -g0 -shared -fPIC -nostdlib -Wall -Wextra -Werror "$here/reseed.c" -o "$binary.new" -s
mv "$binary.new" "$binary"
