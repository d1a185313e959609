#!/bin/sh
# Runs the build of an earlier commit beside this one in one cluster over PostgreSQL, and the other way round:
#   bench/rolling-upgrade.sh [COMMIT]      (HEAD~1 when none is named)
# It builds that commit in a folder of its own, which goes again, and runs RollingUpgradeTest with both. HEARTH_PREVIOUS,
# the launcher of an earlier build that is there already, saves the first half.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
commit=${1:-HEAD~1}
previous=${HEARTH_PREVIOUS:-}
if [ -z "$previous" ]; then
    folder=$(mktemp -d "${TMPDIR:-/tmp}/hearth-previous.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 1' INT TERM
    git archive --format=tar "$commit" | tar -x -C "$folder"
    echo "building $(git log -1 --format='%h %s' "$commit")"
    "$folder/hearth" --help > /dev/null
    previous=$folder/hearth
fi
./hearth --help > /dev/null
if [ -z "${JAVA_HOME:-}" ]; then
    for home in /usr/lib/jvm/*25*; do
        if [ -x "$home/bin/javac" ]; then JAVA_HOME=$home; fi
    done
    export JAVA_HOME
fi
./mvnw -q -B -pl conformance -am -Dtest=RollingUpgradeTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dhearth.launcher="$root/hearth" -Dhearth.previous="$previous" test
echo "both builds run in one cluster, either way round, and nothing that was acknowledged was lost"
