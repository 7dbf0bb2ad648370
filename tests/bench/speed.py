#!/usr/bin/env python3
"""How long pmrepo takes beside what a shell does with the same files, as ratios of one run.

    speed.py MAKE_CORPUS [VALIDATE_PLAIN] [--large]

MAKE_CORPUS makes a repository of postmortems (`make_corpus.py DIR N`), VALIDATE_PLAIN validates one
in Python (`validate_plain.py SCHEMA DIR`) and is left out where it is not given. With --large 100,000
postmortems are made too, which takes some minutes and 1 GB. The two sides of a ratio are run in turn, so
that a machine whose speed drifts drifts for both, and the quickest of fifteen runs are compared (of
three on 100,000): whatever else the machine does only adds to the others.
Needs git, cargo and the standard library. Builds first, with the profile `dist`: what is measured is what
teams get, in archives and wheels. (A `--release` build is quick to make and a few percent slower.)
"""
import os, pathlib, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parents[2]
BINARY = HERE / "target" / "dist" / "pmrepo"
RUNS = 15
CAT = "find postmortems -name postmortem.md -print0 | xargs -0 cat >/dev/null"
OBJECTS = "git ls-tree -r HEAD postmortems | awk '{print $3}' | git cat-file --batch >/dev/null"


def run(command, cwd):
    begin = time.perf_counter()
    subprocess.run(command, shell=True, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def show(name, ours, theirs, limit):
    print(f"{name:<38} {ours * 1000:9.1f} ms {theirs * 1000:9.1f} ms {ours / theirs:6.2f} x   (limit {limit})", flush=True)


def pair(name, ours, theirs, cwd, limit, runs=RUNS, before=lambda: None, other=None):
    """Times two commands in turn, prints the ratio of the quickest runs and the limit, and gives ours.
    `before` is called before each run; `other` is where theirs runs, where that is elsewhere."""
    a, b = [], []
    sides = ((ours, cwd, a), (theirs, other or cwd, b))
    for command, place, _ in sides:
        first = subprocess.run(command, shell=True, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if first.returncode > 1 or b"Traceback" in first.stderr:
            sys.exit(f"{command} does not run: {first.stderr.decode(errors='replace')}")
    for _ in range(runs):
        for command, place, times in sides:
            before()
            times.append(run(command, place))
    show(name, min(a), min(b), limit)
    return min(a)


def forget(cwd):
    """Takes the postmortems' files out of the page cache."""
    for path in cwd.glob("postmortems/**/*.md"):
        file = os.open(path, os.O_RDONLY)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(file)


def peak(command, cwd):
    """The peak memory of a command in MiB."""
    code = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=-3,stderr=-3);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    out = subprocess.run([sys.executable, "-c", code, *command], cwd=cwd, capture_output=True, text=True)
    return int(out.stdout) / 1024


def memory(name, words, cwd, limit):
    print(f"{name:<38} {peak([str(BINARY), *words], cwd):9.0f} MiB (limit {limit})", flush=True)


def make(top, count):
    subprocess.run([sys.executable, sys.argv[1], str(top / str(count)), str(count)],
                   check=True, stdout=subprocess.DEVNULL)
    return top / str(count)


def main():
    large = "--large" in sys.argv
    sys.argv = [it for it in sys.argv if it != "--large"]
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1]).is_file():
        print("skipped: the script that makes the corpus is not there")
        return
    subprocess.run(["cargo", "build", "--profile", "dist", "--locked", "--quiet"], cwd=HERE, check=True)
    top = pathlib.Path(tempfile.mkdtemp(prefix="pmrepo-bench-"))
    try:
        small, big = make(top, 100), make(top, 10_000)
        whole = pair("check / find | xargs cat", f"{BINARY} check", CAT, big, "2.2")
        subprocess.run(["sync"])
        pair("the same, not in the page cache", f"{BINARY} check", CAT, big, "0.7", 5, lambda: forget(big))
        pair("check --rev HEAD / cat-file --batch", f"{BINARY} check --rev HEAD", OBJECTS, big, "1.9")
        staged(big)
        pair("list / find | xargs cat", f"{BINARY} list", CAT, big, "1.1")
        some = [sorted(it.glob("postmortems/*/*"))[50].name for it in (big, small)]
        pair("show ID, with 10,000 / with 100", f"{BINARY} show {some[0]}", f"{BINARY} show {some[1]}", big, "1.5",
             other=small)
        late(big)
        branches(big)
        pair("pr, one of 10,000 / diff --stat", f"{BINARY} pr main...one", "git diff --stat main...one", big, "3.5", 21)
        memory("peak memory of check", ["check"], big, 60)
        if large:
            hundred(make(top, 100_000), whole)
        site(top, big)
        others(top, big)
    finally:
        shutil.rmtree(top)


def staged(cwd):
    """What a commit waits for: with nothing staged that is pmrepo's, and with one report."""
    diff = "git diff --cached --name-only"
    (cwd / "main.c").write_text("int main;\n")
    subprocess.run(["git", "add", "-A"], cwd=cwd, check=True)
    pair("check --staged, none / diff --cached", f"{BINARY} check --staged", diff, cwd, "1.6", 41)
    report = next(cwd.glob("postmortems/*/*/postmortem.md"))
    with open(report, "a") as file:
        file.write("\nOne more line.\n")
    subprocess.run(["git", "add", "-A"], cwd=cwd, check=True)
    pair("check --staged, one / diff --cached", f"{BINARY} check --staged", diff, cwd, "1.5", 41)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=cwd, check=True)


def late(cwd):
    """Everything is late long after the incidents; nothing where all of them are older than the rules."""
    pair("overdue / check, everything late", f"{BINARY} overdue --no-fail", f"{BINARY} check", cwd, "0.95")
    config = cwd / "pmrepo.yaml"
    before = config.read_text()
    config.write_text(before + "\nenforce_from: 2999-01-01\n")
    pair("overdue / check, nothing late", f"{BINARY} overdue --no-fail", f"{BINARY} check", cwd, "0.5")
    config.write_text(before)


def site(top, cwd):
    """A site from nothing, one after a change, and an export."""
    again = top / "again"
    report = sorted(cwd.glob("postmortems/*/*/postmortem.md"))[5000]
    text = report.read_text()

    def change():
        os.sync()
        with open(report, "a") as file:
            file.write("\nOne more line.\n")

    # Each into a directory of its own: a file system that just forgot 10,000 files may take twice the time to
    # make new ones.
    first = f"{BINARY} site $(mktemp -d {top}/site-XXXXXX)"
    pair("site / check", first, f"{BINARY} check", cwd, "4", 5, os.sync)
    subprocess.run([BINARY, "site", again], cwd=cwd, check=True, stderr=subprocess.DEVNULL)
    pair("site after one change / site", f"{BINARY} site {again}", first, cwd, "0.2", 5, change)
    report.write_text(text)
    memory("peak memory of site", ["site", str(top / "new")], cwd, 300)
    pair("export / check", f"{BINARY} export", f"{BINARY} check", cwd, "1.5")


def hundred(cwd, tenth):
    """What 100,000 postmortems take."""
    memory("peak memory of check --rev, 100,000", ["check", "--rev", "HEAD"], cwd, 350)
    memory("peak memory of overdue, 100,000", ["overdue", "--no-fail"], cwd, 350)
    show("check of 100,000 / of 10,000", min(run(f"{BINARY} check", cwd) for _ in range(3)), tenth, "11")


def others(top, big):
    """What has no limit in the table, or another one."""
    make(top, 1_000)
    both = f"git diff --stat main...many; cd ../1000; {BINARY} check"
    pair("pr, 1,000 touched / diff + check", f"{BINARY} pr main...many", both, big, "3")
    path = sorted(big.glob("postmortems/*/*/postmortem.md"))[0].relative_to(big)
    story = f"{BINARY} show {path.parent.name} --history"
    pair("show --history / log --follow", story, f"git log --follow --raw -- {path}", big, "none", 11)
    if len(sys.argv) > 2:
        # The schema that `check` itself holds reports against, and the shorter one of the corpus.
        ours = top / "ours.schema.json"
        ours.write_bytes(subprocess.run([BINARY, "schema"], cwd=big, check=True, capture_output=True).stdout)
        plain = f"{sys.executable} {pathlib.Path(sys.argv[2]).resolve()}"
        pair("check / validate_plain, our schema", f"{BINARY} check", f"{plain} {ours} postmortems", big, "0.05", 3)
        short = f"{plain} {top}/10000.schema.json postmortems"
        pair("check / validate_plain, its schema", f"{BINARY} check", short, big, "none", 3)


def branches(cwd):
    """Two branches: `one` touches one report, `many` a thousand."""
    git = lambda *words: subprocess.run(["git", *words], cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    git("reset", "-q", "--hard")
    git("checkout", "-q", "-B", "main")
    reports = sorted(cwd.glob("postmortems/*/*/postmortem.md"))
    for name, touched in (("one", reports[5000:5001]), ("many", reports[:1000])):
        git("checkout", "-q", "-B", name, "main")
        for report in touched:
            text = report.read_text()
            report.write_text(text.replace("## What Went Well", "One more sentence.\n\n## What Went Well"))
        git("commit", "-q", "-a", "-m", f"Touch {name}")


main()
