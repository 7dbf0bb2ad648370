//! Real hook managers in real repositories, the wheel, and others' checkers of what we print. They are
//! installed by `.ci/tools DIR` and found by the variable `PMREPO_TEST_TOOLS`; what is not there is
//! skipped, and says so.
#![cfg(unix)]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use crate::forge_pages::page;
use crate::sandbox::GOOD;
use crate::sandbox::Output;
use crate::sandbox::Sandbox;
use crate::sandbox::bad;
use crate::sandbox::report;

/// The checkout of pmrepo itself.
const SOURCE: &str = env!("CARGO_MANIFEST_DIR");

/// The place of an installed tool. One that is missing although `.ci/tools` could install its kind is
/// a fault: its tests would be skipped for ever, and nobody would see it.
pub(crate) fn tool(path: &str) -> Option<PathBuf> {
    let tools = std::env::var_os("PMREPO_TEST_TOOLS").map(PathBuf::from);
    let kind = path.split('/').next().unwrap();
    let is_complete = tools
        .as_ref()
        .is_some_and(|it| it.join(kind).join("complete").exists());
    let found = tools.map(|it| it.join(path)).filter(|it| it.exists());
    if found.is_none() {
        assert!(!is_complete, "{path} is not among the tools");
        println!("skipped: {path} is not installed (.ci/tools installs it)");
    }
    found
}

/// A program in the sandbox that may download what it needs, as its user has set that up.
fn with_registries(sandbox: &Sandbox, program: &Path, words: &[&str]) -> Command {
    let mut command = sandbox.command(program.to_str().unwrap(), "", words);
    for (name, value) in std::env::vars_os() {
        let is_ours = name.to_str().is_none_or(|it| {
            it.starts_with("GIT_") || it.starts_with("PMREPO") || ["PATH", "HOME"].contains(&it)
        });
        if !is_ours {
            command.env(name, value);
        }
    }
    let home = PathBuf::from(std::env::var_os("HOME").unwrap_or_default());
    for (name, below) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        let place = std::env::var_os(name).map_or_else(|| home.join(below), PathBuf::from);
        command.env(name, place);
    }
    command.env("PRE_COMMIT_HOME", sandbox.path(".managers/pre-commit"));
    command.env("PREK_HOME", sandbox.path(".managers/prek"));
    command
}

/// Runs a command; what it printed, and whether it ended well.
fn ran(mut command: Command) -> (bool, String) {
    let done = command.output().unwrap();
    let said = [done.stdout, done.stderr].concat();
    (
        done.status.success(),
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn works(command: Command) -> String {
    let (is_well, said) = ran(command);
    assert!(is_well, "{said}");
    said
}

/// A repository without a hook of ours.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_file(sandbox.path(".git/hooks/pre-commit")).unwrap();
    sandbox.write(".gitignore", ".managers/\nnode_modules/\n");
    sandbox
}

/// Commits through whatever hook is installed: the bad is refused with its place, the good passes.
fn judges_commits(sandbox: &Sandbox, tool: &Path) {
    let commit = |message: &str| -> Output {
        sandbox.git(&["add", "--all"]).ends(0);
        let path = format!("{}:$PATH", tool.parent().unwrap().display());
        sandbox.sh(&format!(
            "PATH=\"{path}\" PRE_COMMIT_HOME=$PWD/.managers/pre-commit PREK_HOME=$PWD/.managers/prek \
             git commit --message '{message}'"
        ))
    };
    sandbox.write(&report("one"), bad());
    let refused = commit("Bad").ends(1);
    let said = format!("{}{}", refused.out, refused.err);
    assert!(
        said.contains("SEV1-ish") && said.contains("2026-03-10-one"),
        "{said}"
    );
    sandbox.write(&report("one"), GOOD);
    commit("Good").ends(0);
    // A deletion alone is a commit too.
    std::fs::remove_file(sandbox.path(&report("one"))).unwrap();
    commit("Gone").ends(0);
}

/// The settings of pre-commit and prek in the README, with another way to get the program.
fn settings(language: &str) -> String {
    let page = page("Hook managers", "yaml");
    let wheel = "language: python\n        additional_dependencies: [pmrepo==";
    let wheel = format!("{wheel}{}]", env!("CARGO_PKG_VERSION"));
    let settings = page.first().unwrap().replace(&wheel, language);
    assert_ne!(&settings, page.first().unwrap());
    settings
}

#[test]
fn pre_commit_tries_our_hook() {
    let Some(tool) = tool("python/bin/pre-commit") else {
        return;
    };
    let sandbox = repository();
    let words = ["try-repo", SOURCE, "pmrepo-system", "--verbose"];
    sandbox.write(&report("one"), bad());
    sandbox.git(&["add", "--all"]).ends(0);
    let (is_well, said) = ran(with_registries(&sandbox, &tool, &words));
    assert!(!is_well && said.contains("SEV1-ish"), "{said}");
    sandbox.write(&report("one"), GOOD);
    sandbox.git(&["add", "--all"]).ends(0);
    works(with_registries(&sandbox, &tool, &words));
}

#[test]
fn pre_commit_and_prek_run_the_hook() {
    for name in ["pre-commit", "prek"] {
        let Some(tool) = tool(&format!("python/bin/{name}")) else {
            return;
        };
        let sandbox = repository();
        sandbox.write(".pre-commit-config.yaml", settings("language: system"));
        works(with_registries(&sandbox, &tool, &["install"]));
        judges_commits(&sandbox, &tool);
    }
}

#[test]
fn lefthook_runs_the_hook() {
    let Some(tool) = tool("node/node_modules/.bin/lefthook") else {
        return;
    };
    let sandbox = repository();
    sandbox.write(
        "lefthook.yml",
        page("Hook managers", "yaml").get(1).unwrap(),
    );
    works(with_registries(&sandbox, &tool, &["install"]));
    judges_commits(&sandbox, &tool);
}

#[test]
fn husky_runs_the_hook() {
    let Some(tool) = tool("node/node_modules/.bin/husky") else {
        return;
    };
    let sandbox = repository();
    works(with_registries(&sandbox, &tool, &[]));
    sandbox
        .sh(page("Hook managers", "sh").first().unwrap())
        .ends(0);
    judges_commits(&sandbox, &tool);
}

/// Without Rust: the wheel in an empty environment, and in one that pre-commit makes.
#[test]
fn the_wheel_brings_the_program() {
    let (Some(pre_commit), Some(wheels)) = (tool("python/bin/pre-commit"), tool("wheels")) else {
        return;
    };
    let sandbox = repository();
    let mut wheels = std::fs::read_dir(wheels).unwrap();
    let wheel = wheels.next().unwrap().unwrap().path();
    let wheel = wheel.to_str().unwrap();
    let install = format!(
        "python3 -m venv .managers/empty && .managers/empty/bin/pip install --quiet --no-index '{wheel}' &&
         .managers/empty/bin/pmrepo --version && .managers/empty/bin/pmrepo check"
    );
    let said = works(with_registries(
        &sandbox,
        Path::new("sh"),
        &["-c", &install],
    ));
    assert!(
        said.contains(concat!("pmrepo ", env!("CARGO_PKG_VERSION"))),
        "{said}"
    );

    let brought = format!("language: python\n        additional_dependencies: ['{wheel}']");
    sandbox.write(".pre-commit-config.yaml", settings(&brought));
    works(with_registries(
        &sandbox,
        &pre_commit,
        &["install", "--install-hooks"],
    ));
    judges_commits(&sandbox, &pre_commit);
}

#[test]
fn what_we_write_for_forges_passes_their_schemas() {
    let Some(tool) = tool("python/bin/check-jsonschema") else {
        return;
    };
    let sandbox = repository();
    for forge in ["github", "gitlab"] {
        sandbox
            .pmrepo(&["init", "--no-hook", "--ci", forge])
            .ends(0);
    }
    let ours = |path: &str| format!("{SOURCE}/{path}");
    for (schema, files) in [
        (
            "vendor.github-workflows",
            vec![
                ".github/workflows/postmortems.yml".to_owned(),
                ".github/workflows/overdue-postmortems.yml".to_owned(),
                ours(".github/workflows/ci.yml"),
                ours(".github/workflows/release.yml"),
            ],
        ),
        ("vendor.github-actions", vec![ours("action.yml")]),
        ("vendor.dependabot", vec![ours(".github/dependabot.yml")]),
        ("vendor.gitlab-ci", vec![".gitlab-ci.yml".to_owned()]),
    ] {
        let mut words = vec!["--builtin-schema", schema];
        words.extend(files.iter().map(String::as_str));
        works(with_registries(&sandbox, &tool, &words));
    }
}

/// Injection from an event, rights that are too wide, credentials that stay: none of it is there.
#[test]
fn what_runs_on_github_is_safe_by_zizmor() {
    let Some(tool) = tool("python/bin/zizmor") else {
        return;
    };
    let sandbox = repository();
    sandbox
        .pmrepo(&["init", "--no-hook", "--ci", "github"])
        .ends(0);
    let [page] = &page("On GitHub", "yaml")[..] else {
        unreachable!();
    };
    sandbox.write(".github/workflows/page.yml", page);
    let ours = |path: &str| format!("{SOURCE}/{path}");
    let config = ours(".github/zizmor.yml");
    let places = [ours("action.yml"), ours(".github/workflows")];
    let options = ["--offline", "--no-progress", "--config", &config];
    let places = [".github/workflows", &places[0], &places[1]];
    let words = [&options[..], &places[..]].concat();
    works(with_registries(&sandbox, &tool, &words));
    // It does find what it is there for.
    let script = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      \
                  - run: echo ${{ github.event.head_commit.message }}\n";
    sandbox.write(".github/workflows/page.yml", script);
    let (is_well, said) = ran(with_registries(&sandbox, &tool, &words));
    assert!(!is_well && said.contains("template-injection"), "{said}");
}

#[test]
fn the_sarif_passes_the_multitool() {
    let Some(tool) = tool("node/node_modules/.bin/sarif-multitool") else {
        return;
    };
    let sandbox = repository();
    let keys =
        ["]]>", "\u{202e}", "a | b", "::error::", "<script>"].map(|it| format!("'{it}': 1\n"));
    let text = bad().replace(
        "status: draft",
        format!("status: closed\n{}", keys.concat()).trim_end(),
    );
    sandbox.write(&report("one"), text);
    let found = sandbox
        .pmrepo(&["check", "--all", "--format", "sarif"])
        .ends(1)
        .out;
    sandbox.write("found.sarif", found);
    // It ends well whatever it finds: what it says is what counts.
    let mut command = with_registries(&sandbox, &tool, &["validate", "found.sarif"]);
    command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    let (_, said) = ran(command);
    assert!(said.contains("1 files scanned"), "{said}");
    assert!(!said.contains(": error "), "{said}");
}

#[test]
fn the_junit_report_passes_its_schema() {
    let schema = Path::new(SOURCE).join("../shared/data/formats/JUnit.xsd");
    let sandbox = repository();
    if !schema.exists() || sandbox.sh("command -v xmllint").status != 0 {
        println!("skipped: the schema of JUnit reports or xmllint is not here");
        return;
    }
    sandbox.write(&report("one"), bad());
    sandbox.write(&report("two"), "---\n']]></failure>': 1\n---\n");
    let found = sandbox
        .pmrepo(&["check", "--all", "--format", "junit"])
        .ends(1)
        .out;
    sandbox.write("found.xml", found);
    let script = format!("xmllint --noout --schema '{}' found.xml", schema.display());
    sandbox.sh(&script).ends(0);
}
