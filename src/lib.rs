//! pmrepo keeps a team's postmortems in git.
//!
//! This is the inside of a program and no public API: it is a library so that its tests reach it,
//! and may change with every version.
//!
//! # The map
//!
//! The house has floors. A module names only modules on lower floors, or those before it on its own;
//! files beside each other in a module make no loops either. Tests read the sources and keep it so
//! (`tests/suite/floors.rs`). The house may have several faces, and all of them use the same engine:
//! nothing above floor 7 judges, decides or writes.
//!
//! | floor | module | what it is |
//! |---|---|---|
//! | 0 | `time` | the moment of the run, timestamps, durations: the only place that reads dates |
//! | 0 | `model` | the words, each told once: statuses, states, severities, roles, kinds of deadlines, names of messages, ids, people |
//! | 0 | `source` | a file's text and name, byte spans, lines and columns |
//! | 0 | `likeness` | "did you mean": one function |
//! | 0 | `count` | numbers as people read them |
//! | 0 | `refusal` | why something was not done: kind and hints; lower modules keep errors of their own, made into it where they meet |
//! | 1 | `diagnostic` | rule, diagnostic, fault, label, level, fix, and the sink that applies levels and waivers and sorts |
//! | 1 | `front_matter` | split, a tree of nodes with spans, edits in place |
//! | 1 | `markdown` | sections, tables, task lists, links, phrases, with spans |
//! | 1 | `calendar` | business days, holidays, time zone |
//! | 1 | `timeline` | the rows of a report's timeline |
//! | 1 | `chat` | one file per source of messages: bytes → messages, as a stream; key events, TODOs, credentials; the roster and marks come in as plain values |
//! | 1 | `pagerduty` | what PagerDuty says of incidents: JSON → values |
//! | 1 | `tracker` | what is asked of each tracker, and what its answers say: JSON in and out |
//! | 1 | `adopt` | a postmortem of any shape → what it says, what it does not, and what contradicts itself |
//! | 2 | `git` | the one door to git: open, read blobs, walk history, ranges, push lines |
//! | 2 | `snapshot` | work tree, index, commit, or texts laid over one of these → files |
//! | 2 | `tree` | the one place that writes files: whole or not at all, only what is as it was read, never outside but for an output path that the user names |
//! | 2 | `document` | one file → its nodes and body, or why not |
//! | 2 | `corpus` | a snapshot's documents, by id |
//! | 2 | `validator` | JSON Schema over nodes: the one place that knows the library |
//! | 3 | `config` | `pmrepo.yaml`, the roster, and what rules may know of them |
//! | 3 | `schema` | the overlay of the JSON Schema; the kind of every field from its `$ref`; words for errors |
//! | 3 | `postmortem` | the typed reading of a dossier: report, action items, steps, messages, process review; nobody above reads fields by name |
//! | 4 | `deadline` | what is due, when, owed by whom, met when |
//! | 4 | `rules` | one file and one page per rule, one table |
//! | 4 | `root` | configuration, levels, schemas and layout of one root in one snapshot |
//! | 4 | `workspace` | repository, snapshot, roots, where one stands, who one is; an id or path → its root and files |
//! | 4 | `check` | schema and rules over a document, a corpus, a change |
//! | 5 | `report` | overdue, list, show, pr, stats, replay, proof and others: data for a view, no text; `Public<View>` is what may leave the repository |
//! | 5 | `template` | the environment of templates, filters, the templates |
//! | 6 | `change` | operations on a postmortem as values: what would become of which files, which errors that brings in, what there is to say |
//! | 6 | `render` | human, JSON, SARIF and others: one file for each format |
//! | 6 | `site` | pages for a browser, and what is drawn in them |
//! | 6 | `export` | the tables of a repository for other engines: one file for each format (databases and Parquet: feature `data`) |
//! | 7 | `env` | the process's time, variables, directory, terminal, and other programs: one door |
//! | 7 | `net` | the one door to the network, and the services behind it (feature `net`) |
//! | 8 | `lsp` | the face for editors: open files over the work tree, and what `check` finds in them |
//! | 8 | `mcp` | the face for agents: tools that read and, where it is allowed, draft; what people wrote is marked as such |
//! | 8 | `commands` | one file per command: its arguments, a call, what it prints |
//!
//! # What holds everywhere
//!
//! - **Faults are values, failures are errors.** A fault in a document is a `Diagnostic`; a command
//!   that cannot do its work is a `Refusal` with a kind and hints, made into words in one place.
//!   Neither is ever a panic.
//! - **A word is told once.** A state, role, kind or message name is an enum in `model`; a field's
//!   kind comes from the schema's `$ref`, so that a field that a team adds is judged, set, completed
//!   and exported as what it is. An own field of a name that a later version brings wins, with a note.
//! - **The snapshot is the seam of reading.** Everything that reads goes through it, so every reading
//!   command works on the work tree, on what is staged, on any commit and in a bare repository, with
//!   the same code and the same result.
//! - **The draft is the seam of writing.** An operation reads, edits text in place, is judged before
//!   and after (it may introduce no error in what it touched), and is a value that is shown or
//!   applied. Edits change only the bytes they must (comments, order, line endings stay) and are
//!   refused where the result would not be read back as meant. Applying writes all or nothing, refuses
//!   if a file is not as it was read, and keeps modes.
//! - **What leaves the repository goes through one projection**, `Public<View>`: of a confidential
//!   postmortem its date alone. Human and JSON are inward. No renderer decides that again.
//! - **Reading is total.** A broken document is a document with diagnostics. All its findings come out
//!   at once, each with the place of the exact field.
//! - **One reading.** Values and places come from one pass over the YAML, so they cannot disagree.
//! - **A rule is a file, a page and a line in the table**, a language rule too: its phrases stand in
//!   the table's line. It gets what it may know of the configuration and the moment of the run as
//!   plain values, never sees the environment or git, and never prints. Its page holds good and bad
//!   examples, and they are its tests. The reference, `explain` and SARIF's metadata come from the
//!   table.
//! - **One door for each impurity**: time, environment, other programs, git, network, terminal; `clippy.toml`
//!   keeps the others shut. The same repository, revision and clock give the same bytes.
//! - **Everything listed is a table, and a test polices it.** Nothing is listed in two places.
//! - **Enums and `match`, not traits**, for sources, renderers and stores.
//! - A cost that grows with history is paid only by commands that ask for history.

pub mod adopt;
pub mod calendar;
pub mod change;
pub mod chat;
pub mod check;
pub mod commands;
pub mod config;
pub mod corpus;
pub mod count;
pub mod deadline;
pub mod diagnostic;
pub mod document;
pub mod env;
pub mod export;
pub mod front_matter;
pub mod git;
pub mod likeness;
pub mod lsp;
pub mod markdown;
pub mod mcp;
pub mod model;
pub mod net;
pub mod pagerduty;
pub mod postmortem;
pub mod refusal;
pub mod render;
pub mod report;
pub mod root;
pub mod rules;
pub mod schema;
pub mod site;
pub mod snapshot;
pub mod source;
pub mod template;
pub mod time;
pub mod timeline;
pub mod tracker;
pub mod tree;
pub mod validator;
pub mod workspace;
