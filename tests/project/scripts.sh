#!/bin/sh
# Every shell script of the project passes shellcheck. usage: scripts.sh SOURCE_DIRECTORY
set -eu
cd "$1"

set --
for file in bootstrap .ci/run tests/run-case tests/project/* tests/bench/*; do
    [ -f "$file" ] && head -n 1 "$file" | grep -q '^#!.*sh$' && set -- "$@" "$file"
done
echo "$*"
exec shellcheck "$@"
