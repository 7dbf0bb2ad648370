#!/usr/bin/env python3
"""What hostile input costs: processor time and memory of inputs that double, and what they cost more; and
what a push of 4 KB costs a server at most.

    costs.py [BINARY] [NAME...]

Each input is read by the command that has most to do with it, at four sizes, each twice the one before.
Time that doubles with the size is linear; what quadruples is not, and ends with status 1. Only what a
size adds counts: what every run costs is taken off. A push is judged by the pre-receive hook's own command,
and ends with status 1 where it takes more than a second or 200 MiB.
`sections` of a configuration end at a hundred, `required` at a thousand. Needs git and the standard library; BINARY is
target/dist/pmrepo where none is given.
"""
import os, pathlib, resource, shutil, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parents[2]
# Linear is 2; what grows with the logarithm too, and what the machine adds, stays below.
MOST = 2.6
# Below this a time says nothing: seconds.
LEAST = 0.1
HEAD = "title: T\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n"
PLACE = "postmortems/2026/2026-03-10-one/postmortem.md"


def report(more="", body="## Overview\n"):
    return f"---\n{HEAD}{more}---\n\n{body}"


def one(more="", body="## Overview\n", config="schema: 1\n"):
    return {"pmrepo.yaml": config, PLACE: report(more, body)}


def listed(count):
    return "[" + ", ".join(f"p{it}" for it in range(count)) + "]"


def rows(count, text="x"):
    return "## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n" + "".join(
        f"| 2026-03-10T10:{it // 60 % 60:02}:{it % 60:02}Z | {text} {it} | |\n" for it in range(count))


def items(count, text="Do it"):
    return "action_items:\n" + "".join(
        f"  - {{id: AI-{it}, title: {text} {it}, state: proposed}}\n" for it in range(count))


def holidays(count, line="X-JUNK;A=b:1\n"):
    return {"pmrepo.yaml": "calendar: {holidays: h.ics}\n", PLACE: report(),
            "h.ics": "BEGIN:VCALENDAR\nVERSION:2.0\n" + line * count + "END:VCALENDAR\n"}


def judged(body, more="", status="reviewed"):
    """A report of which nothing is passed over for being a draft."""
    return {"pmrepo.yaml": "schema: 1\n", PLACE: report(more, body).replace("draft", status)}


def old(text):
    """A document that is to be adopted."""
    return {"pmrepo.yaml": "schema: 1\n", "old.md": text}


CHECK = ["check"]
ADOPT = ["adopt", "old.md"]
# name: (smallest size, the files of a size, the command)
READ = {
    "marks on one line": (8_000, lambda n: judged("## Overview\n\n" + "TODO it " * n + "\n"), CHECK),
    "marks on one line, JSON": (4_000, lambda n: judged("## Overview\n\n" + "TODO é " * n + "\n"),
                                ["check", "--format", "json"]),
    "human errors on one line": (4_000, lambda n: one(body="## Overview\n\n" + "human error. " * n + "\n"), CHECK),
    "blanks at line ends": (8_000, lambda n: judged("## Overview\n\n" + "x  y   \n" * n), CHECK),
    "placeholders on one line": (4_000, lambda n: judged("## Overview\n\n" + "<!-- x --> {{y}} " * n), CHECK),
    "findings of one rule, SARIF": (4_000, lambda n: judged("## Overview\n\n" + "TODO x\n\n" * n),
                                    ["check", "--format", "sarif"]),
    "findings of one rule": (8_000, lambda n: judged("## Overview\n\n" + "TODO x\n\n" * n), CHECK),
    "all findings of one rule": (1_000, lambda n: judged("## Overview\n\n" + "TODO x\n\n" * n), ["check", "--all"]),
    "unknown keys": (1_000, lambda n: one("".join(f"titel{it}: 1\n" for it in range(n))), CHECK),
    "unknown keys in items": (500, lambda n: one("action_items:\n" + "".join(
        f"  - {{id: AI-{it}, titel: x, ownr: y}}\n" for it in range(n))), CHECK),
    "unknown keys of the configuration": (1_000, lambda n: one(
        config="".join(f"titel{it}: 1\n" for it in range(n))), CHECK),
    "required": (125, lambda n: one(config="required:\n" + "".join(
        f"  f{it}: {{from: draft}}\n" for it in range(n))), CHECK),
    "required, deep in fields": (125, lambda n: one(config="fields: {f: {type: object}}\nrequired:\n" + "".join(
        f"  f.x{it}{'.a' * 14}: draft\n" for it in range(n))), CHECK),
    "required, too deep in fields": (50, lambda n: one(config="fields: {f: {type: object}}\nrequired:\n" + "".join(
        f"  f.x{it}{'.a' * 490}: draft\n" for it in range(n))), CHECK),
    "fields": (500, lambda n: one(config="fields:\n" + "".join(
        f"  f{it}: {{enum: [a, b]}}\n" for it in range(n))), CHECK),
    "fields, deep": (100, lambda n: one(config="fields:\n" + "".join(
        f"  f{it}: {'{properties: {a: ' * 6}{{type: string}}{'}}' * 6}\n" for it in range(n))), CHECK),
    "fields with wrong names": (250, lambda n: one(config="fields: {" + ", ".join(
        f"a.b{it}: {{type: string}}" for it in range(n)) + "}\n"), CHECK),
    "required that a long report lacks": (125, lambda n: one("tags: [" + ", ".join(f"t{it}" for it in range(20 * n)) + "]\n",
        config="required: {" + ", ".join(f"f{it}: draft" for it in range(n)) + "}\nfields: {" + ", ".join(
            f"f{it}: {{}}" for it in range(n)) + "}\n"), CHECK),
    "values of a field": (4_000, lambda n: one(config="fields: {f: {enum: [" + ", ".join(
        f"v{it}" for it in range(n)) + "]}}\n"), CHECK),
    "fields and required": (250, lambda n: one(config="fields:\n" + "".join(
        f"  f{it}: {{type: string}}\n" for it in range(n)) + "required:\n" + "".join(
        f"  f{it}: {{from: draft}}\n" for it in range(n))), CHECK),
    "severities": (500, lambda n: one(config="severities: [" + ", ".join(f"S{it}" for it in range(n)) + "]\n"), CHECK),
    "sections": (250, lambda n: one(config="sections:\n" + "".join(
        f"  S{it}: {{aliases: [T{it}], from: draft}}\n" for it in range(n))), CHECK),
    "steps": (500, lambda n: one(config="checklist:\n  add:\n" + "".join(
        f"  - {{id: a.s{it}, role: owner, text: T, by: reviewed}}\n" for it in range(n))), CHECK),
    "steps that are dropped": (500, lambda n: one(config="checklist: {drop: [" + ", ".join(
        f"a.s{it}" for it in range(n)) + "]}\n"), CHECK),
    "titles of a section": (1_000, lambda n: one(config="sections: {Impact: {aliases: [" + ", ".join(
        f"I{it}" for it in range(n)) + "]}}\n"), CHECK),
    "clocks": (250, lambda n: one(config="deadlines: {custom: {" + ", ".join(
        f"c{it}: {{after: detected_at, within: 72h, owed_by: owner, met_by: {{message: external}}}}"
        for it in range(n)) + "}}\n"), CHECK),
    "clocks that are looked at": (250, lambda n: one(config="deadlines: {custom: {" + ", ".join(
        f"c{it}: {{after: started_at, within: 72h, owed_by: owner, met_by: {{message: external}}}}"
        for it in range(n)) + "}}\n"), ["overdue"]),
    "severities with deadlines": (500, lambda n: one(config="severities: [SEV-2, " + ", ".join(
        f"S{it}" for it in range(n)) + "]\ndeadlines: {reviewed: {" + ", ".join(
        f"S{it}: {it + 1}d" for it in range(n)) + "}}\n"), CHECK),
    "major severities": (500, lambda n: one(config="severities: [SEV-2, " + ", ".join(
        f"S{it}" for it in range(n)) + "]\nmajor: [" + ", ".join(f"S{it}" for it in range(n)) + "]\n"), CHECK),
    "severities of an audience": (500, lambda n: one(config="severities: [SEV-2, " + ", ".join(
        f"S{it}" for it in range(n)) + "]\naudiences: {stakeholders: {" + ", ".join(
        f"S{it}: [a@x.example]" for it in range(n)) + "}}\n"), CHECK),
    "an audience": (2_000, lambda n: one(config="audiences: {stakeholders: {SEV-1: [" + ", ".join(
        f"a{it}@x.example" for it in range(n)) + "]}}\n"), CHECK),
    "rules that are not there": (1_000, lambda n: one(config="rules: {" + ", ".join(
        f"PX{it}: off" for it in range(n)) + "}\n"), CHECK),
    "priorities": (1_000, lambda n: one(items(20), config="priorities: [" + ", ".join(
        f"P{it}" for it in range(n)) + "]\n"), CHECK),
    "refs": (2_000, lambda n: one(config="guard: {refs: [" + ", ".join(
        f"refs/heads/b{it}" for it in range(n)) + "]}\n"), CHECK),
    "a deep path": (10_000, lambda n: one(config="paths: {postmortems: " + "a/" * n + "a}\n"), CHECK),
    "days off in the configuration": (2_000, lambda n: one(config="calendar: {holidays: [" + ", ".join(
        f"{2000 + it // 336}-{it // 28 % 12 + 1:02}-{it % 28 + 1:02}" for it in range(n)) + "]}\n"), CHECK),
    "wrong items of a list": (2_000, lambda n: one("services: [" + ", ".join("{a: 1}" for it in range(n)) + "]\n"), CHECK),
    "wrong times of a list": (2_000, lambda n: one("responders: [" + ", ".join("''" for it in range(n)) + "]\n"), CHECK),
    "wrong action items": (1_000, lambda n: one("action_items: [" + ", ".join("x" for it in range(n)) + "]\n"), CHECK),
    "related that is not there": (1_000, lambda n: one("related: [" + ", ".join(
        f"2026-03-10-x{it}" for it in range(n)) + "]\n"), CHECK),
    "people of the roster": (1_000, lambda n: {**one("owner: p1x\n"), "people.yaml": "people:\n" + "".join(
        f"  - {{handle: p{it}, name: P {it}, email: p{it}@x.example}}\n" for it in range(n))}, CHECK),
    "people who are unknown": (250, lambda n: {**one("responders: [" + ", ".join(f"q{it}" for it in range(n)) + "]\n"),
                               "people.yaml": "people:\n" + "".join(f"  - {{handle: p{it}}}\n" for it in range(n))}, CHECK),
    "waivers": (1_000, lambda n: one("waivers:\n" + "".join(
        "  - {rule: PM501, reason: x}\n" for it in range(n)), "## Overview\n\n" + "human error.\n\n" * n), CHECK),
    "junk in a calendar": (16_000, holidays, CHECK),
    "junk in a calendar, folded": (16_000, lambda n: holidays(n, " x\n"), CHECK),
    "holidays": (4_000, lambda n: holidays(n, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260310\nEND:VEVENT\n"), CHECK),
    "repeated holidays": (1_000, lambda n: holidays(
        n, "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260310\nRRULE:FREQ=DAILY\nEND:VEVENT\n"), CHECK),
    "action items": (1_000, lambda n: one(items(n)), CHECK),
    "action items of one id": (1_000, lambda n: one("action_items:\n" + "".join(
        "  - {id: AI-1, title: Do it}\n" for it in range(n))), CHECK),
    "a timeline": (2_000, lambda n: one(body=rows(n)), CHECK),
    "a timeline out of order": (2_000, lambda n: one(body="\n".join(reversed(rows(n).splitlines())) + "\n"), CHECK),
    "words for times": (16_000, lambda n: judged("## Timeline\n\n" + "time " * n + "\n"), CHECK),
    "words about times": (4_000, lambda n: judged("## Timeline\n\n" + "all times are in " * n + "\n"), CHECK),
    "zones before times": (4_000, lambda n: judged("## Timeline\n\n" + "all UTC times. " * n + "\n"), CHECK),
    "blanks behind a time": (100_000, lambda n: judged(rows(1).replace("Z |", "Z" + " " * n + "x |")), CHECK),
    "words behind a time": (16_000, lambda n: judged("## Timeline\n\n### 2026-03-10\n\n- 10:00 " + "a " * n), CHECK),
    "links": (4_000, lambda n: one(body="## Overview\n\n" + "[a](b) " * n), CHECK),
    "references without an end": (4_000, lambda n: one(body="## Overview\n\n" + "[a][b " * n), CHECK),
    "quotes": (4_000, lambda n: one(body="## Overview\n\n" + "\"a 'b " * n), CHECK),
    "sections of a report": (4_000, lambda n: one(body="## Overview\n\n" * n), CHECK),
    "ticks of a checklist": (2_000, lambda n: {**one(), "postmortems/2026/2026-03-10-one/checklist.md":
                             "# C\n\n## Scribe\n\n" + "- [x] `scribe.x` y\n\n" * n}, CHECK),
    "one word of 100 KB": (25_000, lambda n: one(body="## Overview\n\n" + "a" * n), CHECK),
    "collect": (500, lambda n: one(items(4), "## Overview\n\n" + "".join(f"TODO do {it}\n\n" for it in range(n))),
                ["action", "collect", "one", "--dry-run"]),
    "show": (1_000, lambda n: one(items(n), rows(n)), ["show", "one"]),
    "overdue": (1_000, lambda n: one("resolved_at: 2026-03-10T11:00Z\n" + items(n).replace("proposed", "open")), ["overdue"]),
    "set": (1_000, lambda n: one(items(n), rows(n)), ["set", "one", "owner=carol", "--dry-run"]),
    "set beside many services": (4_000, lambda n: one(f"services: {listed(n)}\n"), ["set", "one", "owner=carol", "--dry-run"]),
    "people of a meeting": (2_000, lambda n: one(
        f"meeting: {{scheduled_for: 2026-03-20T10:00Z, attendees: {listed(n)}}}\n"), ["calendar", "--all"]),
    "experts": (2_000, lambda n: judged("", f"roles: {{subject_matter_experts: {listed(n)}}}\n"), ["checklist", "one"]),
    "experts with steps and notes": (500, lambda n: {
        **judged("", f"roles: {{subject_matter_experts: {listed(n)}}}\n"),
        PLACE.replace("postmortem", "checklist"): "# C\n\n## Subject matter experts\n\n" + "".join(
            f"- [ ] `sme.add-notes` p{it}: Add\n" for it in range(n)),
        **{PLACE.replace("postmortem", f"notes/p{it}"): "" for it in range(n)}}, ["checklist", "one"]),
    "fix": (1_000, lambda n: one("", "## Overview\n\n" + "x  \n" * n), ["check", "--fix", "--dry-run"]),
    "reports": (100, lambda n: {"pmrepo.yaml": "schema: 1\n", **{
        PLACE.replace("one", f"p{it}"): report() for it in range(n)}}, ["overdue"]),
    "headings of an old report": (4_000, lambda n: old("# Down on 2026-03-10\n\n" + "# a\n" * n), ADOPT),
    "times of an old report": (4_000, lambda n: old("# Down on 2026-03-10\n\n## Timeline\n\n" + "- 10:00 UTC x\n" * n), ADOPT),
    "rows of an old report": (4_000, lambda n: old("# Down on 2026-03-10\n\n## Timeline\n\n| Time | Event |\n|---|---|\n"
                                                   + "| 10:00 | x |\n" * n), ADOPT),
    "items of an old report": (2_000, lambda n: old("# Down on 2026-03-10\n\n## Action items\n\n" + "- a\n  - b\n" * n), ADOPT),
    "facts of an old report": (4_000, lambda n: old("# Down\n\n" + "Duration: 1h\nStarted: 2026-03-10 10:00 UTC\n" * n), ADOPT),
    "dates of an old report": (8_000, lambda n: old("# Down " + "2026-03-10 " * n), ADOPT),
    "brackets of an old report": (16_000, lambda n: old("# Down on 2026-03-10\n\n## Action items\n\n- " + "[a](" * n), ADOPT),
    "people of an old report": (8_000, lambda n: old("# Down on 2026-03-10\n\nResponders: " + "Ann Lee, " * n), ADOPT),
    "files that are no reports": (1_000, lambda n: {**one(), **{
        f"postmortems/2026/2026-03-10-one/notes/{it}.md": "" for it in range(n)}}, CHECK),
}
CHANGED = {
    "a rewritten timeline": (500, lambda n: judged(rows(n)), lambda n: judged(rows(n, "y"))),
    "times of a rewritten timeline": (500, lambda n: judged(rows(n)), lambda n: judged(rows(n).replace("T10", "T11"))),
    "items of a closed report": (250, lambda n: judged("", items(n), "closed"),
                                 lambda n: judged("", items(n, "Do that"), "closed")),
    "renames": (50, lambda n: {"pmrepo.yaml": "schema: 1\n", **{PLACE.replace("one", f"p{it}"): report(
        body=f"## Overview\n\n{it}\n") for it in range(n)}}, lambda n: {"pmrepo.yaml": "schema: 1\n", **{
            PLACE.replace("one", f"q{it}"): report(body=f"## Overview\n\n{it}\n") for it in range(n)}}),
    "renames of notes": (250, lambda n: {**one(), **{f"{os.path.dirname(PLACE)}/notes/{it}.md": f"{it}\n" for it in range(n)}},
                         lambda n: {**one(), **{f"{os.path.dirname(PLACE)}/evidence/{it}.md": f"{it}\n" for it in range(n)}}),
    "days since when fields are required": (60, lambda n: one(config="schema: 1\n"), lambda n: one(
        config="required:\n" + "".join(f"  f{it}: {{from: closed, since: {2000 + it // 336}-{it // 28 % 12 + 1:02}-"
                                        f"{it % 28 + 1:02}}}\n" for it in range(n)))),
    "days since when fields were required": (60, lambda n: one(config="required:\n" + "".join(
        f"  f{it}: {{from: closed, since: {2000 + it // 336}-{it // 28 % 12 + 1:02}-{it % 28 + 1:02}}}\n"
        for it in range(n))), lambda n: one(config="schema: 1\n")),
    "severities with other names": (250, lambda n: one(config="severities: [SEV-2, " + ", ".join(
        f"S{it}" for it in range(n)) + "]\n"), lambda n: one(config="severities: [SEV-2, " + ", ".join(
            f"T{it}" for it in range(n)) + "]\n")),
    "refs that are guarded no more": (500, lambda n: one(config="guard: {refs: [" + ", ".join(
        f"refs/heads/b{it}" for it in range(n)) + "]}\n"), lambda n: one(config="guard: {refs: [" + ", ".join(
            f"refs/heads/c{it}" for it in range(n)) + "]}\n")),
    "clocks that are gone": (250, lambda n: one(config="deadlines: {custom: {" + ", ".join(
        f"c{it}: {{after: detected_at, within: 72h, owed_by: owner, met_by: {{message: external}}}}"
        for it in range(n)) + "}}\n"), lambda n: one()),
    "a roster of other people": (500, lambda n: {**one(), "people.yaml": "people:\n" + "".join(
        f"  - {{handle: p{it}, email: p{it}@x.example}}\n" for it in range(n))}, lambda n: {
            **one(), "people.yaml": "people:\n" + "".join(
                f"  - {{handle: q{it}, email: p{it}@x.example}}\n" for it in range(n))}),
    "lines changed": (2_000, lambda n: one(body="## Overview\n\n" + "".join(f"a{it}\n" for it in range(n))),
                      lambda n: one(body="## Overview\n\n" + "".join(f"b{it * 7919 % n}\n" for it in range(n)))),
}


def git(top, *words):
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@x.example", *words], cwd=top, check=True,
                   stdout=subprocess.DEVNULL)


def write(top, files):
    for path, text in files.items():
        path = top / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def chain(refer, count=36):
    """Definitions that refer twice each to the next one."""
    links = [f'a{it}: {{allOf: [{{$ref: "{refer}/$defs/a{it + 1}"}}, {{$ref: "{refer}/$defs/a{it + 1}"}}]}}'
             for it in range(count)]
    return f'$defs: {{{", ".join(links)}, a{count}: {{type: string}}}}, $ref: "{refer}/$defs/a0"'


# A push of some 4 KB: the files that it changes.
PUSHED = {
    "required, deep in fields": {"pmrepo.yaml": "fields: {f: {type: object}}\nrequired:\n" + "".join(
        f"  f.x{it}{'.a' * 490}: draft\n" for it in range(4))},
    "fields that refer to each other": {"pmrepo.yaml": f"fields: {{it: {{{chain('#/properties/it')}}}}}\n",
                                        PLACE: report("it: a\n")},
    "fields that refer by a name": {"pmrepo.yaml": f'fields: {{x: {{$id: "http://x/", {chain("#")}}}}}\n',
                                    PLACE: report("x: a\n")},
    "patterns that go back": {"pmrepo.yaml": 'fields: {x: {type: string, pattern: "^(a+)+(?=b)$"}}\n',
                              PLACE: report(f"x: {'a' * 3000}!\n")},
    "large patterns": {"pmrepo.yaml": "fields: {" + ", ".join(
        f'x{it}: {{type: string, pattern: "((a{{99}}){{99}}){{20}}"}}' for it in range(70)) + "}\n"},
    "brackets": {PLACE: report(f"tags: {'[' * 2000}{']' * 2000}\n")},
    "emphasis": {PLACE: report(body="## Overview\n\n" + "*a **a _a " * 400 + "\n")},
    "quotations": {PLACE: report(body="## Overview\n\n" + ">" * 3900 + " a\n")},
    "links": {PLACE: report(body="## Overview\n\n" + "[a](<b" * 650 + "\n")},
}
PUSH_SECONDS, PUSH_MIB = 1, 200


def push(binary, files):
    """What it costs to judge a push of some files to a repository that has one report."""
    top = pathlib.Path(tempfile.mkdtemp(prefix="pmrepo-cost-"))
    try:
        git(top, "init", "-q", "--template=")
        ids = []
        for these in (one(), files):
            write(top, these)
            git(top, "add", "-A")
            git(top, "commit", "-qm", "x")
            asked = subprocess.run(["git", "rev-parse", "HEAD"], cwd=top, check=True, capture_output=True, text=True)
            ids.append(asked.stdout.strip())
        named = subprocess.run(["git", "symbolic-ref", "HEAD"], cwd=top, check=True, capture_output=True, text=True)
        git(top, "reset", "-q", "--hard", ids[0])
        line = pathlib.Path(top, ".git", "line")
        line.write_text(f"{ids[0]} {ids[1]} {named.stdout}")
        with line.open() as pushed:
            return measure(binary, top, ["hooks", "receive"], pushed)
    finally:
        shutil.rmtree(top)


def measure(binary, top, words, told=subprocess.DEVNULL):
    """The processor time of a run in seconds, and its peak memory in MiB."""
    child = subprocess.Popen([binary, "--as-of", "2026-04-01T12:00:00Z", *words], cwd=top, stdin=told,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60)))
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):
        return float("inf"), 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def of_size(binary, name, size):
    top = pathlib.Path(tempfile.mkdtemp(prefix="pmrepo-cost-"))
    try:
        git(top, "init", "-q", "--template=")
        if name in READ:
            _, files, words = READ[name]
            write(top, files(size))
        else:
            _, before, after = CHANGED[name]
            write(top, before(size))
            git(top, "add", "-A")
            git(top, "commit", "-qm", "x")
            for path in before(size):
                (top / path).unlink()
            write(top, after(size))
            git(top, "add", "-A")
            words = ["check", "--staged"]
        return min(measure(binary, top, words) for _ in range(2))
    finally:
        shutil.rmtree(top)


def main():
    words = sys.argv[1:]
    binary = str(HERE / "target" / "dist" / "pmrepo")
    if words and pathlib.Path(words[0]).is_file():
        binary = str(pathlib.Path(words.pop(0)).resolve())
    nothing, _ = of_size(binary, "unknown keys", 1)
    bad = []
    print(f"{'what doubles':<36} {'sizes':>8}   seconds                          MiB    at most x {MOST}")
    for name in [*READ, *CHANGED]:
        if words and not any(it in name for it in words):
            continue
        first = (READ.get(name) or CHANGED.get(name))[0]
        sizes = [first << it for it in range(4)]
        costs = [of_size(binary, name, it) for it in sizes]
        times = [max(it[0] - nothing, 0.001) for it in costs]
        last = times[3] / times[2]
        verdict = "" if times[3] < LEAST or last <= MOST else "  NOT LINEAR"
        bad += [name] if verdict else []
        shown = " ".join(f"{it:7.3f}" for it in times)
        print(f"{name:<36} {sizes[3]:>8}   {shown}  {costs[3][1]:6.0f}   x {last:.1f}{verdict}", flush=True)
    print(f"{'a push of 4 KB':<36} {'seconds':>8} {'MiB':>6}    at most {PUSH_SECONDS} and {PUSH_MIB}")
    for name, files in PUSHED.items():
        if words and not any(it in name for it in words):
            continue
        seconds, mib = push(binary, files)
        is_bad = seconds > PUSH_SECONDS or mib > PUSH_MIB
        bad += [name] if is_bad else []
        print(f"{name:<36} {seconds:8.3f} {mib:6.0f}{'  TOO MUCH' if is_bad else ''}", flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
