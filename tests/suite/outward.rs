//! What leaves the repository: of a confidential postmortem its date, and nothing else.

use std::collections::BTreeSet;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::TestRunner;
use snapbox::IntoData as _;

use crate::elsewhere::Elsewhere;
use crate::generate;
use crate::products::Product;
use crate::products::products;
use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// The longest text of a confidential report that may be found elsewhere by chance, in letters.
const BY_CHANCE: usize = 4;

/// A confidential postmortem of random letters, and what it is called.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    /// What nothing else in the repository or the program says.
    words: Vec<String>,
    status: String,
    severity: String,
    /// How `confidential` is written.
    says: String,
    shape: Shape,
}

/// What every report says, a word for each `@`: in each field and section, and where something is found.
const REPORT: &str = "title: @ @
started_at: 2026-03-10T10:00Z
owner: @
owners: @
detection: @
services: [@, @]
roles: {incident_commander: @, scribe: @, subject_matter_experts: [@]}
responders: [@]
impact: {summary: @, users_affected: @}
contributing_factors: [@]
meeting: {scheduled_for: @, facilitator: @}
tags: [@, @]
references: {pagerduty: SHARED1, tracker: @}
related: [2026-03-10-@]
waivers: [{rule: @, reason: @}, {rule: PM106, reason: @}]
action_items:
  - {id: AI-1, title: @ @, kind: process, priority: P1, owner: @, due: 2026-03-12, state: open}
  - {id: @, title: @, owner: @, due: @, state: @}
---

# @

## Overview

TODO @: human error of @, who should have known @.

## @

## Timeline

| Time | Event | Evidence |
|---|---|---|
| 2026-03-10T09:00Z | @ | @ |
| @ | @ | |

## What Didn't Go So Well

- @ @.
";
const CHECKLIST: &str = "# Checklist

## Scribe

- [x] `scribe.@` @
- [ ] @
- [x] `sme.add-notes` @
";
const MESSAGE: &str = "---
to: @
sent_at: @
approved_by: @
@: 1
---

The outage at @ was @.
";

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Whole,
    Unresolved,
    /// Its front matter is no YAML.
    Broken,
    NotUtf8,
}

fn secret() -> impl Strategy<Value = Secret> {
    (
        prop::collection::vec("[bcdfgjkmpqvwxz]{9,13}", 60),
        prop::sample::select(vec!["draft", "in-review", "reviewed", "closed", "@"]),
        prop::sample::select(vec!["SEV-1", "SEV-2", "SEV-4", "@"]),
        prop::sample::select(vec!["true", "true", "yes", "\"true\""]),
        prop::sample::select(vec![
            Shape::Whole,
            Shape::Whole,
            Shape::Whole,
            Shape::Unresolved,
            Shape::Broken,
            Shape::NotUtf8,
        ]),
    )
        .prop_map(|(words, status, severity, says, shape)| Secret {
            status: status.to_owned(),
            severity: severity.to_owned(),
            words,
            says: says.to_owned(),
            shape,
        })
}

impl Secret {
    fn slug(&self) -> String {
        self.words
            .iter()
            .take(2)
            .cloned()
            .collect::<Vec<_>>()
            .join("-")
    }

    pub(crate) fn id(&self) -> String {
        format!("2026-03-10-{}", self.slug())
    }

    /// A text in which each `@` is another word of it.
    fn filled(&self, text: &str, turn: usize) -> String {
        let mut words = self.words.iter().cycle().skip(2 + turn * 5);
        let parts = text.split('@').map(str::to_owned);
        parts
            .reduce(|before, after| before + words.next().unwrap() + &after)
            .unwrap()
    }

    /// The report. `turn` makes another of it, with other words.
    fn report(&self, turn: usize) -> Vec<u8> {
        let resolved = match self.shape {
            Shape::Unresolved => "",
            Shape::Whole | Shape::Broken | Shape::NotUtf8 => "resolved_at: 2026-03-10T11:00Z\n",
        };
        let trouble = match self.shape {
            Shape::Broken => "@: \"@\n",
            Shape::Whole | Shape::Unresolved | Shape::NotUtf8 => "",
        };
        let (status, severity, says) = (&self.status, &self.severity, &self.says);
        let text = format!(
            "---\nconfidential: {says}\nstatus: {status}\nseverity: {severity}\n{resolved}{trouble}{REPORT}"
        );
        let mut bytes = self.filled(&text, turn).into_bytes();
        if self.shape == Shape::NotUtf8 {
            bytes.push(0xff);
        }
        bytes
    }

    /// Puts it and all that lies beside it into a repository.
    fn write(&self, sandbox: &Sandbox, turn: usize) {
        let slug = self.slug();
        sandbox.write(&report(&slug), self.report(turn));
        let beside = |name: &str| report(&slug).replace("postmortem.md", name);
        sandbox.write(&beside("checklist.md"), self.filled(CHECKLIST, turn));
        for name in ["notice", "external"] {
            let path = beside(&format!("messages/{name}.md"));
            sandbox.write(&path, self.filled(MESSAGE, turn));
        }
        sandbox.write(
            &beside(&self.filled("notes/@.md", turn)),
            self.filled("@", turn),
        );
    }

    /// Every text of it that is found where it must not be.
    pub(crate) fn found_in(&self, shown: &str) -> BTreeSet<&str> {
        let letters = BY_CHANCE + 1;
        let mut found = BTreeSet::new();
        for word in &self.words {
            let parts = (0..word.len()).filter_map(|at| word.get(at..at + letters));
            found.extend(parts.filter(|it| shown.contains(it)));
        }
        found
    }
}

/// An open postmortem and a process review, both of which name the confidential one.
fn others(sandbox: &Sandbox, id: &str) {
    sandbox.write(
        &report("open"),
        format!(
            "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-2\n\
             started_at: 2026-03-10T10:00Z\nresolved_at: 2026-03-10T11:00Z\nowner: carol\n\
             references: {{pagerduty: SHARED1}}\nrelated: [{id}, {id}]\n---\n"
        ),
    );
    let notice = report("open").replace("postmortem.md", "messages/notice.md");
    sandbox.write(&notice, "---\nto: all@example.com\n---\n\nIt is slow.\n");
    sandbox.write(
        "process-reviews/2026/2026-03-30.md",
        format!(
            "---\nscheduled_for: 2026-03-30T10:00Z\nstatus: scheduled\nchair: alice\n\
             incidents: [{id}, {id}, 2026-03-10-open]\n---\n\n## Notes\n"
        ),
    );
}

/// A repository in which a confidential postmortem was made, changed twice, and is changed once more.
fn repository(secret: &Secret) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pmrepo.yaml",
        "web_url: https://git.example.com/x/blob/main\n",
    );
    let commit = |message: &str| {
        sandbox.git(&["add", "--all"]).ends(0);
        let words = ["commit", "--quiet", "--no-verify", "--message", message];
        sandbox.git(&words).ends(0);
    };
    others(&sandbox, "2026-03-10-nothing");
    commit("others");
    secret.write(&sandbox, 0);
    commit("secret");
    secret.write(&sandbox, 1);
    others(&sandbox, &secret.id());
    commit("changed");
    secret.write(&sandbox, 2);
    sandbox.git(&["add", "--all"]).ends(0);
    // It was a document of the old shape too.
    let old = format!("old/{}.md", secret.id());
    sandbox.write(&old, secret.report(2));
    sandbox
}

/// What is asked of each command that has formats, beside the format. Another one fails the test until
/// it says what it shows.
fn asked(command: &str) -> &'static [&'static [&'static str]] {
    match command {
        "check" => &[
            &["--all"],
            &["--staged", "--all"],
            &["--range", "HEAD~1..HEAD", "--all"],
            &["--range", "HEAD~2..HEAD", "--rule", "PM701"],
        ],
        "overdue" => &[&[], &["--all", "--explain", "--mention"]],
        "mine" => &[&["--as", "carol"]],
        "pr" => &[&["HEAD~1...HEAD"], &["HEAD~2...HEAD"], &["HEAD...HEAD~1"]],
        "action list" => &[&["--all"]],
        "export" => &[
            &["--table", "postmortems"],
            &["--table", "timeline"],
            &["--table", "action_items"],
            &["--table", "deadlines"],
            &["--table", "checklist_steps"],
            &["--table", "process_reviews"],
        ],
        "stats" => &[&[], &["--by", "service"]],
        "prove" => &[&["open"], &["--since", "2026-01-01"]],
        "message show" => &[&["open", "notice"]],
        "process-review list" | "process-review agenda" => &[&[]],
        "adopt" => &[&["old"], &["."], &["postmortems/2026"]],
        _ => &[],
    }
}

/// Writes all files that are no text: what is in them stands there as it is.
fn files(sandbox: &Sandbox, look: &mut impl FnMut(&str, &Output)) {
    let Some(program) = Elsewhere::find() else {
        return;
    };
    for Product { command, format } in products().into_iter().filter(Product::is_file) {
        let out = format!("../{format}");
        let now = crate::sandbox::NOW;
        let words = ["--as-of", now, &command, "--format", &format, "--out", &out];
        let done = sandbox.run_with(&[], program.program(), "postmortems", &words);
        look(&format, &done);
        for (name, bytes) in below(&sandbox.path(&format)) {
            look(&name, &Output::of(&String::from_utf8_lossy(&bytes)));
        }
    }
}

/// A file, or all below a directory.
fn below(place: &Path) -> Vec<(String, Vec<u8>)> {
    if place.is_file() {
        return vec![(place.display().to_string(), std::fs::read(place).unwrap())];
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(place).unwrap() {
        files.extend(below(&entry.unwrap().path()));
    }
    assert!(!files.is_empty(), "{}", place.display());
    files
}

/// Runs everything that leaves the repository.
fn leaves(sandbox: &Sandbox, mut look: impl FnMut(&str, &Output)) {
    let texts = |it: &Product| it.is_outward() && !it.is_file();
    for Product { command, format } in products().into_iter().filter(texts) {
        let (command, format) = (command.as_str(), format.as_str());
        let asked = asked(command);
        assert!(
            !asked.is_empty(),
            "what does {command} show of a confidential postmortem?"
        );
        for more in asked {
            let mut words: Vec<&str> = command.split(' ').collect();
            words.extend(["--format", format]);
            words.extend(*more);
            look(&words.join(" "), &sandbox.pmrepo(&words));
        }
    }
    files(sandbox, &mut look);
    look("calendar", &sandbox.pmrepo(&["calendar", "--all"]));
    for words in [
        &["site", "../s"][..],
        &["site", "../e", "--audience", "external"],
        &["site", "../m", "--format", "markdown"],
        &["stats", "--svg", "../p"],
    ] {
        let elsewhere = sandbox.pmrepo_in("postmortems", words);
        look("site", &elsewhere);
    }
    let made = [
        crate::site::files(&sandbox.path("s")),
        crate::site::files(&sandbox.path("e")),
        crate::site::files(&sandbox.path("m")),
        crate::site::files(&sandbox.path("p")),
    ];
    for (name, text) in made.iter().flatten() {
        look(name, &Output::of(text));
    }
}

/// Makes repositories with a confidential postmortem, and looks at each.
pub(crate) fn each_secret(mut look: impl FnMut(&Secret, &Sandbox)) {
    let mut runner = TestRunner::new(Config {
        // A case takes seconds, and says by itself what came out.
        cases: (generate::cases(100) / 100).max(1),
        max_shrink_iters: 0,
        ..generate::config(1)
    });
    let look = std::cell::RefCell::new(&mut look);
    let result = runner.run(&secret(), |secret| {
        let sandbox = repository(&secret);
        (look.borrow_mut())(&secret, &sandbox);
        Ok(())
    });
    assert!(result.is_ok(), "{}", result.unwrap_err());
}

#[test]
fn of_a_confidential_postmortem_nothing_leaves_but_its_date() {
    each_secret(|secret, sandbox| {
        leaves(sandbox, |command, output| {
            let shown = format!("{}{}", output.out, output.err);
            assert!(output.status < 2, "{command}: {shown}");
            let found = secret.found_in(&shown);
            assert!(found.is_empty(), "{command} says {found:?}\n{shown}");
        });
    });
}

/// A report that is confidential, in which three things are found.
const QUIET: &str = "---\ntitle: Stolen keys\nconfidential: true\nstatus: draft\nseverity: Quietly\n\
    started_at: 2026-03-10T10:00Z\nreferences: {pagerduty: P1}\nowners: mallory\ntags: [x, x]\n---\n";
/// One that names it, and one that it does not know.
const NAMES: &str = "---\ntitle: Checkout latency\nstatus: draft\nseverity: SEV-4\n\
    started_at: 2026-03-10T10:00Z\nreferences: {pagerduty: P1}\nrelated: [2026-03-10-thef]\n---\n";

fn quiet() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(&report("theft"), QUIET);
    sandbox.write(&report("thin"), NAMES);
    sandbox
}

#[test]
fn what_is_found_in_a_confidential_postmortem_is_one_line_on_the_configuration() {
    let sandbox = quiet();
    let shown = sandbox.pmrepo(&["check", "--format", "markdown"]).ends(1);
    snapbox::assert_data_eq!(shown.out, snapbox::str![[r#"
| | Rule | Where | What | What to do |
|---|---|---|---|---|
| warning | PM702 | postmortems/2026/2026-03-10-thin/postmortem.md:6 | \`references.pagerduty\` is that of \`2026-03-10 (confidential)\` too | put the two together, or give this one the number of its own incident |
| error | PM701 | postmortems/2026/2026-03-10-thin/postmortem.md:7 | no postmortem is called \`2026-03-10 (confidential)\` | did you mean \`2026-03-10 (confidential)\`? |
| error | confidential | pmrepo.yaml:1 | a confidential postmortem has 2 errors |  |

3 errors, 1 warning in 2 documents

"#]].raw());
    let shown = sandbox.pmrepo(&["check", "--format", "github"]).ends(1);
    snapbox::assert_data_eq!(shown.out, snapbox::str![[r#"
::error file=postmortems/2026/2026-03-10-thin/postmortem.md,line=7,title=PM701 unknown-postmortem::no postmortem is called `2026-03-10 (confidential)` (did you mean `2026-03-10 (confidential)`?)
::error file=pmrepo.yaml,line=1,title=confidential postmortem::a confidential postmortem has 2 errors
::warning file=postmortems/2026/2026-03-10-thin/postmortem.md,line=6,title=PM702 same-incident::`references.pagerduty` is that of `2026-03-10 (confidential)` too (put the two together, or give this one the number of its own incident)

"#]].raw());
    let shown = sandbox.pmrepo(&["check", "--format", "gitlab"]).ends(1);
    snapbox::assert_data_eq!(shown.out, snapbox::str![[r#"
[{"description":"`references.pagerduty` is that of `2026-03-10 (confidential)` too","check_name":"PM702","fingerprint":"PM702:postmortems/2026/2026-03-10-thin/postmortem.md/references/pagerduty","severity":"minor","location":{"path":"postmortems/2026/2026-03-10-thin/postmortem.md","lines":{"begin":6,"end":6}}},{"description":"no postmortem is called `2026-03-10 (confidential)`","check_name":"PM701","fingerprint":"PM701:postmortems/2026/2026-03-10-thin/postmortem.md/related/0","severity":"major","location":{"path":"postmortems/2026/2026-03-10-thin/postmortem.md","lines":{"begin":7,"end":7}}},{"description":"a confidential postmortem has 2 errors","check_name":"confidential","fingerprint":"confidential:pmrepo.yaml","severity":"major","location":{"path":"pmrepo.yaml","lines":{"begin":1,"end":1}}}]

"#]].raw());
    let shown = sandbox.pmrepo(&["check", "--format", "junit"]).ends(1);
    snapbox::assert_data_eq!(shown.out, snapbox::str![[r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite package="pmrepo" id="0" name="pmrepo check" timestamp="2026-04-01T12:00:00" hostname="localhost" tests="3" failures="2" errors="0" time="0">
    <properties/>
    <testcase classname="postmortems/2026/2026-03-10-thin/postmortem.md" name="PM702 6: `references.pagerduty` is that of `2026-03-10 (confidential)` too" time="0"/>
    <testcase classname="postmortems/2026/2026-03-10-thin/postmortem.md" name="PM701 7: no postmortem is called `2026-03-10 (confidential)`" time="0">
      <failure type="unknown-postmortem" message="no postmortem is called `2026-03-10 (confidential)`">did you mean `2026-03-10 (confidential)`?</failure>
    </testcase>
    <testcase classname="pmrepo.yaml" name="confidential 1: a confidential postmortem has 2 errors" time="0">
      <failure type="postmortem" message="a confidential postmortem has 2 errors"></failure>
    </testcase>
    <system-out/>
    <system-err/>
  </testsuite>
</testsuites>

"#]].raw());
    let shown = sandbox.pmrepo(&["check", "--format", "sarif"]).ends(1).out;
    let (_, results) = shown.split_once("\"results\":").unwrap();
    snapbox::assert_data_eq!(results, snapbox::str![[r#"
[{"ruleId":"PM702","level":"warning","message":{"text":"`references.pagerduty` is that of `2026-03-10 (confidential)` too. Put the two together, or give this one the number of its own incident."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"postmortems/2026/2026-03-10-thin/postmortem.md","uriBaseId":"%SRCROOT%"},"region":{"startLine":6,"startColumn":25,"endLine":6,"endColumn":27}}}],"partialFingerprints":{"pmrepo/v1":"PM702:postmortems/2026/2026-03-10-thin/postmortem.md/references/pagerduty"},"ruleIndex":54},{"ruleId":"PM701","level":"error","message":{"text":"no postmortem is called `2026-03-10 (confidential)`. Did you mean `2026-03-10 (confidential)`?"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"postmortems/2026/2026-03-10-thin/postmortem.md","uriBaseId":"%SRCROOT%"},"region":{"startLine":7,"startColumn":11,"endLine":7,"endColumn":26}}}],"partialFingerprints":{"pmrepo/v1":"PM701:postmortems/2026/2026-03-10-thin/postmortem.md/related/0"},"ruleIndex":53},{"ruleId":"confidential","level":"error","message":{"text":"A confidential postmortem has 2 errors."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"pmrepo.yaml","uriBaseId":"%SRCROOT%"},"region":{"startLine":1,"startColumn":1,"endLine":1,"endColumn":1}}}],"partialFingerprints":{"pmrepo/v1":"confidential:pmrepo.yaml"}}]}]}

"#]].raw());
    // Whoever works in the repository sees all of it.
    let human = sandbox.pmrepo(&["check"]).ends(1).out;
    assert!(
        human.contains("2026-03-10-theft") && human.contains("Quietly"),
        "{human}"
    );
}

#[test]
fn a_review_of_a_change_tells_the_date_and_how_much_was_found() {
    let sandbox = quiet();
    without_a_hook(&sandbox);
    let shown = sandbox.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    let (shown, _) = shown.split_once("\n### Questions").unwrap();
    snapbox::assert_data_eq!(
        shown,
        snapbox::str![[r#"
<!-- pmrepo pr -->
## Postmortems in this change

### 2026-03-10-thin

**Checkout latency**: is new, draft.

Before in-review:

- [ ] `detected_at` is missing: required from in-review
- [ ] `owner` is missing: required from in-review
- [ ] `resolved_at` is missing: required from in-review
- [ ] `services` is missing: required from in-review
- [ ] the section “Contributing Factors” is missing: required from in-review
- [ ] the section “Overview” is missing: required from in-review
- [ ] the section “Timeline” is missing: required from in-review
- [ ] the section “What Happened” is missing: required from in-review

Findings:

- warning PM702 postmortem.md:6: `references.pagerduty` is that of `2026-03-10 (confidential)` too
- error PM701 postmortem.md:7: no postmortem is called `2026-03-10 (confidential)`

### 2026-03-10 (confidential)

Findings:

- error confidential pmrepo.yaml:1: a confidential postmortem has 2 errors

"#]]
        .raw()
    );
    // One that is no longer confidential was it when the change began.
    sandbox.write(&report("theft"), QUIET.replace("confidential: true\n", ""));
    without_a_hook(&sandbox);
    let shown = sandbox.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    assert!(
        !shown.contains("theft") && !shown.contains("Quietly"),
        "{shown}"
    );
}

#[test]
fn whatever_is_no_plain_false_is_confidential() {
    let sandbox = Sandbox::new();
    for (says, is) in [
        ("true", true),
        ("yes", true),
        ("\"true\"", true),
        ("1", true),
        ("[]", true),
        ("false", false),
        ("null", false),
        ("", false),
    ] {
        let text = QUIET.replace("confidential: true", &format!("confidential: {says}"));
        sandbox.write(&report("theft"), text);
        let shown = sandbox.pmrepo(&["check", "--format", "github"]).ends(1).out;
        assert_eq!(!shown.contains("theft"), is, "{says}: {shown}");
    }
}

#[test]
fn a_file_that_is_no_root_gives_its_directory_away_neither() {
    let sandbox = Sandbox::plain();
    sandbox.git(&["init", "--quiet"]).ends(0);
    sandbox.write(&report("theft"), QUIET);
    let words = ["check", "--format", "github", &report("theft")];
    let shown = sandbox.pmrepo(&words).ends(1).out;
    assert!(
        shown.starts_with("::error file=pmrepo.yaml,line=1,"),
        "{shown}"
    );
    assert!(!shown.contains("theft"), "{shown}");
}

#[test]
fn each_root_has_a_line_of_its_own() {
    let sandbox = quiet();
    sandbox.write("teams/b/pmrepo.yaml", "");
    sandbox.write(&format!("teams/b/{}", report("break-in")), QUIET);
    sandbox
        .git(&["rm", "--quiet", "--cached", "pmrepo.yaml"])
        .ends(0);
    sandbox.write("teams/a/pmrepo.yaml", "");
    sandbox.write(&format!("teams/a/{}", report("theft")), QUIET);
    std::fs::remove_file(sandbox.path("pmrepo.yaml")).unwrap();
    let shown = sandbox.pmrepo(&["check", "--format", "github"]).ends(1).out;
    for root in ["a", "b"] {
        let line = format!("::error file=teams/{root}/pmrepo.yaml,line=1,");
        assert!(shown.contains(&line), "{shown}");
    }
}

/// Three ids that are words of a text wherever their directory lies: in a directory of one day, below
/// another postmortem, and without a date.
#[test]
fn a_confidential_postmortem_is_not_named_wherever_it_lies() {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "");
    let secret = "---\ntitle: X\nconfidential: true\nstatus: draft\nseverity: SEV-4\n\
                  started_at: 2026-03-10T10:00Z\n---\n";
    let hidden = [
        ("2026/2026-03-10-stolen", "2026-03-10-stolen"),
        ("2026-03-10/2026-03-10-burgled", "2026-03-10-burgled"),
        (
            "2026/2026-03-10-open/2026-03-10-nested",
            "2026-03-10-nested",
        ),
        ("2026/undated", "undated"),
    ];
    for (directory, _) in hidden {
        sandbox.write(&format!("postmortems/{directory}/postmortem.md"), secret);
    }
    let open = |related: &str| {
        format!(
            "---\ntitle: As in 2026-03-10-stolen\nstatus: draft\nseverity: SEV-4\n\
             started_at: 2026-03-10T10:00Z\nrelated: [{related}]\n---\n"
        )
    };
    sandbox.write(&report("open"), open(""));
    without_a_hook(&sandbox);
    let ids = hidden.map(|(_, id)| id);
    sandbox.write(&report("open"), open(&format!("{0}, {0}", ids.join(", "))));
    without_a_hook(&sandbox);
    let shown = sandbox.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    assert!(
        shown.contains("related: 2026-03-10 (confidential)"),
        "{shown}"
    );
    for id in ["stolen", "burgled", "nested", "undated"] {
        assert!(!shown.contains(id), "{id} in {shown}");
    }
}

/// Values are shown cut, each at some length: within an id, just behind it, and where nothing parts it from
/// what stands before.
#[test]
fn a_value_that_is_cut_names_no_confidential_postmortem() {
    let sandbox = Sandbox::new();
    sandbox.write(&report("theft"), QUIET);
    let id = "2026-03-10-theft";
    // Where it is cut off, from the beginning of the id.
    for at in [id.len() - 3, id.len(), id.len() + 1] {
        let value = |longest: usize, parted: &str| {
            let before = "a".repeat(longest - at - parted.len());
            format!("{before}{parted}{id} and more")
        };
        let [comma, quote, slash] = [",", "\"", "/"].map(|it| value(60, it));
        let config = format!("circles: {{a: '{comma}', b: '{quote}', c: {{d: ['{slash}']}}}}\n");
        let fields = [(",", "detection"), ("\"", "title")];
        let fields = fields.map(|(it, field)| format!("{field}: '{}'\n", value(80, it)));
        let timeline = |event: &str| {
            format!(
                "\n## Timeline\n\n| Time | Event |\n|---|---|\n| 2026-03-10T10:00Z | {event} |\n"
            )
        };
        let reviewed = GOOD.replace("status: draft", "status: reviewed");
        let was = reviewed.replace("title: Checkout latency\n", &fields.concat());
        sandbox.write("pmrepo.yaml", config);
        sandbox.write(&report("open"), was + &timeline(&value(60, " ")));
        without_a_hook(&sandbox);
        sandbox.write("pmrepo.yaml", "");
        sandbox.write(&report("open"), reviewed + &timeline("Nothing"));
        without_a_hook(&sandbox);
        for words in [
            &["pr", "HEAD~1...HEAD"][..],
            &["check", "--range", "HEAD~1..HEAD", "--format", "github"],
        ] {
            let shown = sandbox.pmrepo(words).out;
            assert!(shown.contains("PM804"), "{shown}");
            assert!(!shown.contains("10-the"), "{at}: {shown}");
        }
    }
}

#[test]
fn one_that_moves_to_a_root_that_asks_less_is_not_named() {
    let sandbox = Sandbox::new();
    sandbox.write("a/pmrepo.yaml", "required: {detection: draft}\n");
    sandbox.write("b/pmrepo.yaml", "");
    let ready = GOOD.replace("status: draft", "status: in-review");
    sandbox.write(&format!("a/{}", report("open")), ready);
    let [from, to] = ["a", "b"].map(|it| format!("{it}/{}", report("theft")));
    sandbox.write(&from, QUIET);
    without_a_hook(&sandbox);
    let there = sandbox.path(&to);
    std::fs::create_dir_all(there.parent().unwrap()).unwrap();
    sandbox.git(&["mv", &from, &to]).ends(0);
    without_a_hook(&sandbox);
    let words = ["check", "--range", "HEAD~1..HEAD", "--format"];
    let json = sandbox.pmrepo(&[&words[..], &["json"]].concat()).out;
    assert!(json.contains("moves to a root that asks less"), "{json}");
    for format in ["github", "gitlab", "sarif", "junit", "markdown"] {
        let shown = sandbox.pmrepo(&[&words[..], &[format]].concat()).out;
        assert!(!shown.contains("theft"), "{format}: {shown}");
    }
    let shown = sandbox.pmrepo(&["pr", "HEAD~1...HEAD"]).ends(0).out;
    assert!(!shown.contains("theft"), "{shown}");
}

/// Commits everything, whatever is wrong with it.
fn without_a_hook(sandbox: &Sandbox) {
    sandbox.git(&["add", "--all"]).ends(0);
    let words = ["commit", "--quiet", "--no-verify", "--message", "x"];
    sandbox.git(&words).ends(0);
}
