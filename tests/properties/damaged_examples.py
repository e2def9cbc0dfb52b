"""Each damaged file in docs/files.md is repaired by `fix --unsafe`, so that `check --strict` has nothing more to say of it;
and without --unsafe where nothing is guessed."""

import pathlib
import re
import subprocess
import tempfile

from shared.program import expect, run

PAGE = pathlib.Path(__file__).parents[2] / "docs" / "files.md"
EXAMPLE = re.compile(r"^\$ (printf .* > (\S+\.csv))\n\$ rowgate check (.*)$", re.MULTILINE)


def examples():
    return [match.groups() for match in EXAMPLE.finditer(PAGE.read_text())]


def repaired(script, name, words, *options):
    """What `check --strict` says of the repaired file."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["sh", "-eu", "-c", script], cwd=folder, check=True)
        how = [word for word in words.split() if word.startswith(("--encoding", "--delimiter", "-t"))]
        fixed = pathlib.Path(folder) / "fixed.csv"
        done = run("fix", "--quiet", "-o", fixed, *options, *how, name, cwd=folder)
        expect(done.returncode in (0, 1), done.stderr.decode())
        return run("check", "--strict", "--format=concise", fixed, cwd=folder)


found = examples()
expect(len(found) >= 7, f"{len(found)} examples")
safe = 0
for script, name, words in found:
    done = repaired(script, name, words, "--unsafe")
    expect(done.returncode == 0, f"{script}\n{done.stdout.decode()}")
    safe += repaired(script, name, words).returncode == 0
expect(safe >= 5, f"only {safe} of {len(found)} are repaired without --unsafe")
