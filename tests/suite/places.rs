//! Which postmortem is meant: by id, by path, and in which root.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// Two teams in one repository.
fn teams() -> Sandbox {
    let repo = Sandbox::plain();
    repo.git(&["init", "-q", "--template=", "--initial-branch=main"])
        .ends(0);
    for team in ["a", "b"] {
        repo.write(&format!("teams/{team}/pmrepo.yaml"), "");
        repo.write(
            &format!("teams/{team}/{}", report(&format!("{team}-slow"))),
            GOOD,
        );
    }
    repo.commit("Begin");
    repo
}

#[test]
fn a_path_serves_wherever_an_id_does() {
    let repo = Sandbox::new();
    repo.write(&report("checkout"), GOOD);
    let path = report("checkout");
    let directory = path.strip_suffix("/postmortem.md").unwrap();
    let absolute = repo.path(&path).display().to_string();
    let whole = repo.path(directory).display().to_string();
    for (from, word) in [
        ("", path.as_str()),
        ("", directory),
        ("", &format!("./{directory}/")),
        ("", &absolute),
        ("", &whole),
        ("postmortems", &format!("../{path}")),
        ("postmortems", "2026/2026-03-10-checkout"),
        (directory, "."),
        (directory, "postmortem.md"),
        (directory, "../2026-03-10-checkout/postmortem.md"),
    ] {
        let shown = repo.pmrepo_in(from, &["show", word]).ends(0);
        assert!(
            shown.out.starts_with("Checkout latency\n"),
            "{word}: {shown:#?}"
        );
        let checked = repo.pmrepo_in(from, &["check", "--format", "json", word]);
        assert!(
            checked.out.contains("\"documents\":1"),
            "{word}: {checked:#?}"
        );
        repo.pmrepo_in(from, &["set", word, "tags+=x"]).ends(0);
    }
    let outside = repo.pmrepo(&["show", "/nowhere/postmortem.md"]).ends(2);
    assert!(
        outside.err.contains("is not a file and no postmortem"),
        "{outside:#?}"
    );
    repo.pmrepo(&["show", "../../x"]).ends(2);
}

#[test]
fn an_id_is_found_in_any_case_and_suggested_where_it_is_misspelt() {
    let repo = Sandbox::new();
    repo.write(&report("checkout-latency"), GOOD);
    repo.write(&report("checkout-errors"), GOOD.replace("draft", "closed"));
    repo.write(&report("dns"), GOOD);
    repo.pmrepo(&["show", "DNS"]).ends(0);
    repo.pmrepo(&["show", "2026-03-10-Checkout-Latency"])
        .ends(0);
    for (word, meant) in [
        (
            "chekout-latency",
            "did you mean `2026-03-10-checkout-latency`?",
        ),
        ("2026-03-10-dnss", "did you mean `2026-03-10-dns`?"),
        ("latncy", "did you mean `2026-03-10-checkout-latency`?"),
        (
            "chekout",
            "did you mean `2026-03-10-checkout-latency` or `2026-03-10-checkout-errors`?",
        ),
        ("payments", "`pmrepo list` shows what there is"),
    ] {
        let err = repo.pmrepo(&["show", word]).ends(2).err;
        assert!(err.contains(meant), "{word}: {err}");
    }
    let several = repo.pmrepo(&["set", "CHECKOUT", "tags+=x"]).ends(2).err;
    assert!(
        several.contains("`CHECKOUT` fits 2 postmortems"),
        "{several}"
    );
}

#[test]
fn the_id_decides_the_root_and_where_one_must_be_named_all_are_listed() {
    let repo = teams();
    // From the top, and from within the other team's root.
    for from in ["", "teams/b"] {
        repo.pmrepo_in(from, &["set", "a-slow", "tags+=x"]).ends(0);
        repo.pmrepo_in(from, &["show", "a-slow"]).ends(0);
        repo.pmrepo_in(
            from,
            &["action", "add", "a-slow", "Alert early", "--proposed"],
        )
        .ends(0);
    }
    repo.pmrepo_in(
        "teams/b",
        &["show", "../a/postmortems/2026/2026-03-10-a-slow"],
    )
    .ends(0);
    for words in [
        &["new", "Slow", "--severity", "SEV-3"][..],
        &["process-review", "new", "--on", "2026-04-20"],
        &["people", "add", "carol"],
    ] {
        let err = repo.pmrepo(words).ends(2).err;
        for root in ["-C teams/a", "-C teams/b"] {
            assert!(err.contains(root), "{words:?}: {err}");
        }
    }
    // What several roots have is told apart by its path.
    repo.write(&format!("teams/a/{}", report("both")), GOOD);
    repo.write(&format!("teams/b/{}", report("both")), GOOD);
    let err = repo.pmrepo(&["show", "both"]).ends(2).err;
    assert!(
        err.contains("teams/a/postmortems/2026/2026-03-10-both"),
        "{err}"
    );
    repo.pmrepo(&["show", "teams/a/postmortems/2026/2026-03-10-both"])
        .ends(0);
}
