#!/bin/sh
# Compiles hearth-guard into OUT (a folder), statically, when a source is newer. Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/../hearth-sandbox/compile.sh" "$1" hearth-guard "$here"/*.c
