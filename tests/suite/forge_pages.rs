//! The page about forges and hook managers, followed word for word.
#![cfg(unix)]

use std::collections::BTreeMap;

use crate::forges::ACTION;
use crate::forges::MERGE;
use crate::forges::make_release;
use crate::forges::pull_request;
use crate::forges::run;
use crate::forges::step;
use crate::forges::swap_archive;
use crate::forges::yaml;
use crate::sandbox::GOOD;
use crate::sandbox::bad;
use crate::sandbox::report;

/// The blocks of a section of the page, by their language.
pub(crate) fn page(heading: &str, language: &str) -> Vec<String> {
    let (_, rest) = include_str!("../../.github/pages/where-it-runs.md")
        .split_once(&format!("\n## {heading}\n"))
        .unwrap();
    let page = rest.split("\n## ").next().unwrap();
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
    let job = &workflow["jobs"]["postmortems"];
    // The checkout needs node, which an image of another language does not have.
    assert!(job.get("container").is_none(), "{job:?}");
    let [_, get, judge] = job["steps"].as_sequence().unwrap().as_slice() else {
        unreachable!();
    };
    let red = run(&sandbox, judge, &BTreeMap::new(), &[MERGE]).ends(1).out;
    assert!(red.starts_with("<!-- pmrepo pr -->"), "{red}");
    assert!(
        red.contains("SEV1-ish") && !red.contains("2026-03-10-old"),
        "{red}"
    );
    let red = run(&sandbox, judge, &BTreeMap::new(), &[]).ends(1).out;
    assert!(red.contains("2026-03-10-old"), "{red}");

    let release = get["env"]["RELEASE"].as_str().unwrap();
    let version = concat!("/v", env!("CARGO_PKG_VERSION"));
    assert!(release.ends_with(version), "{release}");
    let archive = get["env"]["ARCHIVE"].as_str().unwrap();
    let action = step("Get pmrepo");
    let target = archive.strip_prefix("pmrepo-").unwrap();
    let target = format!("target={} ", target.strip_suffix(".tar.gz").unwrap());
    assert!(
        action["run"].as_str().unwrap().contains(&target),
        "{target}"
    );
    make_release(&sandbox, archive);
    run(&sandbox, get, &BTreeMap::new(), &[]).ends(0);
    assert_eq!(
        sandbox.sh("\"$(cat ci/path)/pmrepo\"").ends(0).out,
        "hello\n"
    );
    // Another archive than the sums say is not taken.
    std::fs::remove_file(sandbox.path("ci/path")).unwrap();
    swap_archive(&sandbox, archive);
    assert_ne!(run(&sandbox, get, &BTreeMap::new(), &[]).status, 0);
    assert!(!sandbox.path("ci/path").exists());
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
