#!/bin/sh
# Writes FOLDER/index: the SHA-256 and the relative name of every file under FOLDER, one a line, in sha256sum's form.
# Usage: index-runtimes.sh FOLDER
set -eu
mkdir -p "$1"
cd "$1"
find . -type f ! -path ./index ! -path ./index.new ! -name '*.pyc' | sed 's|^\./||' | LC_ALL=C sort \
    | while IFS= read -r name; do sha256sum "$name"; done > index.new
if cmp -s index.new index 2>/dev/null; then rm index.new; else mv index.new index; fi
