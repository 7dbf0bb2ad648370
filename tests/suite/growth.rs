//! What is written grows no more than in proportion to what is read. The time that it takes is measured by
//! `tests/bench/costs.py`.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// By how much it may grow where what is read doubles: what grows with the square makes four of one.
const MOST: f64 = 2.6;

/// A repository with one report of a major incident that is over, which has more in its front matter.
fn with(more: &str) -> Sandbox {
    let repo = Sandbox::new();
    let more = format!("\nresolved_at: 2026-03-10T11:00Z\n{more}---\n\n");
    repo.write(&report("one"), GOOD.replace("\n---\n\n", &more));
    repo
}

/// A list of so many names.
fn names(count: usize) -> String {
    let names: Vec<String> = (0..count).map(|it| format!("p{it}")).collect();
    format!("[{}]", names.join(", "))
}

/// How many bytes of pages a site has.
fn pages(repo: &Sandbox, format: &str) -> f64 {
    let words = ["site", "out", "--format", format];
    repo.pmrepo(&words).ends(0);
    let files = walkdir::WalkDir::new(repo.path("out")).into_iter();
    let files = files.map(|it| it.unwrap().metadata().unwrap());
    let bytes: u64 = files
        .filter(std::fs::Metadata::is_file)
        .map(|it| it.len())
        .sum();
    u32::try_from(bytes).unwrap().into()
}

#[test]
fn the_pages_of_a_site_grow_with_what_one_report_names() {
    for format in ["html", "markdown"] {
        let services =
            |count: usize| pages(&with(&format!("services: {}\n", names(count))), format);
        let titled = |count: usize| {
            let title = "Long ".repeat(count * 8);
            let repo = with(&format!("tags: {}\n", names(count)));
            let text = repo.read(&report("one"));
            let title = format!("title: {title}x");
            repo.write(
                &report("one"),
                text.replacen("title: Checkout latency", &title, 1),
            );
            pages(&repo, format)
        };
        let grows = services(400) / services(200);
        assert!(grows < MOST, "services, {format}: {grows}");
        let grows = titled(400) / titled(200);
        assert!(grows < MOST, "tags and a title, {format}: {grows}");
    }
}
