//! The files that `init --ci` writes, and the job that keeps an issue about what is late.

use std::process::Command;
use std::process::Stdio;

use serde_yaml::Value;

use crate::sandbox::Sandbox;
use crate::sandbox::report;

const WORKFLOW: &str = ".github/workflows/overdue-postmortems.yml";

/// Overdue at any moment since.
const LATE: &str = "---\ntitle: \"Latency $(touch pwned) `touch pwned` ${{ github.token }}\"\n\
    status: draft\nseverity: SEV-2\nstarted_at: 2026-01-10T10:00Z\nresolved_at: 2026-01-10T11:00Z\n---\n";

fn with_ci(forge: &str) -> Sandbox {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main"])
        .ends(0);
    repo.pmrepo(&["init", "--no-hook", "--ci", forge]).ends(0);
    repo
}

fn yaml(repo: &Sandbox, path: &str) -> Value {
    serde_yaml::from_str(&repo.read(path)).unwrap()
}

/// Every script of a workflow or a pipeline.
fn scripts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Mapping(map) => {
            for (key, value) in map {
                let is_script = matches!(key.as_str(), Some("run" | "script" | "before_script"));
                match value {
                    Value::String(text) if is_script => found.push(text.clone()),
                    Value::Sequence(lines) if is_script => {
                        found.extend(lines.iter().map(|it| it.as_str().unwrap().to_owned()));
                    }
                    value => scripts(value, found),
                }
            }
        }
        Value::Sequence(items) => items.iter().for_each(|it| scripts(it, found)),
        _ => {}
    }
}

#[test]
fn every_script_is_one_and_holds_nothing_of_the_event() {
    for (forge, files, count) in [
        (
            "github",
            &[WORKFLOW, ".github/workflows/postmortems.yml"][..],
            8,
        ),
        ("gitlab", &[".gitlab-ci.yml"], 9),
    ] {
        let repo = with_ci(forge);
        let mut all = Vec::new();
        for file in files {
            scripts(&yaml(&repo, file), &mut all);
        }
        assert_eq!(all.len(), count, "{all:#?}");
        for script in all {
            assert!(!script.contains("${{"), "{script}");
            repo.write("script", &script);
            repo.sh("bash -n script").ends(0);
        }
        let before: Vec<String> = files.iter().map(|it| repo.read(it)).collect();
        let again = repo.pmrepo(&["init", "--no-hook", "--ci", forge]).ends(0);
        assert!(!again.err.contains("may go into it"), "{again:#?}");
        let after: Vec<String> = files.iter().map(|it| repo.read(it)).collect();
        assert_eq!(before, after);
    }
}

#[test]
fn the_nightly_job_has_the_rights_it_needs_and_no_more() {
    let repo = with_ci("github");
    let workflow = yaml(&repo, WORKFLOW);
    let rights: Value = serde_yaml::from_str("{contents: read, issues: write}").unwrap();
    assert_eq!(workflow["permissions"], rights);
    assert!(workflow["on"]["schedule"][0]["cron"].is_string());
    let jobs = workflow["jobs"].as_mapping().unwrap();
    for (_, job) in jobs {
        assert!(job.get("permissions").is_none());
        for step in job["steps"].as_sequence().unwrap() {
            let uses = step.get("uses").and_then(Value::as_str);
            assert!(uses.is_none_or(|it| it.starts_with("actions/")), "{step:?}");
        }
    }
}

#[test]
fn a_file_that_is_there_stays() {
    let repo = with_ci("github");
    repo.write(WORKFLOW, "name: Mine\n");
    let said = repo
        .pmrepo(&["init", "--no-hook", "--ci", "github"])
        .ends(0);
    assert!(said.err.contains("stays as it is"), "{said:#?}");
    assert_eq!(repo.read(WORKFLOW), "name: Mine\n");
}

/// Stands in for `gh`: one issue in a directory, and every call on record.
const GH: &str = r#"#!/bin/sh
echo "$*" >> "$ISSUE/calls"
body() { while [ $# -gt 0 ]; do [ "$1" != --body-file ] || cat "$2" > "$ISSUE/body"; shift; done; }
case "$1 $2" in
  "issue list") [ ! -e "$ISSUE/body" ] || echo "7 $(cat "$ISSUE/state")" ;;
  "issue create") echo OPEN > "$ISSUE/state"; body "$@" ;;
  "issue edit") [ "$3" = 7 ] && body "$@" ;;
  "issue close") [ "$3" = 7 ] && echo CLOSED > "$ISSUE/state" ;;
  "issue reopen") [ "$3" = 7 ] && echo OPEN > "$ISSUE/state" ;;
  "label create") ;;
  *) exit 64 ;;
esac
"#;

/// Runs the last two steps of the job as the runner does: each with `bash -e`, with what the first
/// wrote for the second. Gives the calls of `gh` without their options, and the exit status.
#[cfg(unix)]
fn night(repo: &Sandbox) -> (Vec<String>, i32) {
    use std::os::unix::fs::PermissionsExt as _;
    repo.write("ci/bin/gh", GH);
    let gh = repo.path("ci/bin/gh");
    std::fs::set_permissions(gh, std::fs::Permissions::from_mode(0o755)).unwrap();
    repo.write("ci/calls", "");
    repo.write("ci/env", "");
    let workflow = yaml(repo, WORKFLOW);
    let job = workflow.get("jobs").unwrap().get("overdue").unwrap();
    let steps = job.get("steps").unwrap().as_sequence().unwrap();
    let script = r#"set -a; . ci/env; PATH="$PWD/ci/bin:$PATH"; ISSUE="$PWD/ci"
        RUNNER_TEMP="$PWD/ci"; GITHUB_ENV="$PWD/ci/env"; GITHUB_STEP_SUMMARY="$PWD/ci/summary"
        RUN=https://example.com/run; bash -e ci/step"#;
    let mut status = 0;
    for step in steps.iter().skip(3) {
        repo.write("ci/step", step.get("run").unwrap().as_str().unwrap());
        status = repo.sh(script).status;
        if status != 0 {
            break;
        }
    }
    let calls = repo.read("ci/calls");
    let calls = calls.lines().map(|it| {
        let words: Vec<&str> = it.split(' ').take(3).collect();
        words.join(" ")
    });
    (calls.filter(|it| !it.starts_with("map(")).collect(), status)
}

#[cfg(unix)]
#[test]
fn one_issue_is_opened_kept_closed_and_opened_again() {
    let repo = with_ci("github");
    let starts = |(calls, status): (Vec<String>, i32), wanted: &[&str]| {
        let calls: Vec<&str> = calls
            .iter()
            .map(|it| it.trim())
            .filter(|it| it.starts_with("issue ") || it.starts_with("label "))
            .collect();
        assert_eq!((calls.as_slice(), status), (wanted, 0));
    };
    // Nothing is late and there is no issue: nothing is done.
    starts(night(&repo), &["issue list --label"]);
    repo.write(&report("late"), LATE);
    starts(
        night(&repo),
        &[
            "issue list --label",
            "label create overdue-postmortems",
            "issue create --title",
        ],
    );
    let body = repo.read("ci/body");
    assert!(
        body.starts_with("<!-- pmrepo: overdue -->\n\n### Late\n"),
        "{body}"
    );
    assert!(body.contains("touch pwned"), "{body}");
    assert!(body.ends_with("[The run that wrote this](https://example.com/run)\n"));
    assert!(!repo.path("pwned").exists());
    let summary = repo.read("ci/summary");
    assert!(summary.contains("### Late\n"), "{summary}");
    // The next night the same issue is edited.
    repo.write(&report("later"), LATE);
    starts(night(&repo), &["issue list --label", "issue edit 7"]);
    assert!(repo.read("ci/body").contains("2026-03-10-later"));
    // What cannot be read is in it too.
    repo.write(&report("later"), "---\ntitle: [\n---\n");
    starts(night(&repo), &["issue list --label", "issue edit 7"]);
    assert!(repo.read("ci/body").contains("### Cannot be read"));
    // Nothing is late any more, and then something is again.
    let done = LATE.replace(
        "status: draft",
        "status: not-required\nnot_required_because: A drill.",
    );
    repo.write(&report("late"), &done);
    repo.write(&report("later"), &done);
    starts(
        night(&repo),
        &["issue list --label", "issue edit 7", "issue close 7"],
    );
    starts(night(&repo), &["issue list --label"]);
    repo.write(&report("late"), LATE);
    starts(
        night(&repo),
        &["issue list --label", "issue edit 7", "issue reopen 7"],
    );
    assert_eq!(repo.read("ci/state"), "OPEN\n");
    // An issue holds so much and no more.
    for at in 0..400 {
        let title = format!("title: \"{} ", "x".repeat(300));
        let text = LATE.replace("title: \"", &title);
        repo.write(&report(&format!("many-{at}")), text);
    }
    starts(night(&repo), &["issue list --label", "issue edit 7"]);
    let body = repo.read("ci/body");
    assert!(
        body.len() < 65_536 && body.contains("\n…\n"),
        "{}",
        body.len()
    );
}

#[cfg(unix)]
#[test]
fn the_nightly_job_is_red_when_it_is_broken() {
    let repo = with_ci("github");
    repo.write("ci/keep", "");
    std::fs::remove_file(repo.path("pmrepo.yaml")).unwrap();
    assert_eq!(night(&repo), (Vec::new(), 2));
    let repo = with_ci("github");
    let workflow = repo.read(WORKFLOW);
    repo.write(WORKFLOW, workflow.replace("gh issue list", "gh issue lost"));
    assert_eq!(night(&repo).1, 64);
}

#[test]
fn a_scheduled_pipeline_leaves_a_page_and_a_test_report() {
    let repo = with_ci("gitlab");
    repo.write(&report("late"), LATE);
    let job = &yaml(&repo, ".gitlab-ci.yml")["overdue-postmortems"];
    let mut lines = Vec::new();
    scripts(job, &mut lines);
    let script = lines.join("\n");
    repo.write("script", script);
    let log = repo.sh("bash -eo pipefail script").ends(0).out;
    assert!(log.starts_with("### Late\n"), "{log}");
    assert_eq!(repo.read("overdue.md"), log);
    assert!(repo.read("overdue.xml").contains("<failure"));
}

/// `gh` hands this to jq. The one with the marker, open before closed, newest first.
#[test]
fn the_issue_is_found_by_its_marker() {
    let repo = with_ci("github");
    let text = repo.read(WORKFLOW);
    let (_, rest) = text.split_once("--jq '").unwrap();
    let (filter, _) = rest.split_once('\'').unwrap();
    for (issues, found) in [
        ("[]", ""),
        (
            r#"[{"number": 9, "state": "OPEN", "body": "mine"},
                {"number": 8, "state": "CLOSED", "body": "<!-- pmrepo: overdue -->\r\n"},
                {"number": 5, "state": "CLOSED", "body": "<!-- pmrepo: overdue -->"}]"#,
            "8 CLOSED\n",
        ),
        (
            r#"[{"number": 8, "state": "CLOSED", "body": "<!-- pmrepo: overdue -->"},
                {"number": 5, "state": "OPEN", "body": "<!-- pmrepo: overdue -->"}]"#,
            "5 OPEN\n",
        ),
    ] {
        repo.write("issues.json", issues);
        let Ok(jq) = Command::new("jq")
            .args(["--raw-output", filter])
            .stdin(std::fs::File::open(repo.path("issues.json")).unwrap())
            .stderr(Stdio::inherit())
            .output()
        else {
            println!("skipped: jq is not installed");
            return;
        };
        assert_eq!(String::from_utf8(jq.stdout).unwrap(), found);
    }
}
