#!/bin/sh
# Compiles hearth-cell into OUT (a folder), statically, when a source is newer. Usage: build.sh OUT
set -eu
here=$(cd "$(dirname "$0")" && pwd)
init=$here/../hearth-init
shared=$here/../hearth-sandbox
exec "$shared/compile.sh" "$1" hearth-cell "$here/boot.c" "$init/main.c" "$init/link.c" \
    "$shared/children.c" "$shared/files.c" "$shared/net.c" "$shared/seccomp.c" "$shared/spec.c" "$shared/walls.c"
