//! `action.yml`, the workflow and the pipeline that `init --ci` writes: their own scripts, run as the
//! forge runs them, with stand-ins for `gh` and `curl` that keep what they are told.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use serde_yaml::Value;

use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

const ACTION: &str = include_str!("../../action.yml");

/// One comment in a file, and every call on record. `refuse` makes it a token that may read only.
const GH: &str = r#"#!/bin/sh
printf '%s\n' "$*" >> "$STATE/calls"
case "$*" in
  *"--paginate repos/o/r/issues/7/comments"*) [ ! -e "$STATE/comment" ] || echo 41; exit ;;
esac
[ ! -e "$STATE/refuse" ] || exit 1
for word; do
  case "$word" in body=@*) cat "${word#body=@}" > "$STATE/comment" ;; esac
done
"#;

/// GitLab: who asks, the notes that are there, and one that is written. A token in a command is a fault.
const CURL: &str = r#"#!/bin/sh
printf '%s\n' "$*" >> "$STATE/calls"
case "$*" in *s3cret*) exit 64 ;; esac
case "$*" in
  *https://*/releases/*) for last; do :; done; cp "$STATE/release/${last##*/}" . || exit 22; exit ;;
esac
grep -qx 'PRIVATE-TOKEN: s3cret' || exit 65
case "$*" in
  */user) echo '{"id": 5}' ;;
  *per_page*) cat "$STATE/notes" ;;
  *body@postmortems.md*) cp postmortems.md "$STATE/note" ;;
esac
"#;

/// A repository in which main is known as origin's, with a branch that HEAD merges as a forge does:
/// a pull request that brings in one report.
fn pull_request(text: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(".gitignore", "ci/\n*.md.out\npostmortems.*\n");
    sandbox.write(&report("old"), bad());
    sandbox.commit("One").ends(0);
    let script = "git update-ref refs/remotes/origin/main main && git checkout -q -b topic";
    sandbox.sh(script).ends(0);
    sandbox.write(&report("new"), text);
    sandbox.commit("Two").ends(0);
    let merge = "git checkout -q --detach main && git merge -q --no-ff --no-edit topic";
    sandbox.sh(merge).ends(0);
    for (name, text) in [("gh", GH), ("curl", CURL)] {
        let path = format!("ci/bin/{name}");
        sandbox.write(&path, text);
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(sandbox.path(&path), mode).unwrap();
    }
    sandbox
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// What the expressions of a run come to.
fn github(from: &str) -> BTreeMap<&'static str, String> {
    let values = [
        ("inputs.directory", "."),
        ("inputs.fail-on", "error"),
        ("inputs.comment", "true"),
        ("inputs.version", ""),
        ("inputs.token", "token"),
        ("github.action_repository", "o/pmrepo"),
        ("github.server_url", "https://github.example.com"),
        ("github.repository", "o/r"),
        ("github.event.pull_request.number", "7"),
        ("github.event.pull_request.head.repo.full_name", from),
    ];
    values.map(|(key, value)| (key, value.to_owned())).into()
}

/// Runs a step as the runner does: its `env` worked out, its script with `bash -e -o pipefail`.
fn run(
    sandbox: &Sandbox,
    step: &Value,
    values: &BTreeMap<&str, String>,
    more: &[(&str, &str)],
) -> Output {
    let script = step.get("run").unwrap().as_str().unwrap();
    assert!(!script.contains("${{"), "{script}");
    sandbox.write("ci/step", script);
    let top = sandbox.path("").display().to_string();
    let mut exports = format!(
        "export PATH=\"{top}/ci/bin:$PATH\" STATE={top}/ci RUNNER_TEMP={top}/ci GITHUB_PATH={top}/ci/path \
         GITHUB_STEP_SUMMARY={top}/ci/summary GITHUB_BASE_REF= GITHUB_ACTION_PATH={} \
         RUNNER_OS=Linux RUNNER_ARCH=X64\n",
        env!("CARGO_MANIFEST_DIR")
    );
    let env = step.get("env").and_then(Value::as_mapping);
    for (key, value) in env.into_iter().flatten() {
        let expression = value.as_str().unwrap();
        let name = expression
            .strip_prefix("${{ ")
            .and_then(|it| it.strip_suffix(" }}"));
        let value = values.get(name.unwrap()).unwrap();
        exports.push_str(&format!("export {}='{value}'\n", key.as_str().unwrap()));
    }
    for (key, value) in more {
        exports.push_str(&format!("export {key}='{value}'\n"));
    }
    sandbox.sh(&format!("{exports}bash -e -o pipefail ci/step"))
}

fn step(name: &str) -> Value {
    let action = yaml(ACTION);
    let steps = action.get("runs").and_then(|it| it.get("steps"));
    let mut steps = steps.and_then(Value::as_sequence).unwrap().iter();
    let is_it = |it: &&Value| it.get("name").and_then(Value::as_str) == Some(name);
    steps.find(is_it).unwrap().clone()
}

const MERGE: (&str, &str) = ("GITHUB_BASE_REF", "main");

#[test]
fn the_action_annotates_what_a_pull_request_introduces() {
    let check = step("Check the postmortems");
    let sandbox = pull_request(&bad());
    let red = run(&sandbox, &check, &github("o/r"), &[MERGE]).ends(1);
    let lines: Vec<&str> = red.out.lines().collect();
    assert!(
        lines
            .iter()
            .all(|it| it.starts_with("::error file=postmortems/2026/2026-03-10-new/")),
        "{lines:#?}"
    );
    assert!(!lines.is_empty());
    let sandbox = pull_request(GOOD);
    assert_eq!(
        run(&sandbox, &check, &github("o/r"), &[MERGE]).ends(0).out,
        ""
    );
    // A push is judged as a whole.
    let all = run(&sandbox, &check, &github("o/r"), &[]).ends(1).out;
    assert!(all.contains("2026-03-10-old"), "{all}");
    // With too little history nothing is guessed.
    let top = sandbox.path("").display().to_string();
    let shallow = format!("git clone -q --depth 1 'file://{top}' ci/shallow");
    sandbox.sh(&shallow).ends(0);
    let mut values = github("o/r");
    values.insert("inputs.directory", "ci/shallow".to_owned());
    let said = run(&sandbox, &check, &values, &[MERGE]).ends(2).out;
    assert!(said.contains("fetch-depth: 0"), "{said}");
}

#[test]
fn the_action_keeps_one_comment_and_writes_none_from_a_fork() {
    let say = step("Say what changes");
    let sandbox = pull_request(GOOD);
    let writes = |sandbox: &Sandbox| -> usize {
        let calls = std::fs::read_to_string(sandbox.path("ci/calls")).unwrap_or_default();
        calls.lines().filter(|it| it.contains("--silent")).count()
    };
    // From a fork: the summary alone.
    run(&sandbox, &say, &github("fork/r"), &[MERGE]).ends(0);
    assert_eq!(writes(&sandbox), 0);
    assert!(sandbox.read("ci/summary").contains("2026-03-10-new"));
    // Written once, and changed from then on.
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    let calls = sandbox.read("ci/calls");
    assert!(
        calls.contains("api --silent repos/o/r/issues/7/comments --field"),
        "{calls}"
    );
    assert!(
        calls.contains("--method PATCH repos/o/r/issues/comments/41 --field"),
        "{calls}"
    );
    let comment = sandbox.read("ci/comment");
    assert!(
        comment.starts_with("<!-- pmrepo pr -->\n") && comment.contains("2026-03-10-new"),
        "{comment}"
    );
    // A token that may write nothing is said and makes nothing red.
    sandbox.write("ci/refuse", "");
    let said = run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0).out;
    assert!(said.contains("::warning title=pmrepo::"), "{said}");
    std::fs::remove_file(sandbox.path("ci/refuse")).unwrap();
    // Not wanted.
    let before = writes(&sandbox);
    let mut values = github("o/r");
    values.insert("inputs.comment", "false".to_owned());
    run(&sandbox, &say, &values, &[MERGE]).ends(0);
    assert_eq!(writes(&sandbox), before);
    // A pull request without postmortems gets none, but one that had some is told.
    sandbox.sh("git checkout -q --detach main").ends(0);
    std::fs::remove_file(sandbox.path("ci/comment")).unwrap();
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    assert!(!sandbox.path("ci/comment").exists());
    sandbox.write("ci/comment", "before");
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    assert!(sandbox.read("ci/comment").ends_with("\nNone.\n"));
}

#[test]
fn the_action_takes_a_release_only_with_its_checksum() {
    let get = step("Get pmrepo");
    let sandbox = pull_request(GOOD);
    // What is on the path is taken as it is.
    run(&sandbox, &get, &github("o/r"), &[]).ends(0);
    assert!(!sandbox.path("ci/calls").exists());
    let version = env!("CARGO_PKG_VERSION");
    let mut values = github("o/r");
    values.insert("inputs.version", version.to_owned());
    let archive = "pmrepo-x86_64-unknown-linux-musl.tar.gz";
    let pack = format!(
        "mkdir -p ci/release && cd ci/release && echo echo hello > pmrepo && chmod +x pmrepo &&
         tar -czf {archive} pmrepo && sha256sum {archive} > SHA256SUMS && rm pmrepo"
    );
    sandbox.sh(&pack).ends(0);
    run(&sandbox, &get, &values, &[]).ends(0);
    let place = sandbox.read("ci/path");
    assert!(
        place.trim().ends_with(&format!("ci/pmrepo-{version}")),
        "{place}"
    );
    assert_eq!(
        sandbox.sh(&format!("{}/pmrepo", place.trim())).out,
        "hello\n"
    );
    let calls = sandbox.read("ci/calls");
    let address =
        format!("https://github.example.com/o/pmrepo/releases/download/v{version}/{archive}");
    assert!(calls.contains(&address), "{calls}");
    // Another archive than the sums say, an archive that they do not name, a machine without release.
    std::fs::remove_file(sandbox.path("ci/path")).unwrap();
    sandbox
        .sh("cd ci/release && echo x >> pmrepo-x86_64-unknown-linux-musl.tar.gz")
        .ends(0);
    assert_ne!(run(&sandbox, &get, &values, &[]).status, 0);
    sandbox.write("ci/release/SHA256SUMS", "");
    assert_ne!(run(&sandbox, &get, &values, &[]).status, 0);
    assert!(!sandbox.path("ci/path").exists());
    let said = run(&sandbox, &get, &values, &[("RUNNER_ARCH", "RISCV")])
        .ends(2)
        .out;
    assert!(said.starts_with("::error "), "{said}");
}

/// The workflow of releases makes what the action fetches.
#[test]
fn the_action_fetches_what_a_release_holds() {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/.github/workflows/release.yml");
    let Ok(release) = std::fs::read_to_string(place) else {
        println!("skipped: a package holds no workflows");
        return;
    };
    let script = step("Get pmrepo");
    let script = script["run"].as_str().unwrap();
    let targets: Vec<&str> = script
        .lines()
        .filter_map(|it| it.split_once(") target=")?.1.strip_suffix(" ;;"))
        .collect();
    assert_eq!(targets.len(), 5);
    let built = yaml(&release);
    let built = built["jobs"]["build"]["strategy"]["matrix"]["include"]
        .as_sequence()
        .unwrap();
    let built: Vec<&str> = built
        .iter()
        .map(|it| it["target"].as_str().unwrap())
        .collect();
    for target in targets {
        assert!(built.contains(&target), "{target}");
    }
    for name in ["pmrepo-$TARGET.tar.gz", "SHA256SUMS"] {
        assert!(release.contains(name), "{name}");
    }
}

/// With few rights, from the base, and without a secret: nothing that a fork could use.
#[test]
fn the_workflow_of_init_judges_a_pull_request_with_the_right_to_read() {
    let sandbox = pull_request(&bad());
    sandbox
        .pmrepo(&["init", "--no-hook", "--ci", "github"])
        .ends(0);
    let workflow = yaml(&sandbox.read(".github/workflows/postmortems.yml"));
    assert_eq!(workflow["permissions"], yaml("contents: read"));
    assert!(workflow["on"].get("pull_request_target").is_none());
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let [.., tell, check] = steps.as_slice() else {
        unreachable!("steps: {steps:?}");
    };
    run(&sandbox, tell, &BTreeMap::new(), &[MERGE]).ends(0);
    assert!(sandbox.read("ci/summary").contains("2026-03-10-new"));
    let red = run(&sandbox, check, &BTreeMap::new(), &[MERGE]).ends(1).out;
    assert!(
        red.contains("2026-03-10-new") && !red.contains("2026-03-10-old"),
        "{red}"
    );
    let red = run(&sandbox, check, &BTreeMap::new(), &[]).ends(1).out;
    assert!(red.contains("2026-03-10-old"), "{red}");
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

    if sandbox.sh("command -v jq").status != 0 {
        println!("skipped: jq is not installed");
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
}

/// The blocks of a page of the README, by their language.
fn page(heading: &str, language: &str) -> Vec<String> {
    let (_, rest) = include_str!("../../README.md")
        .split_once(&format!("\n### {heading}\n"))
        .unwrap();
    let page = rest
        .split("\n### ")
        .next()
        .unwrap()
        .split("\n## ")
        .next()
        .unwrap();
    let fence = format!("```{language}\n");
    let blocks = page.split(&fence).skip(1);
    blocks
        .map(|it| it.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_page_on_github_uses_the_action_as_it_is() {
    let blocks = page("On GitHub", "yaml");
    let [workflow] = blocks.as_slice() else {
        unreachable!("{blocks:?}");
    };
    let workflow = yaml(workflow);
    let steps = workflow["jobs"]["postmortems"]["steps"]
        .as_sequence()
        .unwrap();
    let version = concat!("OWNER/pmrepo@v", env!("CARGO_PKG_VERSION"));
    assert_eq!(steps.last().unwrap()["uses"], version);
    assert_eq!(steps.first().unwrap()["with"]["fetch-depth"], 0);
    assert_eq!(
        workflow["permissions"],
        yaml("{contents: read, pull-requests: write}")
    );
    assert!(workflow["on"].get("pull_request_target").is_none());
    let action = yaml(ACTION);
    for input in ["comment", "directory", "fail-on", "version", "token"] {
        assert!(action["inputs"].get(input).is_some(), "{input}");
    }
    let sandbox = pull_request(GOOD);
    let [init] = &page("On GitHub", "sh")[..] else {
        unreachable!();
    };
    sandbox.sh(init).ends(0);
    assert!(sandbox.path(".github/workflows/postmortems.yml").exists());
    assert!(
        sandbox
            .path(".github/workflows/overdue-postmortems.yml")
            .exists()
    );
}

#[test]
fn the_page_on_gitlab_writes_the_pipeline() {
    let sandbox = pull_request(GOOD);
    let [init] = &page("On GitLab", "sh")[..] else {
        unreachable!();
    };
    sandbox.sh(init).ends(0);
    assert!(sandbox.read(".gitlab-ci.yml").contains("PMREPO_TOKEN"));
}

#[test]
fn the_page_on_forgejo_judges_a_pull_request_in_the_log() {
    let sandbox = pull_request(&bad());
    let [workflow] = &page("On Forgejo and Gitea", "yaml")[..] else {
        unreachable!();
    };
    let workflow = yaml(workflow);
    let steps = workflow["jobs"]["postmortems"]["steps"]
        .as_sequence()
        .unwrap();
    let install = steps.iter().rev().nth(1).unwrap()["run"].as_str().unwrap();
    assert!(install.ends_with(env!("CARGO_PKG_VERSION")), "{install}");
    let last = steps.last().unwrap();
    let red = run(&sandbox, last, &BTreeMap::new(), &[MERGE]).ends(1).out;
    assert!(red.starts_with("<!-- pmrepo pr -->"), "{red}");
    assert!(
        red.contains("SEV1-ish") && !red.contains("2026-03-10-old"),
        "{red}"
    );
    let red = run(&sandbox, last, &BTreeMap::new(), &[]).ends(1).out;
    assert!(red.contains("2026-03-10-old"), "{red}");
}

/// The hook as it is installed, and behind one that runs what lies in `pre-receive.d`, as forges do.
#[test]
fn the_page_on_a_server_guards_it() {
    let [install, script] = &page("On a server of your own", "sh")[..] else {
        unreachable!();
    };
    for is_installed in [true, false] {
        let sandbox = pull_request(GOOD);
        sandbox
            .sh("git checkout -q main && git init -q --bare --template= -b main ci/server.git")
            .ends(0);
        if is_installed {
            sandbox
                .sh(&format!("cd ci/server.git && {install}"))
                .ends(0);
        } else {
            let hooks = "ci/server.git/hooks";
            sandbox.write(&format!("{hooks}/pre-receive.d/pmrepo"), script);
            let forge = "#!/bin/sh\nall=$(cat)\nfor hook in hooks/pre-receive.d/*; do\n\
                         printf '%s\\n' \"$all\" | \"$hook\" || exit\ndone\n";
            sandbox.write(&format!("{hooks}/pre-receive"), forge);
            sandbox
                .sh(&format!(
                    "chmod +x {hooks}/pre-receive {hooks}/pre-receive.d/pmrepo"
                ))
                .ends(0);
        }
        let refused = sandbox.git(&["push", "ci/server.git", "main"]).ends(1).err;
        assert!(refused.contains("SEV1-ish"), "{refused}");
        sandbox.write(&report("old"), GOOD);
        sandbox.commit("Mend").ends(0);
        sandbox.git(&["push", "ci/server.git", "main"]).ends(0);
    }
}

/// What the page on hook managers says, for the tests that run them.
pub(crate) fn managers_page(language: &str) -> Vec<String> {
    page("Hook managers", language)
}
