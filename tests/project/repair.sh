#!/bin/sh
# The way of failed entries: the example is checked and packed, what failed is repaired as a person would do it with
# the error log beside it, and the repaired entries check clean by themselves.
# usage: ROWGATE=PROGRAM repair.sh SOURCE_DIRECTORY
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

status=0
"$ROWGATE" check -q --archive="$scratch/failed.zip" "$1/docs/examples/servers.csv" || status=$?
[ "$status" -eq 1 ] || { echo "status $status for a file with errors"; exit 1; }
cd "$scratch"
unzip -q failed.zip

# One command for each row of errors-file.csv.
commas=,,,,,,,,,,,,,,,,,,,,,,,,
sed -e 's/10\.20\.300\.17/10.20.30.17/' \
    -e 's/,16 GB,/,32768,/' \
    -e 's/,61\.5,38\.2,/,38.2,61.5,/' \
    -e 's/0050\.56A1\.9C3E/00:50:56:A1:9C:3E/' \
    -e 's/"78,4"/78.4/' \
    -e 's/,"12,288",/,1228.8,/' \
    -e 's/^,30d3bf5b/CMDB-10799,30d3bf5b/' \
    -e 's/"site:ham, critical"/"site:ham, critical:yes"/' \
    -e 's/6\.93217E+12/6932171234567/' \
    -e 's/,10\.20\.14\.31, 10\.20\.207\.31,/,"10.20.14.31, 10.20.207.31",/' \
    -e 's/,2,0,16,/,2,16,16,/' \
    -e 's/,10\.21\.7\.44; 10\.21\.207\.44,/,"10.21.7.44, 10.21.207.44",/' \
    -e "/^CMDB-11184/s/,4\r\$/,4$commas\r/" \
    -e 's/,N\/A,/,15 SP5,/' \
    -e 's/"Warehouse, Fleet Planning,/"Warehouse, Fleet Planning",/' \
    -e 's/,42%,/,42,/' \
    -e 's/,server-0042/,/' \
    -e 's/,Payroll;Time Recording,/,"Payroll, Time Recording",/' \
    -e 's/"Reporting, "Mail""/"Reporting, Mail"/' \
    -e 's/,-1,/,3841.5,/' \
    -e 's/,ham web 09,/,ham-web-09,/' \
    -e '/^,,*\r$/d' \
    failed-entries-file.csv >repaired.csv

"$ROWGATE" check --strict repaired.csv
