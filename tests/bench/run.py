"""Compare rowgate, in one run, with others that check the same columns: bare libcsv and `wc -l`, which check nothing,
Python's csv and re, Miller, and with --npm also PapaParse, csv-parse and DuckDB, which npm fetches.

All get the same generated file. First they must agree on the number of bad fields; then they are timed in turns, so
that noise of the machine meets all of them, and medians and ratios are printed as Markdown.

usage: run.py [--size 100M] [--rounds 5] [--npm FOLDER] [--verify-only] BIN_DIRECTORY

BIN_DIRECTORY has rowgate, bench_generate and bench_bare_libcsv. FOLDER, which may be new, is where npm puts packages.
"""

import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

from patterns import PATTERNS

HERE = pathlib.Path(__file__).parent.resolve()
MIB = 1024 * 1024
SLOW_SIZE = 20 * MIB  # the slow ones get this much, and are compared by bytes a second
VERIFY_SIZE = "10M"
NPM_PACKAGES = ["papaparse@5", "csv-parse@6", "@duckdb/node-api"]
THREADS = str(os.cpu_count())
SIDE_BY_SIDE = f"rowgate, 1 thread, each of {THREADS} runs side by side"


class Peer:
    """Who takes part: a name, a command for a file, and whether it gets the whole file."""

    def __init__(self, name, command, counts=True, is_fast=False, folder=None):
        self.name, self.command, self.counts, self.is_fast, self.folder = name, command, counts, is_fast, folder

    def bad_fields(self, path):
        """What it found. Of rowgate only what a pattern could find: not the limits, nor servers that are the same."""
        output = subprocess.run(words(self.command(path)), cwd=self.folder, stdout=subprocess.PIPE, text=True).stdout
        if self.name.startswith("rowgate"):
            counts = json.loads(output)["files"][0]["findings"]["by_code"]
            return sum(count for code, count in counts.items() if code.startswith("E3"))
        return json.loads(output)[0]["bad"] if self.name == "Miller" else int(output)


def words(command):
    return [str(word) for word in command]


def measure(command, output=subprocess.DEVNULL, folder=None):
    """Seconds and the most memory, in MiB, that a command takes."""
    begin = time.perf_counter()
    child = subprocess.Popen(words(command), stdout=output, cwd=folder)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / 1024


# ------------------------------------------------------------------ who takes part

def miller_program():
    """Counts the fields that are not empty and do not match."""
    tests = "\n".join(f'if (${{{name}}} != "" && !(${{{name}}} =~ "^(?:{pattern})$")) {{@bad += 1}}'
                      for name, pattern in PATTERNS.items())
    return f"begin {{@bad = 0}}\n{tests}\nend {{emit @bad}}"


def side_by_side(command):
    return ["sh", "-c", f"{shlex.join(words(command))} & " * int(THREADS) + "wait"]


def npm_peers(folder, patterns):
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *NPM_PACKAGES],
                   check=True)
    script = lambda name, *more: lambda path: ["node", HERE / f"check_{name}.mjs", patterns, *more, path]
    yield Peer("PapaParse + RegExp", script("papaparse"), folder=folder)
    yield Peer("csv-parse + RegExp", script("csv_parse"), folder=folder)
    yield Peer("DuckDB, 1 thread", script("duckdb", "1"), folder=folder)
    yield Peer(f"DuckDB, {THREADS} threads", script("duckdb", THREADS), folder=folder)


def all_peers(binaries, work, npm):
    program, patterns = work / "check.mlr", work / "patterns.json"
    program.write_text(miller_program())
    patterns.write_text(json.dumps(PATTERNS))
    rowgate = lambda jobs: lambda path: [binaries / "rowgate", "check", "-j", jobs, "-f", "json", path]
    yield Peer("libcsv, nothing checked", lambda path: [binaries / "bench_bare_libcsv", path], False, True)
    yield Peer("`wc -l`", lambda path: ["wc", "-l", path], False, True)
    yield Peer("rowgate, 1 thread", rowgate("1"), is_fast=True)
    yield Peer(f"rowgate, {THREADS} threads", rowgate(THREADS), is_fast=True)
    yield Peer(SIDE_BY_SIDE, lambda path: side_by_side(rowgate("1")(path)), False, True)
    yield Peer("Python csv + re", lambda path: [sys.executable, HERE / "check_re.py", path])
    yield Peer("Miller", lambda path: ["mlr", "--icsv", "--ojson", "--infer-none", "put", "-q", "-f", program, path])
    if npm:
        yield from npm_peers(npm, patterns)


# ------------------------------------------------------------------ the comparison

def generate(binaries, path, size, percent_bad=2):
    with open(path, "wb") as file:
        subprocess.run([binaries / "bench_generate", size, str(percent_bad)], stdout=file, check=True)
    return path


def verify(peers, path):
    found = {peer.name: peer.bad_fields(path) for peer in peers if peer.counts}
    print("bad fields: " + ", ".join(f"{name} {count:,}" for name, count in found.items()))
    return len(set(found.values())) == 1 and min(found.values()) > 0


def in_turns(rounds, commands):
    """Medians of seconds, and the most memory, of named (command, output, folder)."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, output, folder) in commands.items():
            runs[name].append(measure(command, output, folder))
    return {name: (statistics.median(seconds for seconds, _ in of), max(memory for _, memory in of))
            for name, of in runs.items()}


def print_speed(peers, path, slow_path, rounds):
    files = {peer.name: path if peer.is_fast else slow_path for peer in peers}
    results = in_turns(rounds, {p.name: (p.command(files[p.name]), subprocess.DEVNULL, p.folder) for p in peers})
    speed = {name: files[name].stat().st_size / MIB / seconds for name, (seconds, _) in results.items()}
    base = speed["libcsv, nothing checked"]
    print("\n| who | MiB/s | libcsv = 1 | most memory, MiB |\n|---|---|---|---|")
    for name, (_, memory) in results.items():
        print(f"| {name} | {speed[name]:.0f} | {speed[name] / base:.2f} | {memory:.0f} |")
    return speed


def print_scaling(speed):
    """All processors against one; and what the machine gives to as many programs that have nothing to do with each
    other, since no thread can get more."""
    one = speed["rowgate, 1 thread"]
    print(f"| {THREADS} threads, against one | {speed[f'rowgate, {THREADS} threads'] / one:.2f} times as fast |")
    print(f"| {THREADS} runs of one thread each, side by side, against one after the other | "
          f"{int(THREADS) * speed[SIDE_BY_SIDE] / one:.2f} times as fast |")


def print_extremes(binaries, work, path, size, rounds):
    """All records bad, with the archive, small files: each beside what it is to be compared with."""
    bad, small = generate(binaries, work / "bad.csv", size, 100), generate(binaries, work / "small.csv", "10r")
    medium = generate(binaries, work / "medium.csv", "10000r")
    check = [binaries / "rowgate", "check", "-f", "json"]
    with open(work / "report.json", "wb") as report:
        large = in_turns(rounds, {
            "2 % bad": ([*check, path], report, None),
            "all bad": ([*check, bad], report, None),
            "with -z": ([*check, f"--archive={work / 'a.zip'}", path], report, None)})
    little = in_turns(10 * rounds, {"true": (["true"], None, None), "ten": ([*check, small], subprocess.DEVNULL, None)})
    middle = in_turns(rounds, {"rowgate": ([*check, medium], subprocess.DEVNULL, None),
                               "Python": ([sys.executable, HERE / "check_re.py", medium], subprocess.DEVNULL, None)})
    usual = large["2 % bad"][0]
    print(f"| all records bad, JSON to a file, against 2 % bad | {large['all bad'][0] / usual:.2f} times the time, "
          f"{large['all bad'][1]:.0f} MiB |")
    print(f"| with -z, against without | {large['with -z'][0] / usual:.2f} times the time |")
    print(f"| 10 records, over `true` | {(little['ten'][0] - little['true'][0]) * 1000:.1f} ms |")
    print(f"| 10,000 records, against Python csv + re | {middle['Python'][0] / middle['rowgate'][0]:.1f} times as fast |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="100M")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--npm", type=pathlib.Path)
    parser.add_argument("--verify-only", action="store_true")
    parser.add_argument("binaries", type=pathlib.Path)
    options = parser.parse_args()
    binaries, npm = options.binaries.resolve(), options.npm and options.npm.resolve()
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        peers = list(all_peers(binaries, work, npm))
        slow_path = generate(binaries, work / "slow.csv", VERIFY_SIZE if options.verify_only else str(SLOW_SIZE))
        if not verify(peers, slow_path):
            print("they do not agree: there is nothing to compare")
            return 1
        if not options.verify_only:
            path = generate(binaries, work / "servers.csv", options.size)
            speed = print_speed(peers, path, slow_path, options.rounds)
            print("\n| measure | result |\n|---|---|")
            print_scaling(speed)
            print_extremes(binaries, work, path, options.size, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
