#!/usr/bin/env python3
"""What a log of a million messages costs: processor time beside that of `jq -c .` on the same bytes, and peak memory.

    tests/bench/million.py [BINARY] [COUNT]

Two shapes: JSON lines in one file, and a Slack export of a thousand messages a day. Each is read three times
by `timeline import`, each time after jq, and the quickest of each counts. More than three times the time of
jq, or more than 200 MiB, ends the script with 1. Needs jq; BINARY is target/dist/pmrepo where none is given.
"""
import datetime, json, os, pathlib, random, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parents[2]
TIMES, MOST_MIB, ROUNDS = 3.0, 200, 3
START = 1_773_100_000
A_DAY = 1_000
WORDS = ("the page is down again and nobody knows why it could be the deploy of this morning or the queue behind it "
         "looks like errors in checkout rolling back now graph shows 502s from pool 4 thanks ok looking into it "
         "we should add an alert restarted worker https://git.example.com/a/b/pull/17 @ann `kubectl get pods` fixed "
         "latency 4000ms is back to normal customers report slow login root cause certificate expired").split()
REPORT = """---
title: A log
status: draft
severity: SEV-2
started_at: 2026-03-10T00:00Z
---

## Timeline

| Time | Event | Evidence |
|---|---|---|
"""


def messages(count):
    random.seed(7)
    for number in range(count):
        words = " ".join(random.choices(WORDS, k=random.randint(2, 30)))
        yield START + number * 5, f"U{number % 97:03}", words


def write_lines(top, count):
    path = top / "chat.jsonl"
    with path.open("w") as out:
        for at, user, text in messages(count):
            out.write(json.dumps({"time": at, "author": user, "text": text, "key": f"slack:C1/{at}.000100"}) + "\n")
    return path, [path]


def write_export(top, count):
    folder = top / "export/ops"
    folder.mkdir(parents=True)
    (top / "export/channels.json").write_text('[{"id":"C1","name":"ops"}]')
    (top / "export/users.json").write_text(json.dumps([{"id": f"U{it:03}", "name": f"user{it}"} for it in range(97)]))
    paths, day = [], []
    for at, user, text in messages(count):
        day.append({"type": "message", "user": user, "ts": f"{at}.000100", "text": text, "team": "T1",
                    "client_msg_id": f"{at:032x}",
                    "blocks": [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [
                        {"type": "text", "text": text}]}]}]})
        if len(day) == A_DAY:
            paths.append(folder / f"{datetime.date(2020, 1, 1) + datetime.timedelta(len(paths))}.json")
            paths[-1].write_text(json.dumps(day, indent=4))
            day = []
    return top / "export", paths


def run(words, top, stdin=None):
    """Processor time in seconds and peak memory in MiB."""
    child = subprocess.Popen(words, cwd=top, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{words} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def jq(paths, top):
    source = subprocess.Popen(["cat", *map(str, paths)], stdout=subprocess.PIPE)
    took, _ = run(["jq", "-c", "."], top, source.stdout)
    source.wait()
    return took


def main():
    words = sys.argv[1:]
    binary = str(HERE / "target/dist/pmrepo")
    if words and pathlib.Path(words[0]).is_file():
        binary = str(pathlib.Path(words.pop(0)).resolve())
    count = int(words[0]) if words else 1_000_000
    bad = False
    for name, write in [("JSON lines", write_lines), ("Slack export", write_export)]:
        with tempfile.TemporaryDirectory(prefix="pmrepo-million-") as top:
            top = pathlib.Path(top)
            place = top / "postmortems/2026/2026-03-10-log"
            place.mkdir(parents=True)
            (top / "pmrepo.yaml").write_text("")
            (place / "postmortem.md").write_text(REPORT)
            log, paths = write(top, count)
            ours, theirs, peak = [], [], 0
            for _ in range(ROUNDS):
                theirs.append(jq(paths, top))
                took, memory = run([binary, "timeline", "import", "log", str(log), "--format", "json"], top)
                ours.append(took)
                peak = max(peak, memory)
            size = sum(it.stat().st_size for it in paths) / 2**20
            ratio = min(ours) / min(theirs)
            is_kept = ratio <= TIMES and peak <= MOST_MIB
            bad |= not is_kept
            print(f"{name}: {count} messages, {size:.0f} MiB; {min(ours):.2f} s, jq {min(theirs):.2f} s, "
                  f"x {ratio:.2f} (at most {TIMES}); {peak:.0f} MiB (at most {MOST_MIB}){'' if is_kept else '  NOT KEPT'}",
                  flush=True)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
