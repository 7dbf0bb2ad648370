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

#[test]
fn what_writes_for_elsewhere_takes_what_may_leave_and_decides_nothing() {
    let outward = [
        "csv", "github", "gitlab", "ical", "junit", "markdown", "sarif", "slack",
    ];
    let mut count = 0;
    for (path, code) in sources() {
        let below = path.strip_prefix("render/");
        let name = below.and_then(|it| it.split(['.', '/']).next());
        if !name.is_some_and(|it| outward.contains(&it)) || path.ends_with("tests.rs") {
            continue;
        }
        assert!(
            !code.contains("confidential"),
            "src/{path} decides what is shown"
        );
        count += code.matches("&Public<").count();
    }
    assert!(count >= 14, "{count} functions take a Public view");
}
