#!/bin/sh
# Compiles hearth-init into OUT (a folder), statically, when a source is newer. Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
shared=$here/../hearth-sandbox
exec "$shared/compile.sh" "$1" hearth-init "$here"/*.c \
    "$shared/children.c" "$shared/files.c" "$shared/net.c" "$shared/seccomp.c" "$shared/spec.c" "$shared/walls.c"
