//! `pmrepo new`: scaffolds a postmortem, whole or not at all.

use super::Ctx;
use super::Error;
use super::Status;
use super::print;
use super::workspace::State;
use super::workspace::Workspace;
use super::writing::Tree;
use crate::calendar;
use crate::check::Root;
use crate::config::Policy;
use crate::corpus::REPORT;
use crate::front_matter;
use crate::time::Moment;

/// The longest slug: a directory's name that still reads well in a list.
const LONGEST_SLUG: usize = 60;

/// Scaffold a postmortem
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What happened, in a few words
    title: String,
    /// How bad it was
    #[arg(long)]
    severity: Option<String>,
    /// Who sees the postmortem through
    #[arg(long, value_name = "PERSON")]
    owner: Option<String>,
    /// Who led the response
    #[arg(long, alias = "incident-commander", value_name = "PERSON")]
    commander: Option<String>,
    /// When customers began to feel it: 14:03, "yesterday 9:30", 2026-03-10T10:00Z; now by default
    #[arg(long, alias = "started-at", value_name = "WHEN")]
    started: Option<String>,
    /// When it was noticed
    #[arg(long, alias = "detected-at", value_name = "WHEN")]
    detected: Option<String>,
    /// When it was over
    #[arg(long, alias = "resolved-at", value_name = "WHEN")]
    resolved: Option<String>,
    /// A service that was touched (may be given again)
    #[arg(long, alias = "services", value_name = "NAME")]
    service: Vec<String>,
    /// When the review meeting is
    #[arg(long, value_name = "WHEN")]
    meeting: Option<String>,
    /// The incident in PagerDuty: id or address
    #[arg(long, value_name = "ID")]
    pagerduty: Option<String>,
}

/// Runs it.
pub(super) fn run(args: &Args, ctx: &Ctx) -> Result<Status, Error> {
    let workspace = Workspace::open(ctx, &State::Worktree)?;
    let Some(top) = &workspace.top else {
        return Err(Error::new("a bare repository has no files to write")
            .hint("run it in a clone, and push"));
    };
    let root = workspace.one_root()?;
    let report = Report::new(args, ctx, &root)?;
    let date = root.config.policy.zone.date_of(report.started);
    let name = format!("{date}-{}", slug(&args.title));
    let year = date.format("%Y").to_string();
    let place = root
        .directory
        .join(root.config.paths.postmortems.as_str())
        .and_then(|it| it.join(&year))
        .ok_or_else(|| Error::new("the postmortems' directory has no name that can be written"))?;
    let text = report.text(args, &root.config.policy);
    let (reading, document) = (front_matter::read(&text), &text);
    if reading.front_matter.is_none() {
        return Err(Error::new(
            "what would be written could not be read again; nothing was written",
        ));
    }
    let id = Tree::new(top)?.scaffold(&place, &name, &|_| {
        Ok(vec![(REPORT.to_owned(), document.clone())])
    })?;
    print(&format!("{place}/{id}/{REPORT}\n"))?;
    Ok(Status::Clean)
}

/// What is known of the incident.
struct Report {
    severity: String,
    started: Moment,
    detected: Option<Moment>,
    resolved: Option<Moment>,
    meeting: Option<Moment>,
}

impl Report {
    /// Reads what the flags say; nothing is written where one of them cannot be read.
    fn new(args: &Args, ctx: &Ctx, root: &Root) -> Result<Self, Error> {
        let policy = &root.config.policy;
        if args.title.trim().is_empty() {
            return Err(Error::new("the title is empty").hint("say in a few words what happened"));
        }
        let now = ctx.now(policy.zone)?;
        let moment = |text: &Option<String>, flag: &str| match text {
            Some(text) => calendar::read_short(text, now, policy.zone)
                .map(Some)
                .map_err(|it| Error::new(format!("{flag}: {it}")).hint(it.help())),
            None => Ok(None),
        };
        Ok(Self {
            severity: severity(args.severity.as_deref(), policy)?,
            started: moment(&args.started, "--started")?.unwrap_or(policy.zone.show(now)),
            detected: moment(&args.detected, "--detected")?,
            resolved: moment(&args.resolved, "--resolved")?,
            meeting: moment(&args.meeting, "--meeting")?,
        })
    }

    /// The report. Everything that comes from outside is written as a YAML scalar.
    fn text(&self, args: &Args, policy: &Policy) -> String {
        let scalar = front_matter::scalar;
        let mut text = String::from("---\n");
        let mut line = |key: &str, value: &str| text.push_str(&format!("{key}: {value}\n"));
        line("title", &scalar(args.title.trim()));
        line("status", "draft");
        line("severity", &scalar(&self.severity));
        if let Some(owner) = &args.owner {
            line("owner", &scalar(owner));
        }
        line("started_at", &self.started.to_short());
        for (key, moment) in [
            ("detected_at", self.detected),
            ("resolved_at", self.resolved),
        ] {
            if let Some(moment) = moment {
                line(key, &moment.to_short());
            }
        }
        if !args.service.is_empty() {
            let services: Vec<String> = args.service.iter().map(|it| scalar(it)).collect();
            line("services", &format!("[{}]", services.join(", ")));
        }
        if let Some(commander) = &args.commander {
            line(
                "roles",
                &format!("\n  incident_commander: {}", scalar(commander)),
            );
        }
        if let Some(meeting) = self.meeting {
            line(
                "meeting",
                &format!("\n  scheduled_for: {}", meeting.to_short()),
            );
        }
        if let Some(incident) = &args.pagerduty {
            line(
                "references",
                &format!("\n  pagerduty: {}", scalar(incident)),
            );
        }
        text = text.replace(": \n  ", ":\n  ");
        text.push_str("---\n");
        let is_major = policy.is_major(&self.severity);
        for section in &policy.sections {
            if is_major || !section.major_only {
                text.push_str(&format!("\n## {}\n", section.title));
                if section.title == "Timeline" {
                    text.push_str(&format!(
                        "\n| Time | Event | Evidence |\n|---|---|---|\n| {} | | |\n",
                        self.started.to_short()
                    ));
                }
            }
        }
        text
    }
}

/// The severity as it is configured, however it was typed (`sev1`).
fn severity(word: Option<&str>, policy: &Policy) -> Result<String, Error> {
    let plain = |it: &str| -> String {
        it.chars()
            .filter(|it| it.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let known = policy.severities.join(", ");
    let Some(word) = word else {
        return Err(Error::new("--severity is missing").hint(format!("one of {known}")));
    };
    policy
        .severities
        .iter()
        .find(|it| plain(it) == plain(word))
        .cloned()
        .ok_or_else(|| {
            Error::new(format!("`{word}` is no severity")).hint(format!("one of {known}"))
        })
}

/// A directory's name from a title in any script: lower-case letters, digits and dashes.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in deunicode::deunicode(title)
        .to_lowercase()
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty())
    {
        let word: String = word.chars().take(LONGEST_SLUG).collect();
        if !slug.is_empty() && slug.len() + 1 + word.len() > LONGEST_SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    if slug.is_empty() {
        slug.push_str("incident");
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn any_title_makes_a_name_that_every_file_system_takes() {
        assert_eq!(
            slug("Checkout latency after cache failover"),
            "checkout-latency-after-cache-failover"
        );
        assert_eq!(slug("Größe der Warteschlange"), "grosse-der-warteschlange");
        assert_eq!(slug("../../etc/passwd\0"), "etc-passwd");
        assert_eq!(slug("数据库"), "shu-ju-ku");
        assert_eq!(slug("…"), "incident");
        assert!(slug(&"word ".repeat(100)).len() <= 60);
        assert!(slug(&"x".repeat(500)).len() <= 60);
    }
}
