#!/usr/bin/env python3
"""How long pmrepo takes beside what a shell does with the same files, as ratios of one run.

    speed.py MAKE_CORPUS [VALIDATE_PLAIN]

MAKE_CORPUS makes a repository of postmortems (`make_corpus.py DIR N`), VALIDATE_PLAIN validates one
in Python (`validate_plain.py SCHEMA DIR`) and is left out where it is not given. The two sides of a
ratio are run in turn, so that a machine whose speed drifts drifts for both, and the quickest runs are
compared: whatever else the machine does only adds to the others.
Needs git, cargo and the standard library. Builds first, with the profile `dist`: what is measured is what
teams get, in archives and wheels. (A `--release` build is quick to make and a few percent slower.)
"""
import pathlib, shutil, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parents[2]
BINARY = HERE / "target" / "dist" / "pmrepo"
RUNS = 15


def run(command, cwd):
    begin = time.perf_counter()
    subprocess.run(command, shell=True, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def pair(name, ours, theirs, cwd, limit, runs=RUNS):
    """Times two commands in turn and prints the ratio of the quickest runs and the limit."""
    a, b = [], []
    for command in (ours, theirs):
        first = subprocess.run(command, shell=True, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if first.returncode > 1 or b"Traceback" in first.stderr:
            sys.exit(f"{command} does not run: {first.stderr.decode(errors='replace')}")
    for _ in range(runs):
        a.append(run(ours, cwd))
        b.append(run(theirs, cwd))
    ratio = min(a) / min(b)
    print(f"{name:<34} {min(a) * 1000:8.1f} ms {min(b) * 1000:8.1f} ms "
          f"{ratio:6.2f} x   (limit {limit})", flush=True)
    return min(a)


def peak(command, cwd):
    """The peak memory of a command in MiB."""
    code = ("import resource,subprocess,sys;subprocess.run(sys.argv[1:],stdout=-3,stderr=-3);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    out = subprocess.run([sys.executable, "-c", code, *command], cwd=cwd, capture_output=True, text=True)
    return int(out.stdout) / 1024


def main():
    if len(sys.argv) < 2 or not pathlib.Path(sys.argv[1]).is_file():
        print("skipped: the script that makes the corpus is not there")
        return
    subprocess.run(["cargo", "build", "--profile", "dist", "--locked", "--quiet"], cwd=HERE, check=True)
    top = pathlib.Path(tempfile.mkdtemp(prefix="pmrepo-bench-"))
    try:
        for count in (1_000, 10_000):
            subprocess.run([sys.executable, sys.argv[1], str(top / str(count)), str(count)],
                           check=True, stdout=subprocess.DEVNULL)
        big, small = top / "10000", top / "1000"
        cat = "find postmortems -name postmortem.md -print0 | xargs -0 cat >/dev/null"
        objects = "git ls-tree -r HEAD postmortems | awk '{print $3}' | git cat-file --batch >/dev/null"
        tenfold = pair("check, work tree / find | xargs cat", f"{BINARY} check", cat, big, "2.5")
        pair("check --rev HEAD / cat-file --batch", f"{BINARY} check --rev HEAD", objects, big, "3")
        pair("overdue / check", f"{BINARY} overdue --no-fail", f"{BINARY} check", big, "1")
        one = quickest(f"{BINARY} check", small)
        print(f"{'10,000 / 1,000 postmortems':<34} {tenfold * 1000:8.1f} ms {one * 1000:8.1f} ms "
              f"{tenfold / one:6.2f} x   (limit 11)")
        report = next(big.glob("postmortems/*/*/postmortem.md"))
        with open(report, "a") as file:
            file.write("\nOne more line.\n")
        diff = "git diff --cached --name-only"
        subprocess.run(["git", "add", "-A"], cwd=big, check=True)
        pair("check --staged, one / diff --cached", f"{BINARY} check --staged", diff, big, "3", 21)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=big, check=True)
        (big / "main.c").write_text("int main;\n")
        subprocess.run(["git", "add", "-A"], cwd=big, check=True)
        pair("check --staged, none / diff --cached", f"{BINARY} check --staged", diff, big, "3", 21)
        print(f"peak memory of check: {peak([str(BINARY), 'check'], big):.0f} MiB (limit 150)")
        branches(big)
        review = f"{BINARY} pr main...one"
        pair("pr, one touched / diff --stat", review, "git diff --stat main...one", big, "5", 21)
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
    finally:
        shutil.rmtree(top)


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


def quickest(command, cwd):
    run(command, cwd)
    return min(run(command, cwd) for _ in range(RUNS))


main()
