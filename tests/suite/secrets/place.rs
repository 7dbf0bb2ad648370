//! The repository in which all is planted, and what answers beside it.

use std::sync::OnceLock;

use serde_json::json;

use super::cases::Case;
use super::cases::Door;
use super::hostile;
use super::hostile::Goes;
use super::hostile::There;
use super::planted;
use crate::http::Reply;
use crate::http::Trouble;
use crate::kept;
use crate::kept::Kept;
use crate::pagerduty_fake::PagerDuty;
use crate::pagerduty_fake::World;
use crate::pagerduty_fake::incident;
use crate::sandbox::Sandbox;
use crate::sandbox::report;
use crate::status_pages::StatusPage;
use crate::trackers_fake::Fake;

pub(super) const REPORT: &str = "---
title: Checkout latency
status: reviewed
severity: SEV-1
started_at: 2026-03-10T10:00Z
resolved_at: 2026-03-10T11:00Z
owner: carol
grouped_incidents: [Q2]
references: {pagerduty: Q1}
action_items:
  - {id: AI-1, title: Cap the pool, owner: dave, due: 2026-03-31, priority: P1, state: open}
  - {id: AI-2, title: Page on saturation, owner: dave, due: 2026-04-01, ticket: TICKET, priority: P3, state: open}
---

## Timeline

| Time | Event | Evidence |
|---|---|---|
";

const REVIEW: &str = "---\nscheduled_for: 2026-05-04T14:00Z\nstatus: scheduled\nchair: alice\nattendees: []\n\
    invited: anyone\nincidents: [2026-03-10-one]\n---\n";

/// Which project is whose, and a ticket there.
pub(super) fn tracker(door: Door) -> (&'static str, &'static str, &'static str) {
    match door {
        Door::Program("github") => (
            "github",
            "acme/sre",
            "https://github.com/acme/sre/issues/12",
        ),
        Door::Program("gitlab") => (
            "gitlab",
            "acme/sre",
            "https://gitlab.com/acme/sre/-/issues/12",
        ),
        Door::Program(_) => ("own", "OPS", "OPS-1"),
        _ => ("jira", "OPS", "OPS-1"),
    }
}

/// The repository, without what is secret.
pub(super) fn repository() -> Sandbox {
    static KEPT: OnceLock<Kept> = OnceLock::new();
    kept::again(&KEPT, || {
        let repo = Sandbox::new();
        let place =
            |name: &str| report("one").replace("postmortem.md", &format!("messages/{name}.md"));
        let approved = "approved_by: bob\napproved_at: 2026-03-30T10:00Z\n";
        repo.write(&report("one"), REPORT);
        repo.write(
            &place("notice"),
            "---\nto: [all@example.com]\n---\n\nIt was slow.\n",
        );
        repo.write(
            &place("results"),
            "---\nto: [all@example.com]\n---\n\nIt was DNS.\n",
        );
        repo.write(
            &place("external"),
            format!("---\n{approved}---\n\n# It was slow\n\nIt is over.\n"),
        );
        repo.write("process-reviews/2026/2026-05-04.md", REVIEW);
        repo.write(".gitignore", "site/\n");
        repo.write("site/config.yml", "params: {systems: [{name: Web}]}\n");
        repo.git(&["add", "--all"]).ends(0);
        let words = ["commit", "--quiet", "--no-verify", "--message", "all"];
        repo.git(&words).ends(0);
        repo
    })
}

/// The token of a door.
pub(super) fn token(door: Door) -> &'static str {
    match door {
        Door::PagerDuty => planted::PAGERDUTY,
        Door::Page(_) => planted::PAGE,
        Door::Jira => planted::JIRA,
        Door::Program(_) => planted::TRACKER,
        Door::Smtp | Door::Sendmail | Door::File => planted::MAIL,
        Door::Channel => planted::HOOK,
    }
}

/// What answers, or `None` where it cannot be had here.
pub(super) fn there(case: &Case, goes: Goes, token: &str) -> Option<There> {
    Some(match goes {
        Goes::Mute => There::silent(),
        Goes::Absent => There::Nothing,
        Goes::Unknown => There::encrypted()?,
        _ if case.door == Door::Smtp => There::smtp(goes, token),
        Goes::Denied => There::refusing(401, token),
        Goes::Broken => There::refusing(500, token),
        Goes::SentOn => There::refusing(302, token),
        Goes::Proxied => There::refusing(407, planted::PROXY),
        _ => {
            let server = match case.door {
                Door::PagerDuty => PagerDuty::start(world(goes)).server,
                Door::Page(kind) => StatusPage::start(kind).server,
                Door::Jira => Fake::jira().server,
                _ => return Some(There::refusing(200, token)),
            };
            if goes == Goes::DeniedChange {
                for method in ["PUT", "POST"] {
                    server.plan(method, Trouble::Instead(hostile::reply(403, token)));
                }
            }
            if goes == Goes::Mirrored {
                let link = format!("https://stspg.example/{token}");
                let body = json!({"id": "i1", "name": "Slow", "shortlink": link});
                let reply = Reply::json(200, &body);
                server.plan("GET /pages/p1/incidents/i1", Trouble::Instead(reply));
            }
            There::Http(server)
        }
    })
}

/// Incidents; those that tell have the token in all that people write.
fn world(goes: Goes) -> World {
    let mut all = vec![
        incident("Q1", 1, "triggered", None),
        incident("Q2", 2, "triggered", None),
        incident("Q7", 7, "resolved", Some("P1")),
    ];
    let mut said = "Rolled back the deploy".to_owned();
    if goes == Goes::Mirrored {
        said = format!("Rolled back {}", hostile::told(planted::PAGERDUTY));
        for it in &mut all {
            it["title"] = json!(said);
            it["service"]["summary"] = json!(said);
        }
    }
    let mut world = World::with(all);
    let entry = json!({"id": "R1", "type": "resolve_log_entry", "summary": said,
        "created_at": "2026-03-10T10:30:00Z",
        "agent": {"id": "PU1", "type": "user_reference", "summary": "Ann Lee"}});
    world.log.insert("Q1".to_owned(), vec![entry]);
    world
}
