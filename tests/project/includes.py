"""Files include only what includes.txt allows. The format stands there.

usage: includes.py SOURCE_DIRECTORY
"""

import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def read_rules():
    """The lines of each section, as words."""
    sections, current = {}, None
    for line in pathlib.Path(__file__).with_name("includes.txt").read_text().splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0].startswith("["):
            current = sections.setdefault(words[0].strip("[]"), [])
        else:
            current.append(words)
    return sections


def includes(path):
    return INCLUDE.findall(path.read_text())


def check_folder(folder, layers, visible):
    """Own headers: those of lines above, and the one of the same name. `visible` may be included by all."""
    rank = {name: number for number, names in enumerate(layers) for name in names}
    files = sorted(path for path in folder.iterdir() if path.suffix in (".c", ".h"))
    present = {path.stem for path in files}
    for name in sorted(rank.keys() - present):
        yield f"includes.txt: there is no {folder.name}/{name}.c or .h"
    for path in files:
        if path.name in visible:
            continue
        if path.stem not in rank:
            yield f"{folder.name}/{path.name}: not in includes.txt"
            continue
        for kind, header in includes(path):
            stem = pathlib.PurePath(header).stem
            if kind == "<" or header in visible or (stem == path.stem and path.suffix == ".c"):
                continue
            if stem not in rank or not (folder / header).is_file():
                yield f"{folder.name}/{path.name}: includes {header}, which is not of this folder"
            elif rank[stem] >= rank[path.stem]:
                yield f"{folder.name}/{path.name}: includes {header}, which does not stand above it"


def check_system(folders, standard, foreign):
    """Headers in angle brackets: the standard's, and each other library's in the files that it is for."""
    owners = {}
    for name, *headers in foreign:
        for header in headers:
            owners.setdefault(header, []).append(name)
    allowed = {header for words in standard for header in words}
    users = {words[0]: False for words in foreign}
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".c", ".h")):
        name = f"{path.parent.name}/{path.name}"
        for kind, header in includes(path):
            if kind == '"' or header in allowed:
                continue
            if name in owners.get(header, []):
                users[name] = True
            else:
                yield f"{name}: includes <{header}>, which is for {' and '.join(owners.get(header, ['nobody']))}"
    for name in sorted(name for name, used in users.items() if not used):
        yield f"{name}: does not include its library"


def main(source):
    rules = read_rules()
    lib, cli = pathlib.Path(source, "lib"), pathlib.Path(source, "cli")
    wrong = [
        *check_folder(lib, rules["lib"], {"rowgate.h", "codes.def"}),
        *check_folder(cli, rules["cli"], {"rowgate.h"}),
        *check_system((lib, cli), rules["standard"], rules["libraries"]),
    ]
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
