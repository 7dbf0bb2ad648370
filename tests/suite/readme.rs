//! The README, followed word for word.

use crate::sandbox::Sandbox;

const README: &str = include_str!("../../README.md");

/// The shell's lines of a section, one text for each block.
fn blocks(heading: &str) -> Vec<String> {
    let (_, rest) = README.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let blocks = section.split("```sh\n").skip(1);
    blocks
        .map(|it| it.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_tour_does_what_it_says() {
    let home = Sandbox::plain();
    let blocks = blocks("Five minutes");
    let [init, new, early, mend, list] = blocks.as_slice() else {
        panic!("the tour has other steps now: {blocks:#?}");
    };
    home.sh("git config --file .gitconfig user.email carol@example.com")
        .ends(0);
    let run = |script: &str, inside: bool| {
        let into = if inside {
            "cd postmortems-of-my-team\n"
        } else {
            ""
        };
        home.sh(&format!("unset GIT_CONFIG_GLOBAL; set -e\n{into}{script}"))
    };
    run(init, false).ends(0);
    let made = run(new, true).ends(0);
    assert!(
        made.out
            .ends_with("checkout-latency-after-cache-failover/postmortem.md\n")
    );
    let refused = run(early, true).ends(1);
    for said in [
        "`resolved_at` is missing: required from in-review",
        "`services` is missing",
        "the section “Overview” is empty",
    ] {
        assert!(refused.err.contains(said), "{refused:#?}");
    }
    let shown = run(mend, true).ends(0).out;
    assert!(shown.contains("Wrong today:"), "{shown}");
    let listed = run(list, true).ends(0).out;
    assert!(listed.contains("in-review"), "{listed}");
    assert!(listed.contains("{\"version\":1,"), "{listed}");
}

#[test]
fn what_it_prints_first_is_what_check_prints() {
    let repo = Sandbox::new();
    repo.write(
        "postmortems/2026/2026-03-10-checkout-latency/postmortem.md",
        "---\ntitle: Checkout latency\nstatus: in-review\nseverity: SEV-3\nstarted_at: 2026-03-10T10:00Z\n\
         detected_at: 2026-03-10T10:05Z\nresolved_at: 2026-03-10T11:00Z\nservices: [checkout]\n---\n\n\
         ## Overview\n\nSlow.\n\n## What Happened\n\nIt was slow.\n\n## Contributing Factors\n\n- Load.\n\n\
         ## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n\
         | 2026-03-10T10:00Z | It begins. | https://example.com |\n",
    );
    let found = repo.pmrepo(&["check"]).ends(1).out;
    let (_, shown) = README.split_once("$ pmrepo check\n").unwrap();
    assert_eq!(found, shown.split("```").next().unwrap());
}

#[test]
fn the_commands_it_names_are_there() {
    let repo = Sandbox::new();
    for word in README.split("pmrepo ").skip(1) {
        let name: String = word
            .chars()
            .take_while(|it| it.is_ascii_lowercase() || *it == '-')
            .collect();
        let is_command = name.starts_with(|it: char| it.is_ascii_lowercase());
        // Prose goes on with other words: "pmrepo keeps", "pmrepo is".
        if is_command && !["keeps", "is", "help"].contains(&name.as_str()) {
            repo.pmrepo(&[&name, "--help"]).ends(0);
        }
    }
}
