#!/bin/sh
# The pre-commit hook, run by the real pre-commit in a scratch repository: bad files stop the commit with a
# report, good ones pass, many at once work. usage: ROWGATE=PROGRAM hook.sh SOURCE_DIRECTORY
set -eu
source=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Nothing of the user's settings, nor of a repository or hook that this may run inside.
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE SKIP
export HOME="$scratch/home" PRE_COMMIT_HOME="$scratch/cache" GIT_CONFIG_NOSYSTEM=1 PRE_COMMIT_COLOR=never
export GIT_AUTHOR_NAME=rowgate GIT_AUTHOR_EMAIL=rowgate@example.com
export GIT_COMMITTER_NAME=rowgate GIT_COMMITTER_EMAIL=rowgate@example.com
PATH="$(dirname "$ROWGATE"):$PATH"
mkdir "$HOME"

fail() {
    echo "$1"
    cat "$scratch/said"
    exit 1
}

# commit pass|stop: try to commit all there is, and see whether the hook lets it.
commit() {
    git add -A
    if git commit -qm "import files" >"$scratch/said" 2>&1; then result=pass; else result=stop; fi
    [ "$result" = "$1" ] || fail "$result where $1 was expected"
}

# says PATTERN: that is in what the hook printed.
says() {
    grep -q "$1" "$scratch/said" || fail "nothing about $1"
}

servers() {
    printf 'ExternalId,HostName,IPAddress\nsrv-1,web-01,%s\n' "$1"
}

# The hook comes from a repository of its own, as it does for its users.
git init -q "$scratch/hook"
cp "$source/.pre-commit-hooks.yaml" "$scratch/hook"
git -C "$scratch/hook" add -A
git -C "$scratch/hook" commit -qm hook

git init -q "$scratch/files"
cd "$scratch/files"
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $scratch/hook
    rev: $(git -C "$scratch/hook" rev-parse HEAD)
    hooks: [{id: rowgate}]
END
pre-commit install >/dev/null

servers 10.0.0.7 >good.csv
echo 'a note, not a CSV file' >notes.txt
commit pass
says 'rowgate.*Passed'

servers 10.1.300.7 >'bad file.csv'
commit stop
says 'bad file.csv:2:14: .*E310'
if grep -q 'good.csv\|notes.txt' "$scratch/said"; then fail "only what is committed was to be checked"; fi

# Enough of them for several processes at once.
for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    servers "10.0.1.$number" >"many-$number.csv"
done
servers 10.1.300.8 >many-12.csv
commit stop
says 'many-12.csv:2:14: .*E310'
says 'bad file.csv:2:14: .*E310'

servers 10.0.1.12 >many-12.csv
servers 10.0.1.99 >'bad file.csv'
commit pass

# The hook that repairs: it changes the file and stops once; what it has made is committed then.
sed -i 's/{id: rowgate}/{id: rowgate-fix}/' .pre-commit-config.yaml
servers '10.0.0.7; 10.0.0.8' >repaired.csv
commit stop
says 'repaired.csv: 1 change'
grep -q '"10.0.0.7, 10.0.0.8"' repaired.csv || fail 'the file was not repaired'
commit pass
