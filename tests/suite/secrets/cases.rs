//! The commands that talk to other places, or write what goes there.

/// What a command talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    PagerDuty,
    /// A status page, by the name that `--to` has for it.
    Page(&'static str),
    Jira,
    /// A tracker's program, by its preset.
    Program(&'static str),
    Smtp,
    Sendmail,
    Channel,
    /// Nothing: a file is written.
    File,
}

pub(super) struct Case {
    pub(super) door: Door,
    pub(super) words: &'static [&'static str],
    /// Whether it talks to anything: one that only shows what it would do often does not.
    pub(super) asks: bool,
    /// How it ends besides well, where all goes well.
    pub(super) ends: i32,
}

const fn asks(door: Door, words: &'static [&'static str]) -> Case {
    Case {
        door,
        words,
        asks: true,
        ends: 0,
    }
}

const fn shows(door: Door, words: &'static [&'static str]) -> Case {
    Case {
        asks: false,
        ..asks(door, words)
    }
}

const fn finds(door: Door, words: &'static [&'static str]) -> Case {
    Case {
        ends: 1,
        ..asks(door, words)
    }
}

const PD: Door = Door::PagerDuty;
const STATUSPAGE: Door = Door::Page("statuspage");
const PAGE: Door = Door::Page("pagerduty");
const GH: Door = Door::Program("github");
const GLAB: Door = Door::Program("gitlab");
const OWN: Door = Door::Program("own");
const TICKET: &[&str] = &["action", "ticket", "one/AI-1", "--yes"];
const TICKET_DRY: &[&str] = &["action", "ticket", "one/AI-1", "--dry-run"];
const SYNC: &[&str] = &["action", "sync"];
const SYNC_DRY: &[&str] = &["action", "sync", "--dry-run"];

#[rustfmt::skip]
pub(super) const CASES: &[Case] = &[
    finds(PD, &["pagerduty", "missing"]),
    finds(PD, &["pagerduty", "missing", "--format", "json"]),
    asks(PD, &["pagerduty", "pull", "one"]),
    asks(PD, &["pagerduty", "pull", "one", "--all", "--write", "--rows", "--save-log"]),
    asks(PD, &["pagerduty", "pull", "one", "--write", "--dry-run"]),
    asks(PD, &["pagerduty", "pull", "one", "--write", "--rows", "--format", "json"]),
    asks(PD, &["pagerduty", "push", "one", "--yes"]),
    asks(PD, &["pagerduty", "push", "one", "--dry-run"]),
    asks(PD, &["pagerduty", "push", "one", "--yes", "--format", "json"]),
    asks(PD, &["pagerduty", "push", "one", "--dry-run", "--format", "json"]),
    asks(PD, &["pagerduty", "review", "one", "--yes"]),
    asks(PD, &["pagerduty", "review", "one", "--dry-run"]),
    asks(PD, &["new", "--from-pagerduty", "Q7", "--no-input", "--commit"]),
    asks(PD, &["new", "--from-pagerduty", "Q7", "--no-input", "--dry-run"]),
    asks(STATUSPAGE, &["message", "publish", "one", "external", "--incident", "i1", "--to", "statuspage", "--yes"]),
    shows(STATUSPAGE, &["message", "publish", "one", "external", "--incident", "i1", "--to", "statuspage", "--dry-run"]),
    asks(PAGE, &["message", "publish", "one", "external", "--incident", "i1", "--to", "pagerduty", "--yes"]),
    shows(PAGE, &["message", "publish", "one", "external", "--incident", "i1", "--to", "pagerduty", "--dry-run"]),
    shows(Door::File, &["message", "publish", "one", "external", "--to", "file", "--out", "x.md", "--yes"]),
    shows(Door::File, &["message", "publish", "one", "external", "--to", "file", "--out", "x.html", "--yes"]),
    shows(Door::File, &["message", "publish", "one", "external", "--to", "file", "--out", "x.md", "--dry-run"]),
    shows(Door::File, &["message", "publish", "one", "external", "--to", "cstate", "--out", "site", "--yes"]),
    shows(Door::File, &["message", "publish", "one", "external", "--to", "cstate", "--out", "site", "--dry-run"]),
    shows(Door::File, &["message", "show", "one", "notice", "--format", "human"]),
    shows(Door::File, &["message", "show", "one", "notice", "--format", "text"]),
    shows(Door::File, &["message", "show", "one", "notice", "--format", "html"]),
    shows(Door::File, &["message", "show", "one", "notice", "--format", "eml"]),
    shows(Door::File, &["message", "send", "one", "notice", "--as", "eml", "--out", "x.eml"]),
    asks(Door::Jira, TICKET), asks(Door::Jira, TICKET_DRY), asks(Door::Jira, SYNC), asks(Door::Jira, SYNC_DRY),
    asks(GH, TICKET), asks(GH, TICKET_DRY), asks(GH, SYNC), asks(GH, SYNC_DRY),
    asks(GLAB, TICKET), asks(GLAB, TICKET_DRY), asks(GLAB, SYNC), asks(GLAB, SYNC_DRY),
    asks(OWN, TICKET), shows(OWN, TICKET_DRY), asks(OWN, SYNC), asks(OWN, SYNC_DRY),
    asks(Door::Smtp, &["message", "send", "one", "notice", "--yes", "--commit"]),
    asks(Door::Smtp, &["message", "send", "one", "results", "--yes"]),
    shows(Door::Smtp, &["message", "send", "one", "notice", "--dry-run"]),
    asks(Door::Sendmail, &["message", "send", "one", "notice", "--yes"]),
    shows(Door::Sendmail, &["message", "send", "one", "notice", "--dry-run"]),
    asks(Door::Channel, &["post", "overdue", "--yes"]),
    asks(Door::Channel, &["post", "overdue", "--yes", "--to", "ops", "--as", "teams"]),
    asks(Door::Channel, &["post", "notice", "one", "--yes", "--as", "slack"]),
    asks(Door::Channel, &["post", "results", "one", "--yes", "--as", "mattermost"]),
    asks(Door::Channel, &["post", "process-review", "--yes"]),
    shows(Door::Channel, &["post", "overdue", "--dry-run"]),
    shows(Door::Channel, &["post", "notice", "one", "--dry-run", "--to", "ops"]),
    shows(Door::Channel, &["post", "results", "one", "--dry-run"]),
    shows(Door::Channel, &["post", "process-review", "--dry-run"]),
];
