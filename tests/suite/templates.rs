//! Templates of one's own: listed, printed, copied, tried.

use crate::sandbox::Sandbox;

/// What `pmrepo new` makes, by file.
fn scaffolded(sandbox: &Sandbox) -> Vec<String> {
    let words = [
        "new",
        "Same words",
        "--severity",
        "SEV-1",
        "--started",
        "2026-03-10T10:00Z",
    ];
    sandbox.pmrepo(&words).ends(0);
    let words = ["message", "new", "same-words", "notice"];
    sandbox.pmrepo(&words).ends(0);
    let files = ["postmortem.md", "checklist.md", "messages/notice.md"];
    let path = |it: &&str| format!("postmortems/2026/2026-03-10-same-words/{it}");
    files.iter().map(|it| sandbox.read(&path(it))).collect()
}

#[test]
fn a_copy_of_what_is_printed_makes_the_same_files() {
    let plain = Sandbox::new();
    plain.write("pmrepo.yaml", "");
    let copied = Sandbox::new();
    copied.write("pmrepo.yaml", "");
    let list = copied.pmrepo(&["template", "list"]).ends(0).out;
    assert_eq!(list.lines().count(), 1 + 11, "{list}");
    for line in list.lines().skip(1) {
        let name = line.split(' ').next().unwrap();
        let text = copied.pmrepo(&["template", "show", name]).ends(0).out;
        copied.write(&format!(".pmrepo/templates/{name}"), text);
    }
    copied.pmrepo(&["template", "check"]).ends(0);
    let list = copied.pmrepo(&["template", "list"]).ends(0).out;
    let own = "  .pmrepo/templates/";
    assert_eq!(list.matches(own).count(), 11, "{list}");
    assert_eq!(scaffolded(&copied), scaffolded(&plain));
    for sandbox in [&copied, &plain] {
        sandbox
            .pmrepo(&["init", "--yes", "--no-hook", "--ci", "github"])
            .ends(0);
    }
    let workflow = ".github/workflows/postmortems.yml";
    assert_eq!(copied.read(workflow), plain.read(workflow));
}

#[test]
fn a_template_that_does_not_work_is_told_with_its_line() {
    let sandbox = Sandbox::new();
    sandbox.write("pmrepo.yaml", "");
    sandbox.write(
        ".pmrepo/templates/notice.md",
        "---\nto: x\n---\n{{ titel }}\n",
    );
    sandbox.write(
        ".pmrepo/templates/results.md",
        "---\nto: [x\n---\n{{ title }}\n",
    );
    sandbox.write(".pmrepo/templates/checklist.md", "{% if title %}\n");
    sandbox.write(".pmrepo/templates/notic.md", "x\n");
    let output = sandbox.pmrepo(&["template", "check"]).ends(1);
    snapbox::assert_data_eq!(
        output.snapshot(),
        snapbox::str![[r#"
.pmrepo/templates/notic.md: `notic.md` is not the name of a template, and is never used; did you mean `notice.md`?
.pmrepo/templates/checklist.md:1: syntax error: unexpected end of input, expected end of block
.pmrepo/templates/notice.md:4: undefined value: `titel` is undefined
.pmrepo/templates/results.md: what it makes cannot be read: the bracket that opens here is never closed (line 2 of what it makes)
exit status 1

"#]]
    );
    // What is not used is said by `check`, too, and stops nobody.
    let output = sandbox.pmrepo(&["check"]).ends(0);
    assert!(
        output
            .out
            .contains("`notic.md` is not the name of a template"),
        "{output:#?}"
    );
    assert!(
        output.out.contains("did you mean `notice.md`?"),
        "{output:#?}"
    );
}

#[test]
fn an_unknown_template_is_not_printed() {
    let sandbox = Sandbox::new();
    let output = sandbox.pmrepo(&["template", "show", "notice"]).ends(2);
    assert!(
        output.err.contains("did you mean `notice.md`?"),
        "{output:#?}"
    );
}

#[test]
fn a_section_gets_the_title_that_the_team_writes() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pmrepo.yaml",
        "sections:\n  Contributing Factors: {title: Ursachen}\n",
    );
    let words = [
        "new",
        "Mail is late",
        "--severity",
        "SEV-3",
        "--started",
        "2026-03-10T10:00Z",
    ];
    sandbox.pmrepo(&words).ends(0);
    let path = "postmortems/2026/2026-03-10-mail-is-late/postmortem.md";
    let text = sandbox.read(path);
    assert!(text.contains("\n## Ursachen\n"), "{text}");
    assert!(!text.contains("Contributing Factors"), "{text}");
    // It is that section, under either title.
    sandbox.pmrepo(&["set", "mail", "severity=SEV-1"]).ends(0);
    let text = sandbox.read(path);
    assert_eq!(text.matches("\n## Ursachen\n").count(), 1, "{text}");
    assert!(!text.contains("Contributing Factors"), "{text}");
    sandbox.write(path, text.replace("## Ursachen", "## Contributing Factors"));
    sandbox.pmrepo(&["set", "mail", "severity=SEV-2"]).ends(0);
    assert!(!sandbox.read(path).contains("Ursachen"));
}
