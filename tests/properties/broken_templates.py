"""A template that is broken, contradictory or asks for what is not supported is an error, never half obeyed
(invariant 7): status 2, no report, and the place in the template."""

from shared.program import expect, prove_all, run

FIELD = "name: t\nfields:\n- name: a\n  "
TWO = "name: t\nfields: [{name: a, type: integer}, {name: b, type: integer}]\n"
# What is wrong, the template, and the line of the fault.
TEMPLATES = [
    ("empty", "", None),
    ("not YAML", "name: 't\nfields: [", None),
    ("not UTF-8", b"name: \xff\nfields: [{name: a}]\n", 1),
    ("a list", "- name: t\n", 1),
    ("no fields", "name: t\n", None),
    ("fields without any", "name: t\nfields: []\n", 2),
    ("unknown word at the top", TWO + "feilds: []\n", 3),
    ("unknown word of a field", FIELD + "tpye: integer\n", 4),
    ("unknown constraint", FIELD + "constraints: {patern: x}\n", 4),
    ("unknown type", FIELD + "type: intger\n", 4),
    ("unknown format", FIELD + "type: string\n  format: e-mail\n", 5),
    ("unknown limit", TWO + "limits: {rows: 5}\n", 3),
    ("unsupported type", FIELD + "type: geojson\n", 4),
    ("unsupported constraint", FIELD + "constraints: {jsonSchema: {}}\n", 4),
    ("unsupported property", TWO + "foreignKeys: []\n", 3),
    ("unsupported directive of a date", FIELD + "type: date\n  format: '%A'\n", 5),
    ("constraint without a meaning", FIELD + "type: boolean\n  constraints: {minimum: 1}\n", 5),
    ("minimum above the maximum", FIELD + "type: integer\n  constraints: {minimum: 5, maximum: 4}\n", 5),
    ("minimum that is no number", FIELD + "type: integer\n  constraints: {minimum: x}\n", 5),
    ("negative length", FIELD + "type: string\n  constraints: {maxLength: -1}\n", 5),
    ("pattern that does not compile", FIELD + "constraints: {pattern: '(a'}\n", 4),
    ("word twice", FIELD + "type: string\n  type: integer\n", 5),
    ("field twice", "name: t\nfields:\n- name: a\n- name: a\n", 4),
    ("rule about no field", TWO + "rules:\n- allOrNone: [a, c]\n", 4),
    ("rule of no kind", TWO + "rules:\n- name: r\n", 4),
    ("rule of two kinds", TWO + "rules:\n- allOrNone: [a, b]\n  order: [a, b]\n", 4),
    ("when without then", TWO + "rules:\n- when: {field: a}\n", 4),
    ("when with a broken pattern", TWO + "rules:\n- {when: {field: a, matches: '['}, then: {empty: [b]}}\n", 4),
    ("key of no field", TWO + "primaryKey: [c]\n", 3),
    ("severity of no kind", FIELD + "severity: fatal\n", 4),
]
SETS = ["rows=5", "records", "records=", "records=-1", "records=many", "a.maximum=1", "CPU.NumberOfCores.maximum=x",
        "CPU.NumberOfCores.pattern=x", "records=99999999999999999999"]


def must_refuse(what, folder, *arguments):
    data, output = folder / "a.csv", folder / "report"
    data.write_text("a,b\n1,2\n")
    done = run("check", *arguments, data)
    expect(done.returncode == 2, f"{what}: status {done.returncode}")
    expect(done.stdout == b"", f"{what}: there is a report: {done.stdout}")
    expect(done.stderr.startswith(b"rowgate: "), f"{what}: {done.stderr}")
    again = run("check", f"--output={output}", *arguments, data)
    expect(again.returncode == 2 and not output.exists(), f"{what}: there is an output file")
    return done.stderr.decode()


def broken_templates_are_refused(folder):
    path = folder / "t.yaml"
    for what, text, line in TEMPLATES:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        said = must_refuse(what, folder, f"--template={path}")
        place = f"{path}:{line}:" if line else str(path)
        expect(place in said, f"{what}: {place} is not in {said}")


def broken_limits_are_refused(folder):
    for assignment in SETS:
        must_refuse(assignment, folder, "--template=import-template", f"--set={assignment}")


def sound_template_is_taken(folder):
    path, data = folder / "t.yaml", folder / "a.csv"
    path.write_text(TWO)
    data.write_text("a,b\n1,2\n")
    expect(run("check", f"--template={path}", data).returncode == 0, "status")


prove_all(broken_templates_are_refused, broken_limits_are_refused, sound_template_is_taken)
