#!/bin/sh
# Compiles hearth-sandbox into OUT (a folder), statically, when a source is newer. Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/compile.sh" "$1" hearth-sandbox "$here"/*.c
