#!/bin/sh
# Writes FOLDER/index: the relative name of every file under FOLDER, one a line.
# Usage: index-runtimes.sh FOLDER
set -eu
mkdir -p "$1"
cd "$1"
find . -type f ! -path ./index ! -path ./index.new ! -name '*.pyc' | sed 's|^\./||' | LC_ALL=C sort > index.new
if cmp -s index.new index 2>/dev/null; then rm index.new; else mv index.new index; fi
