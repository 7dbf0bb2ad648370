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

/// The tour without a roster, with an identity from the environment alone, in a time zone and a place.
fn tour(zone: &str, place: &str, is_there: bool) {
    let home = Sandbox::plain();
    home.sh(&format!("mkdir -p {place}")).ends(0);
    if is_there {
        home.git(&["init", "-q", "--template=", "--initial-branch=main"])
            .ends(0);
    }
    let mut inside = place.to_owned();
    for (at, block) in blocks("Five minutes").iter().enumerate() {
        // In a repository that is there, nobody makes one.
        let skips = |it: &&str| !is_there || !(it.starts_with("git init") || it.starts_with("cd "));
        let block: Vec<&str> = block.lines().filter(skips).collect();
        let script = format!(
            "export TZ={zone} GIT_AUTHOR_NAME='Dana Fox' GIT_AUTHOR_EMAIL=dana@example.org\n\
             set -e\ncd {inside}\n{}",
            block.join("\n")
        );
        // The commit that is too early is refused.
        let ran = home.sh(&script).ends(i32::from(at == 2));
        if at == 0 && !is_there {
            inside.push_str("/postmortems-of-my-team");
        }
        if at == 1 {
            assert!(ran.out.starts_with("postmortems/"), "{ran:#?}");
        }
        if at == 2 {
            assert!(ran.err.contains("pmrepo refuses this commit"), "{ran:#?}");
        }
        if at == 4 {
            assert!(ran.out.contains("dana@example.org"), "{ran:#?}");
        }
    }
    // The machine's zone is the team's, times have its offset, and `me` is who git says commits.
    let configured = home.read(&format!("{inside}/pmrepo.yaml"));
    assert!(
        configured.contains(&format!("timezone: {zone}\n")),
        "{configured}"
    );
    let find = format!(
        "cd {inside}\ncat postmortems/*/*-checkout-latency-after-cache-failover/postmortem.md"
    );
    let report = home.sh(&find).ends(0).out;
    for (field, time) in [
        ("started_at", "23:10"),
        ("detected_at", "23:14"),
        ("resolved_at", "23:50"),
    ] {
        let start = format!("{field}: ");
        let line = report
            .lines()
            .find_map(|it| it.strip_prefix(start.as_str()));
        let line = line.unwrap_or_default();
        assert!(
            line.contains(&format!("T{time}+0")),
            "{field}: {line}\n{report}"
        );
    }
    assert!(report.contains("owner: \"dana@example.org\"\n"), "{report}");
    assert!(!home.path(&format!("{inside}/people.yaml")).exists());
    let log = home.sh(&format!("cd {inside}\ngit log --format='%an: %s'"));
    assert_eq!(log.ends(0).out, "Dana Fox: Open the postmortem\n");
}

#[test]
fn the_tour_works_in_another_zone_without_a_roster_by_the_environment_alone() {
    tour("Europe/Berlin", "home", false);
}

#[test]
fn the_tour_works_in_a_directory_of_a_monorepo() {
    tour("Europe/Berlin", "teams/payments", true);
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

#[test]
fn the_pages_and_pictures_it_names_are_there() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let links = README
        .split("](")
        .skip(1)
        .filter_map(|it| it.split(')').next());
    let files: Vec<&str> = links
        .filter(|it| !it.starts_with("http") && !it.starts_with('#'))
        .map(|it| it.split('#').next().unwrap())
        .collect();
    assert!(files.len() > 6, "{files:?}");
    for file in files {
        assert!(top.join(file).is_file(), "{file}");
    }
}

#[test]
fn the_page_about_old_reports_does_what_it_says() {
    let home = Sandbox::plain();
    home.git(&["init", "-q", "--template=", "--initial-branch=main"])
        .ends(0);
    for (day, title) in [
        ("2025-02-18", "DNS was gone"),
        ("2025-03-02", "Mail was late"),
    ] {
        home.write(
            &format!("docs/incidents/{day}.md"),
            format!(
                "# {title}\n\n## Summary\n\nIt was bad.\n\n## Timeline\n\nTimes in UTC.\n\n\
                 | Time | Event |\n|---|---|\n| {day} 10:00 | It began. |\n| {day} 11:00 | It ended. |\n"
            ),
        );
    }
    home.commit("old").ends(0);
    let blocks = blocks("From old reports to a green check");
    let [steps, pandoc] = blocks.as_slice() else {
        panic!("the page has other steps now: {blocks:#?}");
    };
    let done = home.sh(&format!("set -e\n{steps}")).ends(0);
    for said in [
        "2025-02-18-dns-was-gone (new, draft)",
        "2 postmortems (2 new)",
    ] {
        assert!(done.out.contains(said), "{said}: {done:#?}");
    }
    let log = home.git(&["log", "--format=%s", "-3"]).ends(0).out;
    assert_eq!(
        log,
        "Adopt 2 postmortems\nMove 2 old reports to their places\nold\n"
    );
    let alone = pandoc.split(" | ").last().unwrap();
    let shown = home.sh(&format!("cat postmortems/*/*dns*/postmortem.md | {alone}"));
    assert!(shown.out.contains("1 document"), "{shown:#?}");
}

#[test]
fn the_scribes_page_does_what_it_says() {
    let repo = Sandbox::new();
    let report = crate::sandbox::report("checkout");
    repo.write(
        &report,
        "---\ntitle: Checkout is slow\nstatus: draft\nseverity: SEV-2\nstarted_at: 2026-03-10T10:00Z\n---\n\n## Timeline\n\n| Time | Event | Evidence |\n|---|---|---|\n",
    );
    let at = |seconds: i64, user: &str, text: &str| serde_json::json!({"type": "message", "user": user, "text": text, "ts": format!("{}.000100", 1_773_136_800 + seconds)});
    let day = serde_json::json!([
        at(60, "U1", "the checkout is down, we see errors"),
        at(120, "U2", "thanks"),
        at(300, "U2", "rolling back the deploy"),
        at(900, "U1", "the rollback worked, all is back to normal"),
        at(960, "U1", "we should add an alert for that"),
    ]);
    let mut archive =
        zip::ZipWriter::new(std::fs::File::create(repo.path("incident.zip")).unwrap());
    for (name, text) in [
        (
            "users.json",
            r#"[{"id":"U1","name":"ann"},{"id":"U2","name":"bob"}]"#,
        ),
        (
            "channels.json",
            r#"[{"id":"C1","name":"incident-1317"},{"id":"C2","name":"random"}]"#,
        ),
        ("incident-1317/2026-03-10.json", &day.to_string()),
        ("random/2026-03-10.json", "[]"),
    ] {
        archive
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let blocks = blocks("From the chat to the timeline");
    let [five, other] = blocks.as_slice() else {
        panic!("the page has other steps now: {blocks:#?}");
    };
    assert_eq!(five.lines().count(), 5);
    let shown = repo.sh(&format!("set -e\n{five}")).ends(0);
    for said in [
        "new  slack:C1/1773136860.000100",
        "2026-03-10-checkout: 3 new rows",
        "AI-1: we should add an alert for that (slack:C1/1773137760.000100)",
    ] {
        assert!(shown.out.contains(said), "{said}: {shown:#?}");
    }
    let shown = repo.pmrepo(&["show", "checkout"]).ends(0).out;
    assert!(shown.contains("3 of 3 rows have a source"), "{shown}");
    if std::process::Command::new("jq")
        .arg("--version")
        .output()
        .is_ok()
    {
        let discord = serde_json::json!({"messages": [{"id": "11", "timestamp": "2026-03-10T10:20:00+00:00", "author": {"name": "cid"}, "content": "the cache is down"}]});
        repo.write("discord.json", discord.to_string());
        let shown = repo.sh(other).ends(0);
        assert!(shown.out.contains("log:11"), "{shown:#?}");
    }
}
