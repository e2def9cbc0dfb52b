"""A pattern that hits its limit gives no answer: the program says so and ends with 3, and never takes it for "no match"
(invariant 8)."""

from shared.program import expect, prove_all, run

VALUE = "a" * 40 + "b"
NAMED = "{{name: t, fields: [{fields}], rules: [{rules}]}}"
PATTERN = "(a+)+$"
TEMPLATES = {
    "of a field": NAMED.format(fields="{name: a, constraints: {pattern: '(a+)+$'}}", rules=""),
    "of an item": NAMED.format(fields="{name: a, type: list, constraints: {pattern: '(a+)+$'}}", rules=""),
    "of a condition": NAMED.format(fields="{name: a}",
                                   rules="{when: {field: a, matches: '(a+)+$'}, then: {required: [a]}}"),
    "of a rule": NAMED.format(fields="{name: a}", rules="{when: {field: a}, then: {field: a, matches: '(a+)+$'}}"),
}


def catastrophic_pattern_is_no_answer(folder):
    template, data, output, packed = (folder / name for name in ("t.yaml", "a.csv", "report", "a.zip"))
    data.write_text(f"a\naaa\n{VALUE}\naaa\n")
    for what, text in TEMPLATES.items():
        template.write_text(text)
        done = run("check", "--format=jsonl", f"--archive={packed}", f"--template={template}", data)
        expect(done.returncode == 3, f"{what}: status {done.returncode}")
        said = done.stderr.decode()
        expect(said.count("\n") == 1 and PATTERN in said and "`a`" in said, f"{what}: {said}")
        expect(f"{data}:3:" in said, f"{what}: not the place of the record: {said}")
        expect(b"E311" not in done.stdout and b"E40" not in done.stdout, f"{what}: {done.stdout}")
        expect(not packed.exists(), f"{what}: there is an archive")
        again = run("check", f"--output={output}", f"--template={template}", data)
        expect(again.returncode == 3 and not output.exists(), f"{what}: there is an output file")


def other_patterns_have_an_answer(folder):
    template, data = folder / "t.yaml", folder / "a.csv"
    template.write_text(TEMPLATES["of a field"])
    for value, status in (("aaa", 0), ("b", 1), ("a" * 60_000, 0)):
        data.write_text(f"a\n{value}\n")
        done = run("check", f"--template={template}", data)
        expect(done.returncode == status, f"{value[:9]}: status {done.returncode}")
        expect((b"E311" in done.stdout) == (status == 1), f"{value[:9]}: {done.stdout}")


prove_all(catastrophic_pattern_is_no_answer, other_patterns_have_an_answer)
