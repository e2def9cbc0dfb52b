"""Compare rowgate, in one run, with a bare libcsv parse, a Python script and Miller doing the same column checks.

All get the same generated file. First they must agree on the number of bad fields; then they are timed in turns, so
that noise of the machine meets all of them, and medians and ratios are printed, with the most memory of each.

usage: run.py [--size 100M] [--rounds 5] [--verify-only] BIN_DIRECTORY

BIN_DIRECTORY has rowgate, bench_generate and bench_bare_libcsv.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from patterns import PATTERNS

HERE = pathlib.Path(__file__).parent
SLOW_SIZE = 5 * 1024 * 1024  # the others are slow: they get this much, and are compared by bytes a second
MIB = 1024 * 1024


def measure(command, output=subprocess.DEVNULL):
    """Seconds and the most memory, in MiB, that a command takes."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=output)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise SystemExit(f"{command[0]} ended with {child.returncode}")
    return seconds, usage.ru_maxrss / 1024


def miller_program():
    """Counts the fields that are not empty and do not match."""
    tests = "\n".join(f'if (${{{name}}} != "" && !(${{{name}}} =~ "^(?:{pattern})$")) {{@bad += 1}}'
                      for name, pattern in PATTERNS.items())
    return f"begin {{@bad = 0}}\n{tests}\nend {{emit @bad}}"


def commands(binaries, program):
    """Who takes part, and how."""
    return {
        "libcsv, nothing checked": lambda path: [binaries / "bench_bare_libcsv", path],
        "rowgate, 1 thread": lambda path: [binaries / "rowgate", "check", "-j", "1", "-f", "json", path],
        f"rowgate, {os.cpu_count()} threads": lambda path: [binaries / "rowgate", "check", "-f", "json", path],
        "Python csv + re": lambda path: [sys.executable, HERE / "check_re.py", path],
        "Miller": lambda path: ["mlr", "--icsv", "--ojson", "--infer-none", "put", "-q", "-f", program, path],
    }


def generate(binaries, path, size, percent_bad=2):
    with open(path, "wb") as file:
        subprocess.run([binaries / "bench_generate", size, str(percent_bad)], stdout=file, check=True)


def bad_fields(name, command):
    """What a peer found. Of rowgate only what a pattern could find: not the limits, nor servers that are the same."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if name.startswith("rowgate"):
        counts = json.loads(done.stdout)["files"][0]["findings"]["by_code"]
        return sum(count for code, count in counts.items() if code.startswith("E3"))
    if name == "Miller":
        return json.loads(done.stdout)[0]["bad"]
    return int(done.stdout)


def verify(peers, path):
    found = {name: bad_fields(name, command(path)) for name, command in peers.items() if "nothing" not in name}
    print("bad fields: " + ", ".join(f"{name} {count:,}" for name, count in found.items()))
    return len(set(found.values())) == 1 and min(found.values()) > 0


def compare(peers, path, slow_path, rounds):
    """Time all in turns; rows of (name, seconds for a MiB, memory)."""
    results = {name: [] for name in peers}
    for _ in range(rounds):
        for name, command in peers.items():
            file = path if name.startswith(("libcsv", "rowgate")) else slow_path
            seconds, memory = measure([str(word) for word in command(file)])
            results[name].append((seconds / (file.stat().st_size / MIB), memory))
    return [(name, statistics.median(pace for pace, _ in runs), max(memory for _, memory in runs))
            for name, runs in results.items()]


def print_table(rows):
    base = rows[0][1]
    print("\n| who | MiB/s | speed, libcsv = 1 | most memory, MiB |\n|---|---|---|---|")
    for name, pace, memory in rows:
        print(f"| {name} | {1 / pace:.0f} | {base / pace:.2f} | {memory:.0f} |")


def print_extremes(binaries, folder, size, rounds):
    """Every row bad, and a file of ten rows."""
    bad, small = folder / "bad.csv", folder / "small.csv"
    generate(binaries, bad, size, 100)
    generate(binaries, small, "10r")
    rowgate = [str(binaries / "rowgate"), "check", "-f", "json"]
    with open(folder / "report.json", "wb") as report:
        runs = [measure([*rowgate, str(bad)], report) for _ in range(rounds)]
    pace = statistics.median(seconds for seconds, _ in runs) / (bad.stat().st_size / MIB)
    print(f"\nevery row bad, JSON to a file: {1 / pace:.0f} MiB/s, {max(memory for _, memory in runs):.0f} MiB of memory")
    ten = statistics.median(measure([*rowgate, str(small)])[0] for _ in range(50))
    nothing = statistics.median(measure(["true"])[0] for _ in range(50))
    print(f"a file of ten rows: {(ten - nothing) * 1000:.1f} ms more than `true`")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", default="100M")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--verify-only", action="store_true")
    parser.add_argument("binaries", type=pathlib.Path)
    options = parser.parse_args()
    binaries = options.binaries.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program = folder / "check.mlr"
        program.write_text(miller_program())
        peers = commands(binaries, program)
        path, slow_path = folder / "servers.csv", folder / "slow.csv"
        generate(binaries, slow_path, "1M" if options.verify_only else str(SLOW_SIZE))
        if not verify(peers, slow_path):
            print("they do not agree: there is nothing to compare")
            return 1
        if not options.verify_only:
            generate(binaries, path, options.size)
            print_table(compare(peers, path, slow_path, options.rounds))
            print_extremes(binaries, folder, options.size, options.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
