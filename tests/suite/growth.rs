//! What is read costs no more than in proportion to its size: it doubles, and so may the work, at most.

use crate::sandbox::GOOD;
use crate::sandbox::Sandbox;
use crate::sandbox::report;

/// What takes less says nothing: seconds.
#[cfg(unix)]
const LEAST: f64 = 0.1;
/// By how much the work may grow where what is read doubles: what grows with the square makes four of one.
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

/// The processor time of a run that does its work, in seconds; of three the least.
#[cfg(unix)]
fn seconds(repo: &Sandbox, words: &str) -> f64 {
    let once = || {
        let script =
            format!("pmrepo --as-of 2026-03-11T12:00Z {words} >out; test $? -lt 2 && times");
        let told = repo.sh(&script).ends(0).out;
        let of_children = told.lines().nth(1).unwrap().split_whitespace();
        let seconds = of_children.map(|it| {
            let (minutes, seconds) = it.trim_end_matches('s').split_once('m').unwrap();
            60.0 * minutes.parse::<f64>().unwrap() + seconds.parse::<f64>().unwrap()
        });
        seconds.sum::<f64>()
    };
    let least = (0..3).map(|_| once()).fold(f64::INFINITY, f64::min);
    least.max(LEAST)
}

/// By how much a run costs more where the list that a report has is twice as long.
#[cfg(unix)]
fn grows(words: &str, count: usize, report: impl Fn(usize) -> Sandbox) -> f64 {
    seconds(&report(2 * count), words) / seconds(&report(count), words)
}

#[cfg(unix)]
#[test]
fn the_work_of_a_command_grows_with_the_people_and_services_of_a_report() {
    let attended = |count| {
        let attendees = names(count);
        with(&format!(
            "meeting:\n  scheduled_for: 2026-03-20T10:00Z\n  attendees: {attendees}\n"
        ))
    };
    let experts = |count| {
        let experts = names(count);
        with(&format!("roles:\n  subject_matter_experts: {experts}\n"))
    };
    // Each expert has a step and notes of their own.
    let stepping = |count: usize| {
        let repo = experts(count);
        let steps = (0..count).map(|it| format!("- [ ] `sme.add-notes` p{it}: Add\n"));
        let steps: String = steps.collect();
        let place = report("one").replace("postmortem.md", "");
        let list = format!("# C\n\n## Subject matter experts\n\n{steps}");
        repo.write(&format!("{place}checklist.md"), list);
        for it in 0..count {
            repo.write(&format!("{place}notes/p{it}.md"), "");
        }
        repo
    };
    let served = |count| with(&format!("services: {}\n", names(count)));
    for (what, grows) in [
        ("calendar", grows("calendar --all", 1_000, attended)),
        ("checklist", grows("checklist one", 1_000, experts)),
        ("steps", grows("checklist one", 500, stepping)),
        ("overdue", grows("overdue --all", 500, stepping)),
        ("set", grows("set one owner=bob --dry-run", 10_000, served)),
        (
            "action add",
            grows("action add one 'Write a test' --dry-run", 10_000, served),
        ),
    ] {
        assert!(grows < MOST, "{what}: {grows}");
    }
}
