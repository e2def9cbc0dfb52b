"""The examples in README.md and docs/*.md are true: every ```console block is run.

A line that begins with "$ " is a command; the lines up to the next one are what it prints, on both streams.
A line "..." stands for any number of lines. The commands of a block run in one shell, in a scratch copy of
docs/ and templates/, with rowgate on the PATH.

usage: ROWGATE=PROGRAM examples.py SOURCE_DIRECTORY
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "\x01end of output\x01"


def read_block(text):
    """The commands of a block, each with the lines that it should print."""
    examples = []
    for line in text.splitlines():
        if line.startswith("$ "):
            examples.append((line[2:], []))
        elif not examples:
            raise SystemExit(f"a console block must begin with a command, not with: {line}")
        else:
            examples[-1][1].append(line)
    return examples


def matches(expected, actual):
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(matches(expected[1:], actual[skip:]) for skip in range(len(actual) + 1))
    return bool(actual) and expected[0].rstrip() == actual[0].rstrip() and matches(expected[1:], actual[1:])


def run_block(examples, folder, environment):
    """What each command prints. The marks between them leave $? as it was."""
    script = "".join(f"{command}\nset -- $?; printf '%s\\n' '{MARK}'; (exit $1)\n" for command, _ in examples)
    result = subprocess.run(["sh"], input=script, text=True, cwd=folder, env=environment,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return [output.splitlines() for output in result.stdout.split(MARK + "\n")]


def check_page(page, source, environment):
    wrong = count = 0
    text = page.read_text()
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        examples = read_block(block.group(1))
        with tempfile.TemporaryDirectory() as folder:
            for name in ("docs", "templates"):
                shutil.copytree(source / name, pathlib.Path(folder, name))
            outputs = run_block(examples, folder, environment)
        for (command, expected), actual in zip(examples, outputs):
            count += 1
            if not matches(expected, actual):
                wrong += 1
                print(f"{page.name}:{line}: $ {command}\n--- it says\n" + "\n".join(expected)
                      + "\n--- it is\n" + "\n".join(actual))
    return wrong, count


def main(source):
    source = pathlib.Path(source)
    program = pathlib.Path(os.environ["ROWGATE"])
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100"}
    results = [check_page(page, source, environment)
               for page in (source / "README.md", *sorted((source / "docs").glob("*.md")))]
    print(f"{sum(count for _, count in results)} examples")
    return 1 if any(wrong for wrong, _ in results) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
