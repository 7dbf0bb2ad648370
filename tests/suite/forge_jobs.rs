//! The workflow and the pipeline that `init --ci` writes: their own scripts, run as the forge runs them.
#![cfg(unix)]

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::forges::MERGE;
use crate::forges::github;
use crate::forges::has_no_jq;
use crate::forges::pull_request;
use crate::forges::run;
use crate::forges::step;
use crate::forges::yaml;
use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// With few rights, from the base, and without a secret: nothing that a fork could use.
#[test]
fn the_workflow_of_init_judges_a_pull_request_with_the_right_to_read() {
    let sandbox = pull_request(&bad());
    let workflow = written_workflow(&sandbox);
    assert_eq!(workflow["permissions"], yaml("contents: read"));
    assert!(workflow["on"].get("pull_request_target").is_none());
    assert!(workflow["jobs"]["check"].get("permissions").is_none());
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let [.., tell, keep, check] = steps.as_slice() else {
        unreachable!("steps: {steps:?}");
    };
    run(&sandbox, tell, &BTreeMap::new(), &[MERGE]).ends(0);
    assert!(sandbox.read("ci/summary").contains("2026-03-10-new"));
    assert_eq!(
        sandbox.read("ci/summary"),
        sandbox.read("ci/postmortems.md")
    );
    assert_eq!(keep["with"]["path"], "${{ runner.temp }}/postmortems.md");
    // Where what changes cannot be told, that it is judged counts all the more.
    assert_eq!(check["if"], "${{ !cancelled() }}");
    let red = run(&sandbox, check, &BTreeMap::new(), &[MERGE]).ends(1).out;
    assert!(
        red.contains("2026-03-10-new") && !red.contains("2026-03-10-old"),
        "{red}"
    );
    let red = run(&sandbox, check, &BTreeMap::new(), &[]).ends(1).out;
    assert!(red.contains("2026-03-10-old"), "{red}");
}

/// The one job that may write has no checkout, is not there for forks, and does what the action does.
#[test]
fn the_workflow_of_init_keeps_one_comment() {
    let sandbox = pull_request(GOOD);
    let workflow = written_workflow(&sandbox);
    let job = &workflow["jobs"]["comment"];
    assert_eq!(job["permissions"], yaml("pull-requests: write"));
    let only =
        "${{ !cancelled() && github.event.pull_request.head.repo.full_name == github.repository }}";
    assert_eq!(job["if"], only);
    let steps = job["steps"].as_sequence().unwrap();
    let [load, write] = steps.as_slice() else {
        unreachable!("steps: {steps:?}");
    };
    let kept = &workflow["jobs"]["check"]["steps"];
    let kept = kept.as_sequence().unwrap().iter().rev().nth(1).unwrap();
    assert_eq!(load["with"]["name"], kept["with"]["name"]);
    assert_eq!(comment_of(write), comment_of(&step("Say what changes")));
    if has_no_jq(&sandbox) {
        return;
    }
    sandbox
        .sh("pmrepo pr main...HEAD > ci/postmortems.md")
        .ends(0);
    for call in ["issues/7/comments --field", "--method PATCH"] {
        run(&sandbox, write, &github("o/r"), &[MERGE]).ends(0);
        let calls = sandbox.read("ci/calls");
        assert!(calls.lines().last().unwrap().contains(call), "{calls}");
        let comment = sandbox.read("ci/comment");
        assert!(comment.contains("2026-03-10-new"), "{comment}");
    }
    sandbox.write("ci/refuse", "");
    let said = run(&sandbox, write, &github("o/r"), &[MERGE]).ends(0).out;
    assert!(said.contains("::warning title=pmrepo::"), "{said}");
}

/// How a script writes the comment: its function, and what is said where that fails.
fn comment_of(step: &Value) -> &str {
    let script = step["run"].as_str().unwrap();
    script.split_once("comment() {").unwrap().1
}

fn written_workflow(sandbox: &Sandbox) -> Value {
    sandbox
        .pmrepo(&["init", "--no-hook", "--ci", "github"])
        .ends(0);
    yaml(&sandbox.read(".github/workflows/postmortems.yml"))
}

/// The scripts of a job, run as GitLab's runner does.
fn job(sandbox: &Sandbox, name: &str, variables: &str) -> Output {
    let jobs = yaml(&sandbox.read(".gitlab-ci.yml"));
    let lines = jobs.get(name).and_then(|it| it.get("script"));
    let lines = lines.and_then(Value::as_sequence).unwrap();
    let lines: Vec<&str> = lines.iter().map(|it| it.as_str().unwrap()).collect();
    sandbox.write("ci/step", lines.join("\n"));
    let top = sandbox.path("").display().to_string();
    let script = format!(
        "export PATH=\"{top}/ci/bin:$PATH\" STATE={top}/ci {variables}\nbash -e -o pipefail ci/step"
    );
    sandbox.sh(&script)
}

#[test]
fn the_pipeline_judges_a_merge_request_and_keeps_one_note() {
    let sandbox = pull_request(&bad());
    sandbox
        .pmrepo(&["init", "--no-hook", "--ci", "gitlab"])
        .ends(0);
    let base = "CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse main)";
    let log = job(&sandbox, "postmortems", base).ends(1);
    assert!(
        log.out.contains("SEV1-ish") && !log.out.contains("2026-03-10-old"),
        "{log:?}"
    );
    let quality: serde_json::Value =
        serde_json::from_str(&sandbox.read("postmortems.json")).unwrap();
    assert_eq!(quality[0]["location"]["path"], report("new"));
    assert!(sandbox.read("postmortems.xml").contains("<failure"));
    // On main all of it counts, and there is nothing to compare.
    std::fs::remove_file(sandbox.path("postmortems.md")).unwrap();
    let log = job(&sandbox, "postmortems", "").ends(1);
    assert!(log.out.contains("2026-03-10-old"), "{log:?}");
    assert!(!sandbox.path("postmortems.md").exists());

    if has_no_jq(&sandbox) {
        return;
    }
    job(&sandbox, "postmortems", base).ends(1);
    let variables = "PMREPO_TOKEN=s3cret CI_API_V4_URL=https://gitlab.example.com/api/v4 CI_PROJECT_ID=3 \
                     CI_MERGE_REQUEST_IID=9";
    let call = |notes: &str| {
        sandbox.write("ci/notes", notes);
        sandbox.write("ci/calls", "");
        let done = job(&sandbox, "postmortem-note", variables).ends(0);
        assert!(!format!("{done:?}").contains("s3cret"));
        sandbox.read("ci/calls").lines().last().unwrap().to_owned()
    };
    // Somebody else's note with the mark is not ours.
    let other = r#"{"id": 1, "author": {"id": 8}, "body": "<!-- pmrepo pr -->\n"}"#;
    let ours = r#"{"id": 2, "author": {"id": 5}, "body": "<!-- pmrepo pr -->\n"}"#;
    let last = call(&format!("[{other}]"));
    assert!(
        last.ends_with("/projects/3/merge_requests/9/notes"),
        "{last}"
    );
    assert!(sandbox.read("ci/note").contains("2026-03-10-new"));
    let last = call(&format!("[{other}, {ours}]"));
    assert!(
        last.contains("--request PUT") && last.ends_with("/notes/2"),
        "{last}"
    );
    // Ours is found behind any number of others.
    let many = vec![other; 250].join(", ");
    let last = call(&format!("[{many}, {ours}, {other}]"));
    assert!(
        last.contains("--request PUT") && last.ends_with("/notes/2"),
        "{last}"
    );
    let last = call(&format!("[{many}]"));
    assert!(
        last.ends_with("/projects/3/merge_requests/9/notes"),
        "{last}"
    );
    // A link in the place of the text would send another file.
    sandbox.write("ci/secret", "mine");
    std::fs::remove_file(sandbox.path("postmortems.md")).unwrap();
    std::os::unix::fs::symlink(sandbox.path("ci/secret"), sandbox.path("postmortems.md")).unwrap();
    assert_ne!(job(&sandbox, "postmortem-note", variables).status, 0);
}

#[test]
fn the_pipeline_runs_nothing_that_a_merge_request_brings() {
    use std::os::unix::fs::symlink;
    let sandbox = pull_request(&bad());
    sandbox
        .pmrepo(&["init", "--no-hook", "--ci", "gitlab"])
        .ends(0);
    // What is written in a link's place lands where the link leads: in a program of the image.
    sandbox.write("ci/program", "#!/bin/sh\necho hello\n");
    for name in [
        "postmortems.md",
        "postmortems.json",
        "postmortems.xml",
        "overdue.md",
        "overdue.xml",
    ] {
        symlink("ci/program", sandbox.path(name)).unwrap();
    }
    let base = "CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse main)";
    job(&sandbox, "postmortems", base).ends(1);
    job(&sandbox, "overdue-postmortems", "").ends(0);
    assert_eq!(sandbox.read("ci/program"), "#!/bin/sh\necho hello\n");
    assert!(sandbox.read("postmortems.md").contains("2026-03-10-new"));
    // Python takes what lies beside it for a module of its own, unless it is told not to.
    for (forge, file) in [
        ("gitlab", ".gitlab-ci.yml"),
        ("github", ".github/workflows/postmortems.yml"),
        ("github", ".github/workflows/overdue-postmortems.yml"),
    ] {
        sandbox
            .pmrepo(&["init", "--no-hook", "--ci", forge])
            .ends(0);
        let text = sandbox.read(file);
        let installs: Vec<&str> = text
            .lines()
            .filter(|it| it.contains("pip install"))
            .collect();
        assert!(!installs.is_empty(), "{file}");
        assert!(
            installs.iter().all(|it| it.contains(" -I -m pip install")),
            "{installs:?}"
        );
    }
}
