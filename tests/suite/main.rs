//! The built binary in real repositories, with real git.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "that is how snapbox rewrites snapshots"
)]

#[path = "../support/contract.rs"]
mod contract;
#[path = "../support/editor.rs"]
mod editor;
#[path = "../support/elsewhere.rs"]
mod elsewhere;
#[path = "../support/exercise.rs"]
mod exercise;
#[path = "../support/generate.rs"]
mod generate;
#[path = "../support/http.rs"]
mod http;
#[path = "../support/icalendar.rs"]
mod icalendar;
#[path = "../support/kept.rs"]
mod kept;
#[path = "../support/killed.rs"]
mod killed;
#[path = "../support/pagerduty.rs"]
mod pagerduty_fake;
#[path = "../support/pair.rs"]
mod pair;
#[path = "../support/peer.rs"]
mod peer;
#[path = "../support/products.rs"]
mod products;
#[path = "../support/sandbox.rs"]
mod sandbox;
#[path = "../support/status_pages.rs"]
mod status_pages;
#[cfg(target_os = "linux")]
#[path = "../support/terminal.rs"]
mod terminal;
#[path = "../support/trackers.rs"]
mod trackers_fake;
#[path = "../support/writers.rs"]
mod writers;

mod actions;
mod adopted;
mod adopting;
mod advance;
mod aftermath;
mod agreeing;
mod at_once;
mod bar;
mod before;
mod branches;
mod calendar;
mod chains;
mod changes;
mod check;
mod checklists;
mod clocks;
mod commits;
mod committing;
mod completing;
mod demo;
mod determinism;
mod documents;
mod drafts;
mod edits;
mod elsewhere_pages;
mod engines;
mod every_format;
mod exports;
mod fences;
mod figures;
mod fixing;
mod floors;
mod forge_jobs;
mod forge_pages;
mod forges;
mod formats;
mod four_eyes;
mod future;
mod fuzz;
mod growth;
mod guard;
mod help;
mod history;
mod hooks;
mod hostile;
mod imports;
mod in_the_way;
mod init;
mod line_ends;
mod log_readers;
mod logs;
mod looks;
mod lsp;
mod mail;
mod managers;
mod mcp;
mod meetings;
mod messages;
mod moving;
mod named;
mod nightly;
mod no_network;
mod one;
mod other_places;
mod output;
mod outward;
mod overdue;
mod owed;
mod own_fields;
mod pagerduty;
mod pages;
mod pages_over_http;
mod pardons;
mod people;
mod pictures;
mod placed;
mod places;
mod plots;
mod policies;
mod posting;
mod pr;
mod process_reviews;
#[cfg(target_os = "linux")]
mod prompts;
mod proofs;
mod publishing;
mod readme;
mod receive;
mod reopen;
mod returning;
mod roots;
mod scaffold;
mod searching;
mod secrets;
mod served;
mod set;
mod set_any;
mod shell;
mod short_way;
mod sight;
mod site;
mod site_markdown;
mod site_pages;
mod smtp;
mod sparse;
mod strange_papers;
mod strangers;
mod templates;
mod tickets;
mod timelines;
mod without_git;
mod zones;
