//! `init`.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

fn empty() -> Sandbox {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main"])
        .ends(0);
    repo
}

#[test]
fn init_writes_once_and_never_over_what_is_there() {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q"]).ends(0);
    repo.pmrepo(&[
        "init",
        "--severities",
        "P1,P2,P3",
        "--timezone",
        "Europe/Berlin",
    ])
    .ends(0);
    let written = repo.read("pmrepo.yaml");
    assert!(written.contains("severities: [P1, P2, P3]"), "{written}");
    repo.pmrepo(&["init"]).ends(0);
    assert_eq!(repo.read("pmrepo.yaml"), written);
    repo.pmrepo(&["new", "x", "--severity", "p2"]).ends(0);
    repo.pmrepo(&["check"]).ends(0);
    let wrong = Sandbox::plain();
    wrong.git(&["init", "-q"]).ends(0);
    wrong.pmrepo(&["init", "--timezone", "Nowhere"]).ends(2);
    assert!(!wrong.path("pmrepo.yaml").exists());
}

#[test]
fn what_it_would_write_is_shown_and_what_it_wrote_is_committed() {
    let repo = empty();
    let dry = repo
        .pmrepo(&["init", "--ci", "github", "--dry-run"])
        .ends(0);
    assert!(dry.out.contains("\npmrepo.yaml: new, "), "{dry:#?}");
    assert!(dry.out.contains(".github/workflows/postmortems.yml: new, "));
    assert_eq!(dry.err, "nothing was written\n");
    let untouched = repo.git(&["status", "--porcelain"]).ends(0).out;
    assert_eq!(untouched, "");
    assert!(!repo.path(".git/hooks/pre-commit").exists());
    repo.pmrepo(&["init", "--dry-run", "--commit"]).ends(2);

    repo.write("other.txt", "theirs\n");
    repo.git(&["add", "other.txt"]).ends(0);
    let done = repo.pmrepo(&["init", "--ci", "github", "--commit"]).ends(0);
    assert!(done.err.contains("Committed "), "{done:#?}");
    assert!(done.err.contains(": Set up pmrepo\n"), "{done:#?}");
    assert!(repo.path(".git/hooks/pre-commit").exists());
    let files = repo
        .git(&["show", "--name-only", "--format=%s", "HEAD"])
        .ends(0)
        .out;
    assert!(files.contains("\npmrepo.yaml\n"), "{files}");
    assert!(files.contains("\n.github/workflows/postmortems.yml\n"));
    assert!(!files.contains("other.txt"), "{files}");
    let left = repo.git(&["status", "--porcelain"]).ends(0).out;
    assert_eq!(left, "A  other.txt\n");
    let dry = repo.pmrepo(&["init", "--dry-run"]).ends(0);
    assert_eq!(
        dry.err,
        "pmrepo.yaml is there already; it stays as it is.\nnothing was written\n"
    );
    let again = repo.pmrepo(&["init", "--commit"]).ends(0);
    assert!(again.err.contains("Nothing to commit"), "{again:#?}");

    let other = empty();
    let words = ["init", "--no-hook", "--commit=Postmortems live here"];
    other.pmrepo(&words).ends(0);
    let subject = other.git(&["log", "-1", "--format=%s"]).ends(0).out;
    assert_eq!(subject, "Postmortems live here\n");
    let none = Sandbox::plain();
    let refused = none.pmrepo(&["init", "--commit"]).ends(2);
    assert!(refused.err.contains("without git there is no commit"));
    assert!(!none.path("pmrepo.yaml").exists());
}

/// A path in a refusal or a sentence leads from where one stands.
#[test]
fn below_the_top_paths_are_those_of_where_one_stands() {
    let repo = empty();
    std::fs::create_dir(repo.path("team")).unwrap();
    let done = repo
        .pmrepo_in("team", &["init", "--ci", "github", "--no-hook"])
        .ends(0);
    assert!(done.err.starts_with("Wrote pmrepo.yaml.\n"), "{done:#?}");
    let job = "\nWrote ../.github/workflows/postmortems.yml.\n";
    assert!(done.err.contains(job), "{done:#?}");
}

#[test]
fn the_hook_is_installed_and_in_a_clone_it_is_all_there_is_to_do() {
    let repo = empty();
    let said = repo.pmrepo(&["init"]).ends(0);
    assert_eq!(
        said.err,
        "Wrote pmrepo.yaml.\nInstalled .git/hooks/pre-commit.\n"
    );
    assert!(said.out.starts_with("Next: pmrepo new "), "{said:#?}");
    repo.git(&["config", "--unset", "core.hooksPath"]);
    std::fs::remove_file(repo.path(".git/hooks/pre-commit")).unwrap();
    let again = repo.pmrepo(&["init"]).ends(0);
    assert_eq!(
        again.err,
        "pmrepo.yaml is there already; it stays as it is.\nInstalled .git/hooks/pre-commit.\n"
    );
    assert_eq!(again.out, "");
    let without = empty();
    without.pmrepo(&["init", "--no-hook"]).ends(0);
    assert!(!without.path(".git/hooks/pre-commit").exists());
}

#[test]
fn hooks_elsewhere_are_named_and_the_rest_is_done() {
    let repo = empty();
    repo.git(&["config", "core.hooksPath", "/usr/share/hooks-of-all"])
        .ends(0);
    let said = repo.pmrepo(&["init", "--yes"]).ends(0).err;
    assert!(
        said.contains("Wrote pmrepo.yaml.\nNo hook was installed: "),
        "{said}"
    );
    assert!(said.contains("pmrepo check --staged || exit 1"), "{said}");
}

#[test]
fn postmortems_from_before_are_judged_mildly() {
    let repo = empty();
    repo.write(&report("old"), GOOD.replace("severity: SEV-2\n", ""));
    repo.pmrepo(&["init"]).ends(0);
    let written = repo.read("pmrepo.yaml");
    assert!(written.contains("enforce_from: 2026-04-01\n"), "{written}");
    let found = repo.pmrepo(&["check"]).ends(0).out;
    assert!(found.starts_with("warning[PM101"), "{found}");
}

#[test]
fn a_small_team_needs_no_meeting_no_scribe_and_no_liaison() {
    let repo = empty();
    repo.pmrepo(&["init", "--preset", "small", "--severities", "P1,P2,P3"])
        .ends(0);
    repo.pmrepo(&["new", "Slow", "--severity", "P1", "--started", "10:00"])
        .ends(0);
    let place = "postmortems/2026/2026-04-01-slow";
    let checklist = repo.read(&format!("{place}/checklist.md"));
    for step in ["scribe.", "sme.", "cl."] {
        assert!(!checklist.contains(step), "{checklist}");
    }
    let missing = repo.pmrepo(&["show", "slow"]).ends(0).out;
    assert!(missing.contains("`owner` is missing"), "{missing}");
    for field in ["meeting", "scribe", "expert"] {
        assert!(!missing.contains(field), "{missing}");
    }
    repo.pmrepo(&["check", "--all", "--fail-on", "note"])
        .ends(0);
}

#[test]
fn the_files_for_a_forge_are_written_once_and_never_over_what_is_there() {
    let repo = empty();
    repo.write("CODEOWNERS", "* @somebody\n");
    let said = repo.pmrepo(&["init", "--ci", "github"]).ends(0).err;
    assert!(
        said.contains("Wrote .github/workflows/postmortems.yml."),
        "{said}"
    );
    assert!(said.contains("CODEOWNERS is there already"), "{said}");
    assert_eq!(repo.read("CODEOWNERS"), "* @somebody\n");
    assert!(!repo.path(".github/CODEOWNERS").exists());
    let workflow = repo.read(".github/workflows/postmortems.yml");
    assert!(workflow.contains("branches: [main]"), "{workflow}");
    assert!(workflow.contains("pmrepo check"), "{workflow}");
    repo.write(".github/workflows/postmortems.yml", "name: Mine\n");
    repo.pmrepo(&["init", "--ci", "github"]).ends(0);
    assert_eq!(
        repo.read(".github/workflows/postmortems.yml"),
        "name: Mine\n"
    );
    // What runs there is a wheel: nothing is compiled.
    let other = empty();
    other.pmrepo(&["init", "--ci", "gitlab"]).ends(0);
    for (written, path) in [
        (&repo, ".github/workflows/overdue-postmortems.yml"),
        (&other, ".gitlab-ci.yml"),
    ] {
        let job = written.read(path);
        assert!(job.contains("--only-binary pmrepo"), "{job}");
        for word in ["cargo", "rust", "maturin"] {
            assert!(!job.contains(word), "{word}: {job}");
        }
    }
    assert!(!workflow.contains("cargo"), "{workflow}");
    assert!(other.read(".gitlab-ci.yml").contains("pmrepo check"));
    assert!(
        other
            .path(".gitlab/merge_request_templates/Postmortem.md")
            .exists()
    );
}

#[test]
fn a_full_configuration_is_one_and_names_every_key() {
    let sandbox = empty();
    let words = ["init", "--full", "--yes", "--no-hook"];
    sandbox.pmrepo(&words).ends(0);
    let text = sandbox.read("pmrepo.yaml");
    for key in ["#deadlines:", "#sections:", "#guard:", "#  PM501: "] {
        assert!(text.contains(key), "{key} in {text}");
    }
    sandbox.pmrepo(&["check"]).ends(0);
    // Without its mark a line counts.
    sandbox.write(
        "pmrepo.yaml",
        text.replace("#timezone: Etc/UTC", "timezone: Etc/Nowhere"),
    );
    let output = sandbox.pmrepo(&["check"]).ends(1);
    assert!(output.out.contains("Etc/Nowhere"), "{output:#?}");
}

#[test]
fn a_small_team_gets_what_it_asks_for_and_no_more() {
    let sandbox = empty();
    let words = ["init", "--preset", "small", "--yes", "--no-hook"];
    sandbox.pmrepo(&words).ends(0);
    let words = ["new", "Database is full", "--severity", "SEV-1"];
    let made = sandbox.pmrepo(&words).ends(0).out;
    let path = made.trim_end();
    let report = std::fs::read_to_string(sandbox.path("").join(path)).unwrap();
    for asked in [
        "# owner:",
        "# detected_at:",
        "# detection:",
        "incident_commander:",
    ] {
        assert!(report.contains(asked), "{asked} in {report}");
    }
    for not_asked in ["scribe", "subject_matter_experts", "meeting", "liaison"] {
        assert!(!report.contains(not_asked), "{not_asked} in {report}");
    }
    let checklist = path.replace("postmortem.md", "checklist.md");
    let checklist = std::fs::read_to_string(sandbox.path("").join(checklist)).unwrap();
    let headings: Vec<&str> = checklist
        .lines()
        .filter(|it| it.starts_with("## "))
        .collect();
    assert_eq!(headings, ["## Incident commander"]);
    // A team of five has nobody else to approve a message.
    let directory = path.replace("/postmortem.md", "");
    let message = format!("{directory}/messages/external.md");
    sandbox.write(&message, "---\n---\n\nThe database was full.\n");
    let approve = ["message", "approve", "database", "external", "--by", "me"];
    sandbox.pmrepo(&approve).ends(0);
    sandbox.git(&["add", "--all"]).ends(0);
    let staged = sandbox.pmrepo(&["check", "--staged"]).ends(0).out;
    assert!(!staged.contains("PM812"), "{staged}");
}

#[test]
fn a_field_that_the_team_requires_is_asked_for_in_a_new_report() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pmrepo.yaml",
        "fields: {region: {enum: [eu, us]}, cost: {type: integer}}\n\
         required: {region: {from: in-review, for: [SEV-4]}, impact.support_requests: in-review}\n",
    );
    let report = |severity: &str| {
        let words = ["new", severity, "--severity", severity];
        let made = sandbox.pmrepo(&words).ends(0).out;
        std::fs::read_to_string(sandbox.path("").join(made.trim_end())).unwrap()
    };
    let (mild, milder) = (report("SEV-3"), report("SEV-4"));
    assert!(milder.contains("\n# region:"), "{milder}");
    assert!(!mild.contains("region"), "{mild}");
    for text in [mild, milder] {
        assert!(
            text.contains("\n# impact:\n#   support_requests:"),
            "{text}"
        );
        assert!(!text.contains("cost"), "{text}");
    }
}

#[test]
fn without_git_it_says_that_nothing_is_checked() {
    let sandbox = Sandbox::plain();
    let said = sandbox.pmrepo(&["init", "--yes"]).ends(0).err;
    assert!(said.contains("Wrote pmrepo.yaml."), "{said}");
    assert!(said.contains("This is not a git repository"), "{said}");
    assert!(said.contains("hint: run `git init`"), "{said}");
}

#[test]
fn the_zone_of_the_machine_is_written_and_said() {
    for (zone, names) in [
        ("Europe/Berlin", "Europe/Berlin"),
        (":/usr/share/zoneinfo/America/New_York", "America/New_York"),
    ] {
        let repo = empty();
        let said = repo.pmrepo_with(&[("TZ", zone)], &["init"]).ends(0).err;
        assert!(
            said.contains(&format!("Times without an offset are in {names}")),
            "{said}"
        );
        let written = repo.read("pmrepo.yaml");
        assert!(
            written.contains(&format!("timezone: {names}\n")),
            "{written}"
        );
        assert!(!repo.path("people.yaml").exists());
    }
    // What is asked for wins.
    let repo = empty();
    let words = ["init", "--timezone", "Asia/Tokyo"];
    let said = repo
        .pmrepo_with(&[("TZ", "Europe/Berlin")], &words)
        .ends(0)
        .err;
    assert!(said.contains("Asia/Tokyo"), "{said}");
    assert!(repo.read("pmrepo.yaml").contains("timezone: Asia/Tokyo\n"));
}
