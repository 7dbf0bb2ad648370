#!/usr/bin/env python3
"""How much of what people wrote into a timeline `pmrepo timeline import` proposes.

    tests/bench/recall.py PMREPO LOGS [TRUTH...]

LOGS is the directory of the pasted logs, those beside a TRUTH apart; each TRUTH (by default those in tests/fixtures/chat) says which
messages support each entry of the timeline that people wrote, by the lines on which the messages begin. An
entry is found when one of its messages is proposed. Two naive ways propose as many messages: every N-th, and
the first of every N minutes. What is not kept ends the script with 1.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
REPORT = """---
title: A log
status: draft
severity: SEV-2
started_at: {date}T00:00Z
---

## Timeline

| Time | Event | Evidence |
|---|---|---|
"""


def truth(path):
    text = path.read_text()
    field = lambda name: re.search(rf"^{name}: (.*)$", text, re.M).group(1)
    found = re.findall(r'entry: "([^"]*)", lines: \[([^\]]*)\]', text)
    entries = {name: {int(it) for it in lines.split(",")} for name, lines in found}
    todos = {int(it) for it in field("todos").strip("[]").split(",") if it.strip()}
    return field("log"), field("date"), field("zone"), entries, todos


def imported(pmrepo, log, date, zone, *more):
    with tempfile.TemporaryDirectory() as top:
        place = pathlib.Path(top) / f"postmortems/2019/{date}-log"
        place.mkdir(parents=True)
        (pathlib.Path(top) / "pmrepo.yaml").write_text("")
        (place / "postmortem.md").write_text(REPORT.format(date=date))
        words = [pmrepo, "-C", top, "timeline", "import", "log", str(log), "--date", date, "--tz", zone]
        done = subprocess.run([*words, "--format", "json", *more], check=True, capture_output=True, text=True)
        return json.loads(done.stdout)


def lines(rows):
    return {int(place.rsplit(":", 1)[1]) for row in rows for place in row["places"]}


def recall(entries, proposed):
    return sum(1 for it in entries.values() if it & proposed)


def messages(log):
    """The lines of the heads with a time, and the minute of each, as they stand: one that is half a day off is
    a slip."""
    heads = []
    for number, line in enumerate(log.read_text().splitlines(), 1):
        head = re.match(r"^>?\s*[^\[\]]+?\s*\[(\d+):(\d+) ([AP])M\]\s*$", line)
        if head:
            hour = int(head[1]) % 12 + (12 if head[3] == "P" else 0)
            heads.append((number, hour * 60 + int(head[2])))
    return heads


def every_nth(heads, count):
    return {heads[index * len(heads) // count][0] for index in range(count)}


def first_of_minutes(heads, count):
    for width in range(1, 24 * 60):
        seen, chosen = set(), set()
        for number, minute in heads:
            if minute // width not in seen:
                seen.add(minute // width)
                chosen.add(number)
        if len(chosen) <= count:
            return chosen
    return set()


def main():
    pmrepo, logs = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    truths = [pathlib.Path(it) for it in sys.argv[3:]]
    truths = truths or sorted((HERE.parent / "fixtures/chat").glob("*.yaml"))
    sums = {"entries": 0, "first": 0, "both": 0, "rows": 0, "nth": 0, "minutes": 0, "all": 0, "proposed": 0}
    missing_todos = []
    for path in truths:
        name, date, zone, entries, todos = truth(path)
        log = logs / name if (logs / name).exists() else path.parent / name
        found = imported(pmrepo, log, date, zone, "--all")
        first = [it for it in found["rows"] if it["shelf"] == 1]
        heads = messages(log)
        figures = {
            "entries": len(entries),
            "first": recall(entries, lines(first)),
            "both": recall(entries, lines(found["rows"])),
            "rows": len(first),
            "nth": recall(entries, every_nth(heads, len(first))),
            "minutes": recall(entries, first_of_minutes(heads, len(first))),
            "all": found["messages"],
            "proposed": len(lines(found["rows"])),
        }
        show(name, figures)
        for key, value in figures.items():
            sums[key] += value
        there = {int(it["place"].rsplit(":", 1)[1]) for it in found["todos"]}
        missing_todos += [f"{name}:{line}" for line in sorted(todos - there)]
    show("together", sums)
    print("TODOs that are not found:", ", ".join(missing_todos) or "none")
    entries = sums["entries"]
    kept = (
        sums["first"] >= 0.65 * entries
        and sums["rows"] <= 2 * entries
        and sums["first"] >= 1.5 * max(sums["nth"], sums["minutes"])
        and sums["both"] >= 0.9 * entries
        and sums["proposed"] <= sums["all"] / 2
        and not missing_todos
    )
    sys.exit(0 if kept else 1)


def show(name, it):
    share = lambda key: f"{it[key]}/{it['entries']} ({100 * it[key] / it['entries']:.0f} %)"
    print(f"{name}: first shelf {share('first')}, {it['rows'] / it['entries']:.2f} rows per entry; "
          f"both {share('both')} in {it['proposed']} of {it['all']} messages; "
          f"every N-th {share('nth')}, first of N minutes {share('minutes')}")


main()
