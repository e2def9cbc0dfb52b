"""Every built-in template is sound, does what its examples say, and stands beside a good and a bad file: NAME.good.csv
has no finding, NAME.bad.csv those of NAME.bad.expected (the concise report), with one for each column and each rule.

usage: ROWGATE=PROGRAM templates.py SOURCE_DIRECTORY
"""

import os
import pathlib
import re
import subprocess
import sys


def run(folder, *arguments):
    done = subprocess.run([os.environ["ROWGATE"], *arguments], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def fields_with_rules(template):
    """The columns whose values can be wrong."""
    fields = re.split(r"^  - name: ", template.partition("\nfields:")[2].partition("\nrules:")[0], flags=re.MULTILINE)[1:]
    for field in fields:
        name, _, rest = field.partition("\n")
        if re.search(r"^    (type: (?!string$|any$|list$)|format:|itemFormat:|constraints:)", rest, re.MULTILINE):
            yield name.strip("\"' ")


def check_template(folder, name):
    """What is wrong with it."""
    status, said = run(folder, "template", "test", f"{name}.yaml")
    if status != 0:
        yield said
    text = (folder / f"{name}.yaml").read_text()
    if "\nresources:" in text:
        return  # its tables have files of their own; tests/cases has packages
    status, said = run(folder, "check", "--strict", "--format", "concise", "-t", f"{name}.yaml", f"{name}.good.csv")
    if status != 0:
        yield said
    status, said = run(folder, "check", "--strict", "--format", "concise", "-t", f"{name}.yaml", f"{name}.bad.csv")
    if status != 1 or said != (folder / f"{name}.bad.expected").read_text():
        yield f"{name}.bad.csv has other findings than expected:\n{said}"
    full = run(folder, "check", "--format", "json", "-t", f"{name}.yaml", f"{name}.bad.csv")[1]
    for column in fields_with_rules(text):
        if f'"field":"{column}"' not in full:
            yield f"{name}.bad.csv has no finding in {column}"
    for rule in re.findall(r"^  - name: (\S+)", text.partition("\nrules:")[2], re.MULTILINE):
        if f'"rule":"{rule} (' not in full:
            yield f"{name}.bad.csv has no finding of the rule {rule}"


def main(source):
    folder = pathlib.Path(source, "templates")
    names = sorted(str(path.relative_to(folder).with_suffix(""))
                   for path in folder.rglob("*.yaml")
                   if path.parent.name != "mappings")
    wrong = [problem for name in names for problem in check_template(folder, name)]
    print("\n".join(wrong))
    return 1 if wrong or not names else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
