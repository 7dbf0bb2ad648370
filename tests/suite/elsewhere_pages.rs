//! The commands on the pages about other places run as they stand there, against the fakes.
#![cfg(unix)]

use crate::elsewhere::Elsewhere;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::TOKEN;
use crate::pagerduty_fake::World;
use crate::pagerduty_fake::incident;
use crate::sandbox::Sandbox;

/// The blocks of a page in a language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let parts = page.split("\n```").collect::<Vec<_>>();
    let open = parts.iter().filter_map(|it| it.strip_prefix(language));
    open.filter_map(|it| it.strip_prefix('\n')).collect()
}

/// Runs the commands of a page, each of which may find something; `pmrepo` is the one with a network.
fn run(repo: &Sandbox, elsewhere: &Elsewhere, variables: &str, page: &str) {
    let program = elsewhere.program();
    let lines: Vec<&str> = blocks(page, "sh")
        .iter()
        .flat_map(|it| it.lines())
        .collect();
    assert!(lines.len() > 2, "{page}");
    for line in lines {
        let ran = repo.sh(&format!(
            "{variables}\npmrepo() {{ '{program}' --as-of 2026-04-01T12:00Z \"$@\"; }}\n{line}"
        ));
        assert!((0..2).contains(&ran.status), "{line}: {ran:?}");
        assert!(!ran.snapshot().contains(TOKEN), "{line}: {ran:?}");
    }
}

#[test]
fn the_page_about_pagerduty_runs() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    let page = include_str!("../../.github/pages/pagerduty.md");
    let server = PagerDuty::start(World::with([incident("Q3", 3, "resolved", Some("P1"))]));
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", blocks(page, "yaml").concat());
    repo.commit("map").ends(0);
    let variables = format!(
        "pass() {{ :; }}; export PMREPO_PAGERDUTY_TOKEN='{TOKEN}' PMREPO_PAGERDUTY_HOST={}",
        server.server.address
    );
    run(&repo, &elsewhere, &variables, page);
    let world = server.world();
    assert_eq!(world.notes["Q3"].len(), 1);
    assert_eq!(world.reviews["Q3"]["status"], "started");
}

#[test]
fn the_page_about_tickets_runs() {
    let Some(elsewhere) = Elsewhere::find() else {
        return;
    };
    let page = include_str!("../../.github/pages/tickets.md");
    let repo = Sandbox::new();
    repo.write("pmrepo.yaml", blocks(page, "yaml").concat());
    repo.write(
        "postmortems/2026/2026-03-10-login/postmortem.md",
        "---\ntitle: Login\nstatus: draft\nseverity: SEV-1\nstarted_at: 2026-03-10T10:00Z\naction_items:\n  \
         - {id: AI-1, title: Cap the pool, state: open}\n---\n",
    );
    repo.write(
        "bin/gh",
        "#!/bin/sh\ncase \"$*\" in *POST*) echo '{\"html_url\": \"https://github.com/acme/sre/issues/1\"}';;\n\
         *labels=*) echo '[]';; *) echo '{\"state\": \"open\"}';; esac\n",
    );
    let place = repo.path("bin");
    let variables = format!("chmod +x bin/gh; PATH='{}':$PATH", place.display());
    run(&repo, &elsewhere, &variables, page);
    let text = repo.read("postmortems/2026/2026-03-10-login/postmortem.md");
    assert!(
        text.contains("https://github.com/acme/sre/issues/1"),
        "{text}"
    );
}
