//! `action.yml`: its own scripts, run as the forge runs them, with stand-ins for `gh` and `curl` that
//! keep what they are told.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;

use serde_yaml::Value;

use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

pub(crate) const ACTION: &str = include_str!("../../action.yml");

/// The comments of a pull request in a file, read with the filter that it is given, and every call on
/// record. `refuse` makes it a token that may read only.
const GH: &str = r#"#!/bin/sh
printf '%s ' "$@" | tr '\n' ' ' >> "$STATE/calls"
echo >> "$STATE/calls"
case "$*" in
  'attestation verify --help') exit ;;
  attestation*) [ ! -e "$STATE/unattested" ]; exit ;;
  *graphql*)
    for word; do [ "$before" != --jq ] || filter=$word; before=$word; done
    jq '{data: {repository: {pullRequest: {comments: {nodes: .}}}}}' "$STATE/comments" | jq -r "$filter"
    exit ;;
esac
[ ! -e "$STATE/refuse" ] || exit 1
for word; do
  case "$word" in body=@*) cat "${word#body=@}" > "$STATE/comment" ;; esac
done
url=https://github.example.com/o/r/pull/7#issuecomment-41
case "$*" in *PATCH*) exit ;; esac
jq --arg url "$url" --rawfile body "$STATE/comment" \
  '. + [{$url, viewerDidAuthor: true, $body}]' "$STATE/comments" > "$STATE/more" && mv "$STATE/more" "$STATE/comments"
"#;

/// Somebody else's comment, which begins as ours do.
const FOREIGN: &str = r##"[{"url": "https://github.example.com/o/r/pull/7#issuecomment-8", "viewerDidAuthor": false,
    "body": "<!-- pmrepo pr -->\nMine"}]"##;

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
  *per_page*)
    page=${*##*&page=}
    page=${page%%[!0-9]*}
    jq --argjson page "${page:-1}" '.[($page - 1) * 100 : $page * 100]' "$STATE/notes" ;;
  *body@postmortems.md*) cp postmortems.md "$STATE/note" ;;
esac
"#;

/// A repository in which main is known as origin's, with a branch that HEAD merges as a forge does:
/// a pull request that brings in one report.
pub(crate) fn pull_request(text: &str) -> Sandbox {
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
    sandbox.write("ci/comments", FOREIGN);
    for (name, text) in [("gh", GH), ("curl", CURL)] {
        let path = format!("ci/bin/{name}");
        sandbox.write(&path, text);
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(sandbox.path(&path), mode).unwrap();
    }
    sandbox
}

pub(crate) fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// What the expressions of a run come to.
pub(crate) fn github(from: &str) -> BTreeMap<&'static str, String> {
    let values = [
        ("inputs.directory", "."),
        ("inputs.fail-on", "error"),
        ("inputs.comment", "true"),
        ("inputs.version", ""),
        ("inputs.token", "token"),
        ("github.action_repository || github.repository", "o/pmrepo"),
        ("github.token", "token"),
        ("github.server_url", "https://github.example.com"),
        ("github.repository", "o/r"),
        ("github.event.pull_request.number", "7"),
        ("github.event.pull_request.head.repo.full_name", from),
    ];
    values.map(|(key, value)| (key, value.to_owned())).into()
}

/// Runs a step as the runner does: its `env` worked out, its script with `bash -e -o pipefail`.
pub(crate) fn run(
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
        let value = match name {
            Some(name) => values.get(name).unwrap(),
            None => expression,
        };
        exports.push_str(&format!("export {}='{value}'\n", key.as_str().unwrap()));
    }
    for (key, value) in more {
        exports.push_str(&format!("export {key}='{value}'\n"));
    }
    sandbox.sh(&format!("{exports}bash -e -o pipefail ci/step"))
}

pub(crate) fn step(name: &str) -> Value {
    let action = yaml(ACTION);
    let steps = action.get("runs").and_then(|it| it.get("steps"));
    let mut steps = steps.and_then(Value::as_sequence).unwrap().iter();
    let is_it = |it: &&Value| it.get("name").and_then(Value::as_str) == Some(name);
    steps.find(is_it).unwrap().clone()
}

pub(crate) const MERGE: (&str, &str) = ("GITHUB_BASE_REF", "main");

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
    // Without the program there is nothing to say, and outside of a pull request neither.
    let only = "${{ !cancelled() && steps.get.outcome == 'success' && github.base_ref }}";
    assert_eq!(say["if"], only);
    assert_eq!(step("Get pmrepo")["id"], "get");
    let sandbox = pull_request(GOOD);
    if has_no_jq(&sandbox) {
        return;
    }
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
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    assert!(sandbox.read("ci/comment").ends_with("\nNone.\n"));
    sandbox.write("ci/comments", FOREIGN);
    let before = writes(&sandbox);
    run(&sandbox, &say, &github("o/r"), &[MERGE]).ends(0);
    assert_eq!(writes(&sandbox), before);
}

/// Without the filter that the script brings along nothing can be said of the script.
pub(crate) fn has_no_jq(sandbox: &Sandbox) -> bool {
    let is_missing = sandbox.sh("command -v jq").status != 0;
    if is_missing {
        println!("skipped: jq is not installed");
    }
    is_missing
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
    values.insert("inputs.version", format!("v{version}"));
    let archive = "pmrepo-x86_64-unknown-linux-musl.tar.gz";
    make_release(&sandbox, archive);
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
    swap_archive(&sandbox, archive);
    assert_ne!(run(&sandbox, &get, &values, &[]).status, 0);
    sandbox.write("ci/release/SHA256SUMS", "");
    assert_ne!(run(&sandbox, &get, &values, &[]).status, 0);
    assert!(!sandbox.path("ci/path").exists());
    let said = run(&sandbox, &get, &values, &[("RUNNER_ARCH", "RISCV")])
        .ends(2)
        .out;
    assert!(said.starts_with("::error "), "{said}");
}

#[test]
fn the_action_takes_a_release_only_if_github_attests_who_built_it() {
    let get = step("Get pmrepo");
    let sandbox = pull_request(GOOD);
    let mut values = github("o/r");
    values.insert("inputs.version", env!("CARGO_PKG_VERSION").to_owned());
    values.insert("github.server_url", "https://github.com".to_owned());
    make_release(&sandbox, "pmrepo-x86_64-unknown-linux-musl.tar.gz");
    run(&sandbox, &get, &values, &[]).ends(0);
    let calls = sandbox.read("ci/calls");
    let asked = calls
        .lines()
        .find(|it| it.starts_with("attestation verify pmrepo-"));
    let asked = asked.unwrap();
    for it in [
        "--repo o/pmrepo",
        concat!("--source-ref refs/tags/v", env!("CARGO_PKG_VERSION")),
        "--signer-workflow o/pmrepo/.github/workflows/release.yml",
    ] {
        assert!(asked.contains(it), "{asked}");
    }
    std::fs::remove_file(sandbox.path("ci/path")).unwrap();
    sandbox.write("ci/unattested", "");
    let said = run(&sandbox, &get, &values, &[]).ends(2).out;
    assert!(
        said.contains("\n::error ") && said.contains("attest"),
        "{said}"
    );
    assert!(!sandbox.path("ci/path").exists());
}

/// The actions that a text uses: each with its reference and what is said behind it.
fn uses(text: &str) -> Vec<(&str, &str, &str)> {
    let lines = text.lines().filter_map(|it| it.split_once("uses: "));
    let lines = lines.filter_map(|(_, it)| it.split_once('@'));
    lines
        .map(|(action, it)| {
            let (reference, version) = it.split_once(" # ").unwrap_or((it, ""));
            (action, reference, version)
        })
        .collect()
}

#[test]
fn every_action_is_named_by_the_hash_of_a_version() {
    let mut all = std::collections::BTreeSet::new();
    for text in [
        include_str!("../../.github/workflows/ci.yml"),
        include_str!("../../.github/workflows/release.yml"),
        include_str!("../../src/template/github-workflow.yml"),
        include_str!("../../src/template/github-overdue.yml"),
        include_str!("../../.github/pages/where-it-runs.md"),
    ] {
        let used = uses(text);
        assert!(!used.is_empty());
        all.extend(used.into_iter().filter(|it| it.0 != "OWNER/pmrepo"));
    }
    for (action, hash, version) in &all {
        let is_hash = hash.len() == 40 && hash.bytes().all(|it| it.is_ascii_hexdigit());
        assert!(
            is_hash && version.starts_with('v'),
            "{action}@{hash} # {version}"
        );
    }
    // One of each; runners of Forgejo are slower to bring what a new checkout needs.
    let mut twice = BTreeMap::<&str, usize>::new();
    for (action, ..) in all.iter().filter(|it| it.2 != "v4.3.1") {
        *twice.entry(action).or_default() += 1;
    }
    assert!(twice.values().all(|it| *it == 1), "{twice:?}");
    let dependabot = include_str!("../../.github/dependabot.yml");
    assert!(dependabot.contains("package-ecosystem: github-actions"));
}

#[test]
fn a_release_is_attested_before_it_is_published() {
    let release = yaml(include_str!("../../.github/workflows/release.yml"));
    let job = &release["jobs"]["publish"];
    assert_eq!(
        job["permissions"],
        yaml("{contents: write, id-token: write, attestations: write}")
    );
    let steps = job["steps"].as_sequence().unwrap();
    let position = |is_it: &dyn Fn(&Value) -> bool| steps.iter().position(is_it).unwrap();
    let attests = position(&|it| {
        let uses = it.get("uses").and_then(Value::as_str).unwrap_or_default();
        uses.starts_with("actions/attest-build-provenance@")
    });
    let publishes = position(&|it| it.get("name").and_then(Value::as_str) == Some("Publish"));
    assert!(attests < publishes);
    assert_eq!(steps[attests]["with"]["subject-path"], "dist/*");
}

/// Puts an archive with a program that says hello, and its checksum, where `curl` finds them.
pub(crate) fn make_release(sandbox: &Sandbox, archive: &str) {
    let pack = format!(
        "mkdir -p ci/release && cd ci/release && echo echo hello > pmrepo && chmod +x pmrepo &&
         tar -czf {archive} pmrepo &&
         $(command -v sha256sum || echo 'shasum -a 256') {archive} > SHA256SUMS && rm pmrepo"
    );
    sandbox.sh(&pack).ends(0);
}

/// Puts another whole archive in its place, so that nothing but the checksum can refuse it.
pub(crate) fn swap_archive(sandbox: &Sandbox, archive: &str) {
    let swap = format!(
        "cd ci/release && echo echo other > pmrepo && chmod +x pmrepo && tar -czf {archive} pmrepo && rm pmrepo"
    );
    sandbox.sh(&swap).ends(0);
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
    for name in [
        "pmrepo-$TARGET.tar.gz",
        "SHA256SUMS",
        // What is shipped is the quick program, in archives and in wheels.
        "cargo build --profile dist",
        "target/$TARGET/dist/$program",
        "maturin build --profile dist",
    ] {
        assert!(release.contains(name), "{name}");
    }
}
