#!/bin/sh
# The generated pages are up to date, and mandoc has nothing to say about the manual page.
# usage: docs.sh GENERATOR DOCS_DIRECTORY
set -eu
for page in codes.md rowgate.1; do
    "$1" "$page" | diff -u "$2/$page" - ||
        { echo "docs/$page is out of date: cmake --build build/dev --target docs"; exit 1; }
done
mandoc -T lint -W warning "$2/rowgate.1"
