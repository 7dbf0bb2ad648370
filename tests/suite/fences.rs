//! What some floors do not name, whatever lies below them.

use crate::floors::source::sources;

#[test]
fn views_and_renderers_know_nothing_of_the_command_line() {
    let mut count = 0;
    for (path, code) in sources() {
        if path.starts_with("report") || path.starts_with("render") {
            count += 1;
            assert!(!code.contains("clap"), "src/{path} names clap");
        }
    }
    assert!(count > 40, "{count} sources of views and renderers");
}

#[test]
fn what_was_meant_is_looked_for_in_one_place() {
    for (path, code) in sources() {
        assert_eq!(
            code.contains("strsim"),
            path == "likeness.rs",
            "src/{path} compares words by itself"
        );
    }
}
