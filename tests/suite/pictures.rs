//! The pictures in the README: what the built binary prints on the demo, in colour. They are made by
//! `SNAPSHOTS=overwrite cargo test pictures`, and kept true here.

use snapbox::Data;
use snapbox::data::DataFormat;

use crate::kept;
use crate::sandbox::Sandbox;

/// The present of the demo.
const AS_OF: &str = "2026-04-01";

/// What a command prints on the demo at eighty columns.
fn printed(sandbox: &Sandbox, words: &[&str]) -> Data {
    let mut all = vec!["-C", "d", "--as-of", AS_OF, "--color", "always"];
    all.extend(words);
    let output = sandbox.pmrepo_with(&[("COLUMNS", "80")], &all);
    assert!(output.status < 2, "{output:#?}");
    let command = format!("$ pmrepo {}\n{}", words.join(" "), output.out);
    Data::text(command).coerce_to(DataFormat::TermSvg)
}

#[test]
fn the_pictures_are_what_is_printed() {
    let sandbox = Sandbox::plain();
    kept::demo(&sandbox, "d");
    let assert = snapbox::Assert::new().action_env("SNAPSHOTS");
    let pictures: [(&[&str], Data); 3] = [
        (
            &["check", "stale-dns"],
            snapbox::file!["../../.github/pictures/check.svg": TermSvg],
        ),
        (
            &["overdue"],
            snapbox::file!["../../.github/pictures/overdue.svg": TermSvg],
        ),
        (
            &["show", "stale-dns"],
            snapbox::file!["../../.github/pictures/show.svg": TermSvg],
        ),
    ];
    for (words, picture) in pictures {
        assert.eq(printed(&sandbox, words), picture);
    }
}
