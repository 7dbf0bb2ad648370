#!/usr/bin/env python3
"""What `pmrepo adopt` of a thousand old reports costs beside `pmrepo check` of the same, as a ratio.

    adopt.py [BINARY] [COUNT]

The documents have the shapes that teams have: front matter or a heading with the day, a table, bullets or
headings as timeline, action items with links. One repository has them as they were, another one adopted. The two
commands run in turn, so that a machine whose speed drifts drifts for both, and the quickest of nine runs are
compared. Needs git and the standard library; without BINARY it builds the profile `release` first.
"""
import pathlib, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parents[2]
RUNS = 9
LIMIT = 4

WORDS = ("The pool of connections was full because the new release opened one for each request, and nobody saw it "
         "in staging, where one client asks at a time. ")


def timeline(at, day):
    times = [f"{9 + i // 4:02}:{i % 4 * 15:02}" for i in range(14)]
    if at % 3 == 0:
        rows = "".join(f"| {day} {it} | Step {i} of the response, with some words |\n" for i, it in enumerate(times))
        return f"All times in UTC.\n\n| Time | Event |\n|---|---|\n{rows}"
    if at % 3 == 1:
        return "Times in UTC.\n\n" + "".join(f"- {day} {it}: step {i} of the response\n" for i, it in enumerate(times))
    return "All times in UTC.\n\n" + "".join(f"### {day} {it} - Step {i}\n\n{WORDS}\n\n" for i, it in enumerate(times))


def document(at):
    day = f"{2017 + at // 360}-{at // 28 % 12 + 1:02}-{at % 28 + 1:02}"
    title = f"Checkout was slow for reason number {at}"
    head = f"---\ntitle: {title}\ndate: {day}\nweight: {at}\n---\n\n" if at % 2 else ""
    return f"{day}-{at}.md", (
        f"{head}# {title}\n\n## Summary\n\n{WORDS * 4}\n\n## Root Causes\n\n- {WORDS}\n- {WORDS}\n\n"
        f"## Impact\n\n{WORDS * 2}\n\n## Timeline\n\n{timeline(at, day)}\n## What went well\n\n{WORDS}\n\n"
        f"## What went wrong\n\n{WORDS * 3}\n\n## Action Items\n\n"
        f"- [ ] Cap the pool ([OPS-{at}](https://tracker.example.com/OPS-{at}))\n- Page on saturation\n")


def git(cwd, *words):
    subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *words], cwd=cwd, check=True,
                   stdout=subprocess.DEVNULL)


def repository(top, count):
    git(top.parent, "init", "-q", "--template=", str(top))
    (top / "pmrepo.yaml").write_text("schema: 1\n")
    (top / "docs").mkdir()
    for at in range(count):
        name, text = document(at)
        (top / "docs" / name).write_text(text)
    git(top, "add", "--all")
    git(top, "commit", "-q", "-m", "old reports")


def run(binary, words, cwd):
    begin = time.perf_counter()
    done = subprocess.run([binary, *words], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode > 1:
        sys.exit(f"{words} does not run: {done.stderr.decode(errors='replace')}")
    return time.perf_counter() - begin


def main():
    binary = str(pathlib.Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else str(HERE / "target" / "release" / "pmrepo")
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    if len(sys.argv) < 2:
        subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory() as top:
        old, new = pathlib.Path(top) / "old", pathlib.Path(top) / "new"
        for it in (old, new):
            repository(it, count)
        written = run(binary, ["adopt", "docs", "--write"], new)
        adopts, checks = [], []
        for _ in range(RUNS):
            adopts.append(run(binary, ["adopt", "docs"], old))
            checks.append(run(binary, ["check"], new))
        ratio = min(adopts) / min(checks)
        print(f"adopt of {count}: {min(adopts) * 1000:.0f} ms, check of the same: {min(checks) * 1000:.0f} ms, "
              f"{ratio:.2f} x (limit {LIMIT}); adopt --write: {written * 1000:.0f} ms")
        return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
