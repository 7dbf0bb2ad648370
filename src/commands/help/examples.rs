//! The examples at the end of each command's help. Tests run them on the demo.

/// The examples of a command; of one that has none of its own, the first of each command below it.
pub(super) fn of(path: &str) -> Vec<&'static str> {
    let own = EXAMPLES.iter().find(|(of, _)| *of == path);
    if let Some((_, lines)) = own {
        return lines.to_vec();
    }
    let below = EXAMPLES.iter().filter(|(of, _)| {
        let rest = of.strip_prefix(path);
        rest.is_some_and(|it| it.starts_with(' '))
    });
    below
        .filter_map(|(_, lines)| lines.first())
        .copied()
        .collect()
}

/// An example on lines that fit, each of which a shell takes: what it does stands above, and a command
/// that is too long goes on below, behind a backslash.
pub(super) fn fitting(line: &str, width: usize) -> Vec<String> {
    if line.len() <= width {
        return vec![line.to_owned()];
    }
    let (command, about) = match line.split_once("  # ") {
        Some((command, about)) => (command.trim_end(), Some(format!("# {about}"))),
        None => (line, None),
    };
    let mut lines: Vec<String> = about.into_iter().collect();
    let mut open = String::new();
    for word in words(command) {
        if !open.is_empty() && open.len() + 1 + word.len() + 2 > width {
            lines.push(format!("{open} \\"));
            open.clear();
            open.push_str("   ");
        }
        if !open.is_empty() {
            open.push(' ');
        }
        open.push_str(&word);
    }
    lines.push(open);
    lines
}

/// The words of a command; what is quoted stays together, and an option with its value.
fn words(command: &str) -> Vec<String> {
    let mut is_quoted = false;
    let between = |it: char| {
        is_quoted ^= it == '\'';
        it == ' ' && !is_quoted
    };
    let mut words: Vec<String> = Vec::new();
    for word in command.split(between).filter(|it| !it.is_empty()) {
        match words.last_mut() {
            Some(last) if is_option(last) && !is_option(word) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Whether a word is an option without its value.
fn is_option(word: &str) -> bool {
    word.starts_with("--") && !word.contains([' ', '='])
}

/// The examples of each command, by its words.
const EXAMPLES: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "pmrepo new 'Checkout answers slowly' --severity SEV-2   # an incident begins",
            "pmrepo show checkout                                    # where it stands",
            "pmrepo mine                                             # what I owe",
        ],
    ),
    (
        "init",
        &[
            "pmrepo init",
            "pmrepo init --preset small",
            "pmrepo init --ci github",
        ],
    ),
    (
        "adopt",
        &[
            "pmrepo adopt docs/incidents            # what would become of them",
            "pmrepo adopt docs/incidents --commit",
            "pmrepo adopt - --write < old.md",
        ],
    ),
    (
        "new",
        &[
            "pmrepo new 'Checkout answers slowly' --severity SEV-2",
            "pmrepo new 'Mail is late' --severity SEV-3 --started 09:30 --owner me",
            "pmrepo new 'Login fails' --severity SEV-1 --commander me --service login",
        ],
    ),
    (
        "edit",
        &[
            "pmrepo edit checkout",
            "pmrepo edit checkout checklist",
            "pmrepo edit checkout notes/mara.md",
        ],
    ),
    ("template list", &["pmrepo template list"]),
    ("template show", &["pmrepo template show postmortem.md"]),
    ("template check", &["pmrepo template check"]),
    ("demo", &["pmrepo demo", "pmrepo demo playground"]),
    (
        "show",
        &[
            "pmrepo show checkout",
            "pmrepo show checkout --history",
            "cd \"$(pmrepo show --path checkout)\"",
        ],
    ),
    (
        "list",
        &[
            "pmrepo list --status draft --status in-review",
            "pmrepo list --who me --since 2026-01-01",
            "pmrepo list --severity SEV-1 --format json",
        ],
    ),
    ("mine", &["pmrepo mine", "pmrepo mine --as ben --explain"]),
    (
        "overdue",
        &[
            "pmrepo overdue --soon 5d",
            "pmrepo overdue --who me --all --explain",
            "pmrepo overdue --format markdown --no-fail >> \"$GITHUB_STEP_SUMMARY\"",
            "pmrepo overdue --replay 2026-03-01",
        ],
    ),
    (
        "set",
        &[
            "pmrepo set ingest owner=mara detection=monitoring",
            "pmrepo set ingest roles.scribe=yuki services=ingest,search",
            "pmrepo set ingest services+=payments tags-=disk",
            "pmrepo set ingest --scribe yuki --expert dana --expert omar",
            "pmrepo set ingest detection=                        # remove it",
        ],
    ),
    (
        "resolve",
        &[
            "pmrepo resolve login",
            "pmrepo resolve login --at '20 minutes ago' --owner me",
        ],
    ),
    (
        "checklist",
        &[
            "pmrepo checklist stale-dns",
            "pmrepo checklist --open --who me",
        ],
    ),
    ("checklist new", &["pmrepo checklist new email"]),
    (
        "checklist done",
        &[
            "pmrepo checklist done stale-dns scribe.collect-todos",
            "pmrepo checklist done stale-dns collect-todos --note 'There were two.'",
        ],
    ),
    (
        "checklist skip",
        &["pmrepo checklist skip stale-dns answer-customers --because 'Nobody asked.'"],
    ),
    (
        "checklist ask",
        &["pmrepo checklist ask stale-dns deputy 'Call the hosting provider.'"],
    ),
    (
        "note add",
        &[
            "echo 'The pool was full.' | pmrepo note add email --as mara",
            "pmrepo note add email graphs.md",
        ],
    ),
    (
        "timeline import",
        &[
            "pmrepo timeline import email chat.csv",
            "pmrepo timeline import email chat.csv --all --explain",
            "pmrepo timeline import email chat.csv --write --save-log",
        ],
    ),
    ("timeline show", &["pmrepo timeline show email"]),
    (
        "timeline add",
        &["pmrepo timeline add email 'The queue is empty again.' --at '2 hours ago'"],
    ),
    ("timeline table", &["pmrepo timeline table email"]),
    (
        "action list",
        &[
            "pmrepo action list --owner me",
            "pmrepo action list --overdue --format csv",
        ],
    ),
    (
        "action add",
        &[
            "pmrepo action add stale-dns 'Alert on old zones' --owner diego",
            "pmrepo action add 2026-02-16 'Name a deputy early' --owner ivan",
        ],
    ),
    ("action start", &["pmrepo action start search-index/AI-2"]),
    (
        "action done",
        &[
            "pmrepo action done search-index/AI-2",
            "pmrepo action done search-index/AI-2 --on 2026-03-31 --ticket SEARCH-12",
        ],
    ),
    (
        "action drop",
        &["pmrepo action drop search-index/AI-3 --because 'It is never built anew.'"],
    ),
    (
        "action due",
        &["pmrepo action due search-index/AI-3 2026-05-01 --because 'It takes a week.'"],
    ),
    (
        "action accept",
        &["pmrepo action accept email/AI-1 --owner mara --due 2026-05-01"],
    ),
    (
        "action set",
        &[
            "pmrepo action set search-index/AI-3 owner=ben ticket=SEARCH-9",
            "pmrepo action set search-index AI-3 state=wont-do reason='It went away.'",
        ],
    ),
    ("action collect", &["pmrepo action collect orders"]),
    (
        "action import",
        &["pmrepo action import tickets.csv --dry-run"],
    ),
    (
        "meeting",
        &[
            "pmrepo meeting stale-dns --on 'tomorrow 14:00'",
            "pmrepo meeting stale-dns --held 9:30 --attendees ben,mara",
            "pmrepo meeting stale-dns --none-because 'We read it in the pull request.'",
        ],
    ),
    (
        "move",
        &[
            "pmrepo move checkout --title 'Checkout answers slowly'",
            "pmrepo move email --date 2026-03-30",
        ],
    ),
    (
        "reopen",
        &["pmrepo reopen checkout --because 'It was the other cache.'"],
    ),
    (
        "message list",
        &[
            "pmrepo message list",
            "pmrepo message list stale-dns --format json",
        ],
    ),
    (
        "message show",
        &[
            "pmrepo message show stale-dns notice",
            "pmrepo message show stale-dns notice --format html",
        ],
    ),
    ("post overdue", &["pmrepo post overdue --dry-run"]),
    ("post notice", &["pmrepo post notice stale-dns --dry-run"]),
    (
        "post results",
        &["pmrepo post results checkout --as mattermost --dry-run"],
    ),
    (
        "post process-review",
        &["pmrepo post process-review --as teams --dry-run"],
    ),
    (
        "message send",
        &[
            "pmrepo message send stale-dns notice --as eml --out notice.eml",
            "pmrepo message send stale notice --as sendmail --again --dry-run",
        ],
    ),
    (
        "message publish",
        &["pmrepo message publish check external --to file --out x.md --again --dry-run"],
    ),
    ("message new", &["pmrepo message new stale-dns results"]),
    (
        "message sent",
        &[
            "pmrepo message sent stale-dns results --at 9:30",
            "pmrepo message sent card external --approved-by amina",
        ],
    ),
    (
        "message approve",
        &["pmrepo message approve card external --by nadia"],
    ),
    (
        "message none",
        &["pmrepo message none stale-dns external --because 'No customer could notice.'"],
    ),
    (
        "check",
        &[
            "pmrepo check",
            "pmrepo check checkout --all",
            "pmrepo check --fix",
            "pmrepo check --range main...HEAD --format github",
        ],
    ),
    (
        "advance",
        &[
            "pmrepo advance ingest",
            "pmrepo advance search-index closed",
        ],
    ),
    (
        "pr",
        &["pmrepo pr", "pmrepo pr main...HEAD --format markdown"],
    ),
    (
        "process-review new",
        &["pmrepo process-review new --on '2026-04-30 14:00' --chair me"],
    ),
    (
        "process-review list",
        &["pmrepo process-review list --status scheduled"],
    ),
    (
        "process-review agenda",
        &[
            "pmrepo process-review agenda",
            "pmrepo process-review agenda 2026-02-16 --format markdown",
        ],
    ),
    (
        "process-review join",
        &[
            "pmrepo process-review join",
            "pmrepo process-review join 2026-02-16 --as ben",
        ],
    ),
    (
        "process-review held",
        &["pmrepo process-review held --at '2026-04-06 14:30'"],
    ),
    (
        "process-review cancel",
        &["pmrepo process-review cancel --because 'No incident since the last.'"],
    ),
    (
        "action ticket",
        &[
            "pmrepo action ticket search-index/AI-2 --dry-run",
            "pmrepo action ticket search-index/AI-2 --yes",
        ],
    ),
    ("action sync", &["pmrepo action sync --dry-run"]),
    (
        "pagerduty missing",
        &[
            "pmrepo pagerduty missing",
            "pmrepo pagerduty missing --since 2026-01-01 --format json",
        ],
    ),
    (
        "pagerduty pull",
        &[
            "pmrepo pagerduty pull login",
            "pmrepo pagerduty pull login --write --rows",
            "pmrepo pagerduty pull login --format json",
        ],
    ),
    (
        "pagerduty push",
        &[
            "pmrepo pagerduty push login --dry-run",
            "pmrepo pagerduty push login --dry-run --format json",
            "pmrepo pagerduty push login --yes",
        ],
    ),
    ("pagerduty review", &["pmrepo pagerduty review login --yes"]),
    (
        "calendar",
        &[
            "pmrepo calendar > postmortems.ics",
            "pmrepo calendar --who me --kind action-item --kind meeting",
            "pmrepo -C postmortems.git calendar --rev main > postmortems.ics",
        ],
    ),
    ("lsp", &["pmrepo lsp"]),
    (
        "mcp",
        &[
            "pmrepo -C postmortems mcp",
            "pmrepo -C postmortems mcp --allow-drafts",
        ],
    ),
    (
        "search",
        &[
            "pmrepo search cache failover --since 365d",
            "pmrepo search --similar stale-dns",
        ],
    ),
    (
        "stats",
        &[
            "pmrepo stats --since 365d --by quarter",
            "pmrepo stats --by service --format csv > figures.csv",
            "pmrepo stats --svg ../plots",
        ],
    ),
    (
        "export",
        &[
            "pmrepo export --format csv --out tables",
            "pmrepo export --format sql > postmortems.sql",
            "pmrepo export --format sqlite --out postmortems.db",
            "pmrepo export --repo shop=. --table deadlines > deadlines.ndjson",
        ],
    ),
    (
        "policy try",
        &[
            "pmrepo policy try deadlines.reviewed.SEV-2=3d --since 365d",
            "pmrepo policy try 'deadlines.action-item={SEV-2: 14d}' --format json",
        ],
    ),
    (
        "prove",
        &[
            "pmrepo prove checkout --out ../evidence",
            "pmrepo prove --since 2026-01-01 --until 2026-03-31 --format json",
        ],
    ),
    (
        "site",
        &[
            "pmrepo site ../site",
            "pmrepo site ../customers --audience external",
            "pmrepo -C postmortems.git site ../site --rev main",
        ],
    ),
    (
        "hooks install",
        &["pmrepo hooks install", "pmrepo hooks install --server"],
    ),
    ("hooks uninstall", &["pmrepo hooks uninstall"]),
    ("hooks status", &["pmrepo hooks status"]),
    (
        "people init",
        &["pmrepo people init --yes", "pmrepo people init --dry-run"],
    ),
    ("people list", &["pmrepo people list"]),
    ("people show", &["pmrepo people show ben"]),
    (
        "people add",
        &["pmrepo people add carol --name 'Carol Smith' --email carol@example.com"],
    ),
    (
        "explain",
        &[
            "pmrepo explain PM502",
            "pmrepo explain missing-field",
            "pmrepo explain",
        ],
    ),
    (
        "schema",
        &["pmrepo schema", "pmrepo schema config > pmrepo.schema.json"],
    ),
    (
        "completions",
        &[
            "source <(pmrepo completions bash)  # in ~/.bashrc",
            "source <(pmrepo completions zsh)  # in ~/.zshrc",
            "pmrepo completions fish | source  # in ~/.config/fish/config.fish",
            "eval (pmrepo completions elvish | slurp)  # in ~/.elvish/rc.elv",
            "pmrepo completions powershell | Out-String | Invoke-Expression",
        ],
    ),
    ("man", &["pmrepo man ~/.local/share/man/man1"]),
];
