//! Chains of pushes, made up at random, against the engine behind the server's hook: whatever is
//! accepted without a trailer, what the first configuration asked for is still kept at the end; and what
//! an honest team pushes is accepted.
#![cfg(unix)]

mod attacks;
mod team;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Stdio;
use std::sync::Arc;

use attacks::attack;
use attacks::broken;
use attacks::next_reports;
use attacks::status;
use pmrepo::calendar::Present;
use pmrepo::check;
use pmrepo::check::Comparison;
use pmrepo::check::Guards;
use pmrepo::check::Judge;
use pmrepo::check::Outcome;
use pmrepo::check::Received;
use pmrepo::check::Scope;
use pmrepo::check::judge_push;
use pmrepo::diagnostic::Family;
use pmrepo::diagnostic::Finding;
use pmrepo::diagnostic::Level;
use pmrepo::git::Oid;
use pmrepo::git::Pushed;
use pmrepo::git::Range;
use pmrepo::git::Repo;
use pmrepo::git::Update;
use pmrepo::refusal::Refusal;
use pmrepo::root::Root;
use pmrepo::snapshot::Snapshot;
use pmrepo::time;
use proptest::prelude::*;
use team::Team;

use crate::generate;
use crate::sandbox::Sandbox;

const CLOSED: &str = include_str!("../../src/rules/example/postmortem.md");
const BLAME: &str = "Due to a typographical error the cache was slow.";
const LESSONS: &str = "\n## Lessons\n\nCaches need room.\n";
const TAGS: &str = "tags: [cache]\n";
/// Carol, who owns all reports, makes all commits.
const PEOPLE: &str = "people:\n  - {handle: carol, name: Carol, email: carol@example.com}\n  \
    - {handle: dave, email: dave@example.com}\n  - {handle: erin}\n  - {handle: frank}\n  \
    - {handle: bob}\n  - {handle: ivan}\n  - {handle: grace}\n  - {handle: heidi}\n  - {handle: alice}\n";
/// What is asked for in the beginning.
const ASKS: &str = "required: {tags: in-review}\nsections: {Lessons: {from: in-review}}\n\
    rules: {PM501: error}\nguard: {four_eyes: author}\n";
/// With what a text begins that is where a link leads.
const LINK: &str = "-> ";
const NOW: &str = "2026-04-01T12:00Z";

/// What lies in a commit.
type Files = BTreeMap<String, String>;

/// A repository in which commits are made without a work tree.
struct Forge {
    sandbox: Sandbox,
    repo: Arc<Repo>,
    present: Present,
}

impl Forge {
    fn new() -> Self {
        let sandbox = Sandbox::plain();
        let words = [
            "init",
            "--quiet",
            "--bare",
            "--template=",
            "--initial-branch=main",
        ];
        sandbox.git(&words).ends(0);
        let repo = Repo::open(&sandbox.path(""), false).unwrap();
        let now = time::parse_timestamp(NOW).unwrap();
        Self {
            repo: Arc::new(repo),
            present: Present::new(now, None),
            sandbox,
        }
    }

    /// Makes a commit of Carol's.
    fn commit(&self, files: &Files, parents: &[Oid], message: &str) -> Oid {
        self.commit_by("carol", (files, parents), message)
    }

    fn commit_by(&self, who: &str, (files, parents): (&Files, &[Oid]), message: &str) -> Oid {
        let mut input = String::from("commit refs/heads/next\nmark :1\n");
        for part in ["author", "committer"] {
            input.push_str(&format!(
                "{part} {who} <{who}@example.com> 1774000000 +0000\n"
            ));
        }
        input.push_str(&format!("data {}\n{message}\n", message.len()));
        for (parent, word) in parents.iter().zip(["from", "merge"]) {
            input.push_str(&format!("{word} {parent}\n"));
        }
        input.push_str("deleteall\n");
        for (path, text) in files {
            let (mode, text) = match text.strip_prefix(LINK) {
                Some(to) => (120_000, to),
                None => (100_644, text.as_str()),
            };
            let length = text.len();
            input.push_str(&format!("M {mode} inline {path}\ndata {length}\n{text}\n"));
        }
        // Each commit stands for itself, whatever the branch was.
        let words = ["fast-import", "--quiet", "--force", "--export-marks=marks"];
        let mut command = self.sandbox.command("git", "", &words);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(input.as_bytes()).unwrap();
        drop(pipe);
        assert!(child.wait().unwrap().success(), "{input}");
        let marks = self.sandbox.read("marks");
        Oid::parse(marks.split_whitespace().nth(1).unwrap()).unwrap()
    }

    fn push(&self, base: Oid, head: Oid) -> Result<Outcome, Refusal> {
        let pushed = Pushed::Since(Range { base, head });
        judge_push(&self.repo, pushed, None, &Judge::quiet(&self.present))
    }

    /// Why a push is refused; `None` where it is accepted.
    fn refuses(&self, base: Oid, head: Oid) -> Option<String> {
        let outcome = match self.push(base, head) {
            Ok(outcome) => outcome,
            Err(refusal) => return Some(format!("{refusal:?}")),
        };
        let errors = outcome.findings.iter();
        let errors = errors.filter(|it| it.level == Level::Error);
        let said: Vec<String> = errors
            .map(|it| format!("{} {}: {}", it.rule.code, it.path, it.message))
            .collect();
        (!said.is_empty()).then(|| said.join("\n"))
    }
}

/// A report that keeps to all that is asked for in the beginning.
fn good(status: &str) -> String {
    let text = CLOSED.replace("status: closed\n", &format!("status: {status}\n{TAGS}"));
    format!("{text}{LESSONS}")
}

fn path(root: &str, id: &str) -> String {
    let below = format!("postmortems/2026/2026-03-10-{id}/postmortem.md");
    join(root, &below)
}

fn join(root: &str, below: &str) -> String {
    if root.is_empty() {
        below.to_owned()
    } else {
        format!("{root}/{below}")
    }
}

fn beginning() -> Files {
    Files::from([
        ("pmrepo.yaml".to_owned(), ASKS.to_owned()),
        ("people.yaml".to_owned(), PEOPLE.to_owned()),
        (path("", "closed"), good("closed")),
        (path("", "reviewed"), good("reviewed")),
        (path("", "draft"), good("draft")),
        ("src/main.c".to_owned(), "int main;\n".to_owned()),
    ])
}

/// One of a list.
fn pick<T: Copy>(list: &[T], at: usize) -> T {
    *list.get(at % list.len()).unwrap()
}

/// What lies in a commit, of its reports the status alone.
fn brief(files: &Files) -> Vec<String> {
    let files = files.iter();
    let brief = files.map(|(path, text)| {
        if path.ends_with(".md") {
            format!("{path} {}", status(text))
        } else {
            format!("{path}: {text}")
        }
    });
    brief.collect()
}

fn ops() -> impl Strategy<Value = Vec<Vec<[usize; 3]>>> {
    let op = (0usize..14, 0usize..120, 0usize..120).prop_map(|(a, b, c)| [a, b, c]);
    let push = prop::collection::vec(op, 1..4);
    prop::collection::vec(push, 1..7)
}

#[test]
fn what_the_first_configuration_asked_for_is_kept_whatever_is_accepted() {
    let any = ops();
    generate::hold_of_commits(12, &any, |chain| {
        let forge = Forge::new();
        let mut files = beginning();
        let mut base = forge.commit(&files, &[], "Begin");
        let mut told = Vec::new();
        for push in chain {
            let mut next = files.clone();
            let mut parents = vec![base];
            for (at, op) in push.iter().enumerate() {
                attack(&mut next, *op);
                // Some pushes are of several commits, and some of these are merges.
                let [_, one, other] = *op;
                if at > 0 && one % 3 == 0 {
                    let side = forge.commit(&next, &[base], "On the way");
                    parents = if other % 2 == 0 {
                        vec![side]
                    } else {
                        vec![base, side]
                    };
                }
            }
            let head = forge.commit(&next, &parents, "Push");
            // As if the push brought nothing.
            if push
                .iter()
                .any(|[kind, one, _]| kind % 14 == 12 && one % 2 == 0)
            {
                let name = format!("refs/replace/{head}");
                let words = ["update-ref", &name, &base.to_string()];
                forge.sandbox.git(&words).ends(0);
            }
            if forge.refuses(base, head).is_none() {
                told.push(push);
                (files, base) = (next, head);
                let broken = broken(&files);
                prop_assert!(
                    broken.is_empty(),
                    "{told:?}: {broken:#?}\n{:#?}",
                    brief(&files)
                );
            }
        }
        // What comes next is asked the same, wherever it comes.
        for (place, text) in next_reports(&files) {
            let mut next = files.clone();
            next.insert(place.clone(), text);
            let head = forge.commit(&next, &[base], "Next");
            prop_assert!(
                forge.refuses(base, head).is_some(),
                "{told:?}: {place}\n{:#?}",
                brief(&files)
            );
        }
        Ok(())
    });
}

#[test]
fn it_is_kept_on_each_guarded_branch_whatever_is_accepted_on_any() {
    let push = (
        prop::collection::vec((0usize..14, 0usize..120, 0usize..120), 1..4),
        0usize..2,
    );
    let any = prop::collection::vec(push, 1..8);
    let accepted = std::cell::Cell::new([0; 2]);
    generate::hold_of_commits(12, &any, |chain| {
        let forge = Forge::new();
        let mut files = beginning();
        let guard = "guard: {four_eyes: author, refs: [refs/heads/main, 'refs/heads/release/*']}";
        let asks = ASKS.replace("guard: {four_eyes: author}", guard);
        files.insert("pmrepo.yaml".to_owned(), asks);
        let first = forge.commit(&files, &[], "Begin");
        let point = |name: &str, at: Oid| {
            let words = ["update-ref", name, &at.to_string()];
            forge.sandbox.git(&words).ends(0);
        };
        let mut branches = ["refs/heads/main", "refs/heads/release/1"].map(|name| {
            point(name, first);
            (name, files.clone(), first)
        });
        let mut told = Vec::new();
        for (push, which) in chain {
            let others = branches[1 - which].2;
            let (name, files, base) = &mut branches[which];
            let mut next = files.clone();
            let mut parents = vec![*base];
            for (at, (kind, one, other)) in push.iter().enumerate() {
                attack(&mut next, [*kind, *one, *other]);
                // Some bring along what the other branch has.
                if at > 0 && one % 3 == 0 {
                    parents = vec![*base, others];
                }
            }
            let head = forge.commit(&next, &parents, "Push");
            let update = Update {
                old: Some(*base),
                new: Some(head),
                name: (*name).to_owned(),
            };
            let mut guards = Guards::new(&forge.repo).unwrap();
            // What is not guarded is not judged: it may be that nothing guards it any more.
            let is_refused = guards.covers(&update).unwrap()
                && match guards.judge(&update, &Judge::quiet(&forge.present)) {
                    Ok(Received::Judged(_, outcome)) => {
                        outcome.findings.iter().any(|it| it.level == Level::Error)
                    }
                    Ok(Received::Deleted | Received::There(_)) => false,
                    Err(_) => true,
                };
            if is_refused {
                continue;
            }
            point(name, head);
            told.push((push, *name));
            (*files, *base) = (next, head);
            let mut count = accepted.get();
            count[which] += 1;
            accepted.set(count);
            let broken = broken(files);
            prop_assert!(
                broken.is_empty(),
                "{told:?}: {broken:#?}\n{:#?}",
                brief(files)
            );
        }
        Ok(())
    });
    assert!(accepted.get().iter().all(|it| *it > 0), "{accepted:?}");
}

#[test]
fn what_an_honest_team_pushes_is_accepted() {
    let any = prop::collection::vec((prop::collection::vec(0usize..12, 1..3), 0usize..3), 1..8);
    generate::hold_of_commits(8, &any, |chain| {
        let forge = Forge::new();
        let mut team = Team::new();
        let mut base = forge.commit(&team.files, &[], "Begin");
        let mut told = Vec::new();
        for (steps, way) in chain {
            let mut parents = vec![base];
            let mut who = "carol";
            for step in &steps {
                let by = team.step(*step);
                who = if by == "dave" { by } else { who };
                team.settle();
                let here = (&team.files, parents.as_slice());
                let commit = forge.commit_by(who, here, "A step");
                // One commit after the other, all in one, or a merge of them.
                parents = match way {
                    0 => vec![commit],
                    1 => vec![base],
                    _ => vec![base, commit],
                };
            }
            let here = (&team.files, parents.as_slice());
            let head = forge.commit_by(who, here, "Squash\n\n* A step\n\n* Another");
            told.push((steps, way));
            let refused = forge.refuses(base, head);
            prop_assert!(
                refused.is_none(),
                "{told:?}: {}\n{:#?}",
                refused.unwrap(),
                brief(&team.files)
            );
            base = head;
        }
        Ok(())
    });
}

/// What tells one finding from another, with how often it is there.
fn counted(findings: &[Finding]) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for it in findings {
        // Those about changes have no side, and those about a whole root are not about documents.
        if matches!(it.rule.family(), Family::Changes | Family::Repository) {
            continue;
        }
        // The same error may be told in other words by another configuration.
        let (code, pointer, said) = it.fingerprint();
        let key = format!("{} {code} {pointer} {said}", it.path);
        *counted.entry(key).or_insert(0) += 1;
    }
    counted
}

/// Where a root lies, and the paths that its configuration says: the same postmortems each time.
const LAYOUTS: [(&str, &str); 3] = [
    (
        "",
        "paths: {postmortems: team/postmortems, process_reviews: team/process-reviews}\n",
    ),
    (
        "",
        "paths: {postmortems: team/postmortems/2026, process_reviews: team/process-reviews}\n",
    ),
    ("team", ""),
];

/// What lies among the documents and is none.
fn besides(is_there: [bool; 4], target: usize) -> impl Iterator<Item = (String, String)> {
    let to = pick(&["a", "b"], target);
    let all = [
        ("team/postmortems/2026/2026-03-11-x", format!("{LINK}{to}")),
        ("team/process-reviews/2026-03-30", format!("{LINK}{to}")),
        ("team/process-reviews/2026-03-31.md", format!("{LINK}{to}")),
        ("team/postmortems/2026/pmrepo.yaml", format!("# {to}\n")),
    ];
    let all = all.into_iter().zip(is_there);
    all.filter(|(_, is_there)| *is_there)
        .map(|((path, text), _)| (path.to_owned(), text))
}

/// A state of a repository with faults here and there.
fn state() -> impl Strategy<Value = Files> {
    let report = (0usize..4, any::<[bool; 9]>());
    let reports = prop::collection::vec(report, 4);
    let config = (any::<[bool; 8]>(), 0usize..3);
    let links = (any::<[bool; 4]>(), 0usize..2);
    (reports, config, 0usize..3, links).prop_map(|(reports, (keys, layout), people, links)| {
        let (root, paths) = pick(&LAYOUTS, layout);
        let mut files: Files = besides(links.0, links.1).collect();
        for (at, (status, faults)) in reports.into_iter().enumerate() {
            let status = pick(&["draft", "in-review", "reviewed", "closed"], status);
            let mut text = good(status);
            for (is_there, (from, to)) in faults.into_iter().zip([
                (TAGS, ""),
                (LESSONS, ""),
                ("severity: SEV-2", "severity: P2"),
                ("owner: carol", "owner: zoe"),
                ("detection: monitoring\n", ""),
                ("The cache elected a new primary.", BLAME),
                (
                    "started_at: 2026-03-10T10:00Z",
                    "started_at: 2026-03-10T10:00",
                ),
                ("services: [checkout]", "services: []"),
                ("priority: P1", "priority: urgent"),
            ]) {
                if is_there {
                    text = text.replace(from, to);
                }
            }
            // The last one bears the date of another day.
            let path = path("team", &format!("r{at}"));
            files.insert(path.replace("03-10-r3", "03-01-r3"), text);
        }
        let lines = [
            "required: {tags: in-review}",
            "sections: {Lessons: {from: in-review}}",
            "rules: {PM501: error}",
            "severities: [P1, P2, P3]",
            "enforce_from: 2026-04-01",
            "fields: {tags: {type: string}}",
            "priorities: [P0, P1, P2, P3, P4]",
            "timezone: Pacific/Auckland",
        ];
        let lines = lines
            .into_iter()
            .zip(keys)
            .filter(|(_, is_there)| *is_there);
        let config: String = lines.map(|(line, _)| format!("{line}\n")).collect();
        files.insert(join(root, "pmrepo.yaml"), format!("{paths}{config}"));
        if people > 0 {
            let more = if people > 1 {
                "  - {handle: zoe}\n"
            } else {
                ""
            };
            files.insert(join(root, "people.yaml"), format!("{PEOPLE}{more}"));
        }
        files
    })
}

#[test]
fn a_range_introduces_what_its_end_has_and_its_beginning_has_not() {
    let any = (state(), state());
    generate::hold_of_commits(12, &any, |(before, after)| {
        let forge = Forge::new();
        let base = forge.commit(&before, &[], "Before");
        let head = forge.commit(
            &after,
            &[base],
            "After\n\nPmrepo-Allow: PM811 for this once",
        );
        let judge = Judge::quiet(&forge.present);
        let at = |commit| {
            let roots = Root::all(&Snapshot::of_commit(&forge.repo, commit)).unwrap();
            check::check(&roots, Scope::Tree, &judge).unwrap().findings
        };
        let mut expected = counted(&at(head));
        for (key, count) in counted(&at(base)) {
            if let Some(there) = expected.get_mut(&key) {
                *there = there.saturating_sub(count);
            }
        }
        expected.retain(|_, count| *count > 0);
        let comparison = Comparison::range(&forge.repo, Range { base, head }).unwrap();
        let roots = comparison.roots().unwrap();
        let found = check::check(&roots, Scope::Change(&comparison), &judge)
            .unwrap()
            .findings;
        let introduced: Vec<Finding> = found
            .into_iter()
            .filter(|it| it.introduced == Some(true))
            .collect();
        prop_assert_eq!(counted(&introduced), expected);
        Ok(())
    });
}
