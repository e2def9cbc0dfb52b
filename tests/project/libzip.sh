#!/bin/sh
# libzip is loaded for archives and workbooks only, and what is said where it cannot be.
# usage: ROWGATE=... CC=... CFLAGS=... libzip.sh NAME
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# In its place a library without anything in it; nothing can take the place of one whose folder is fixed.
case $1 in */*) exit 0 ;; esac
: >empty.c
# The flags are a list of words.
# shellcheck disable=SC2086
$CC $CFLAGS -shared -fPIC empty.c -o "$1"

printf 'a,b\n1,2\n' >table.csv
printf 'fields: [{name: a}, {name: b}]\n' >template.yaml
zip -q tables.zip table.csv

# expect CODE WORDS ARGUMENT...: it ends with this code, and says these words.
expect() {
    code=$1 words=$2 got=0
    shift 2
    LD_LIBRARY_PATH=$scratch "$ROWGATE" "$@" >said 2>&1 || got=$?
    { [ $got = "$code" ] && grep -q "$words" said; } || { echo "$* ended with $got and said:"; cat said; exit 1; }
}
expect 0 "1 record" check -t template.yaml table.csv
expect 3 "need libzip, which cannot be loaded: .*; install it" check -t template.yaml tables.zip
# Before the check, not after it.
expect 3 "need libzip" check -z -t template.yaml table.csv
[ ! -e table-errors-and-failed-entries.zip ]
