//! The options by which a log is read, and the log itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;

use super::Ctx;
use super::Refusal;
use crate::calendar;
use crate::calendar::Toward;
use crate::change::items::Place;
use crate::change::timeline;
use crate::change::timeline::Todo;
use crate::change::timeline::Wanted;
use crate::chat;
use crate::chat::Asked;
use crate::chat::Input;
use crate::chat::Messages;
use crate::chat::Source;
use crate::commands::words;
use crate::config::Policy;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::env;
use crate::env::STREAM;
use crate::postmortem::Report;
use crate::root::Root;
use crate::time::Moment;
use crate::time::parse_clock;

/// How a log is read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "The log")]
pub(in crate::commands) struct LogArgs {
    /// Whose log it is, where that is not seen from what it says
    #[arg(long, value_parser = Source::ALL.map(Source::as_str))]
    source: Option<String>,
    /// The channel of an export, by its name or id
    #[arg(long)]
    channel: Option<String>,
    /// The zone of times without one: Europe/Berlin, UTC, +01:00
    #[arg(long, value_name = "ZONE", allow_hyphen_values = true)]
    tz: Option<String>,
    /// The day on which times of day without one begin
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// When a transcript begins, whose times count from there
    #[arg(long, value_name = "WHEN")]
    start: Option<String>,
    /// Only messages from then on
    #[arg(long, value_name = "WHEN")]
    from: Option<String>,
    /// Only messages until then
    #[arg(long, value_name = "WHEN")]
    to: Option<String>,
}

/// The clock of whoever reads a log: now, the zone, and the day of the incident.
#[derive(Clone, Copy)]
pub(in crate::commands) struct Times {
    pub(in crate::commands) now: Moment,
    pub(in crate::commands) incident: Option<Moment>,
}

impl LogArgs {
    /// Opens a log.
    pub(in crate::commands) fn open(
        &self,
        file: &Path,
        ctx: &Ctx,
        (policy, times): (&Policy, Times),
    ) -> Result<(Source, Messages), Refusal> {
        let asked = self.asked(policy, times)?;
        let name = name(file);
        let input = input(file, &name, ctx)?;
        chat::open(input, &asked).map_err(|it| {
            let help = it.help();
            Refusal::usage(format!("{name}: {it}")).hint(help)
        })
    }

    /// What a log says is yet to be done.
    pub(in crate::commands) fn todos(
        &self,
        file: &Path,
        ctx: &Ctx,
        (root, place): (&Root, &Place),
    ) -> Result<Vec<Todo>, Refusal> {
        let policy = &root.config.policy;
        let times = Times {
            now: ctx.now(policy.zone)?,
            incident: match place {
                Place::Postmortem(files) => began(root, files),
                Place::ProcessReview(_) => None,
            },
        };
        let (from, to) = self.window(policy, times)?;
        let wanted = Wanted {
            from,
            to,
            ..Wanted::default()
        };
        let opened = self.open(file, ctx, (policy, times))?;
        Ok(timeline::gather(opened, &name(file), &wanted)?.todos)
    }

    fn asked(&self, policy: &Policy, times: Times) -> Result<Asked, Refusal> {
        let source = self.source.as_deref();
        let source = source.and_then(|word| Source::ALL.into_iter().find(|it| it.as_str() == word));
        let date = self.date.as_deref().map(|it| {
            calendar::read_date(it, Toward::Past, times.now, policy.zone)
                .map_err(|it| it.refuse("--date"))
        });
        Ok(Asked {
            source,
            channel: self.channel.clone(),
            zone: words::zone(self.tz.as_deref())?,
            date: date.transpose()?,
            start: self.moment(self.start.as_deref(), "--start", (policy, times))?,
            handles: handles(policy),
        })
    }

    /// The first and the last moment that are asked for.
    pub(in crate::commands) fn window(
        &self,
        policy: &Policy,
        times: Times,
    ) -> Result<(Option<Moment>, Option<Moment>), Refusal> {
        let from = self.moment(self.from.as_deref(), "--from", (policy, times))?;
        let to = self.moment(self.to.as_deref(), "--to", (policy, times))?;
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::usage("--to is before --from"));
        }
        Ok((from, to))
    }

    /// A time that was typed; a time of day is one of the incident's day.
    fn moment(
        &self,
        text: Option<&str>,
        option: &str,
        (policy, times): (&Policy, Times),
    ) -> Result<Option<Moment>, Refusal> {
        let Some(text) = text else {
            return Ok(None);
        };
        let zone = words::zone(self.tz.as_deref())?.unwrap_or(policy.zone);
        if let (Ok(clock), Some(incident)) = (parse_clock(text), times.incident) {
            let day = zone.date_of(incident);
            return Ok(Some(zone.at(day.and_time(clock))));
        }
        let at = calendar::read_past(text, times.now, zone).map_err(|it| it.refuse(option))?;
        Ok(Some(at.at))
    }
}

/// What a log is called in messages.
pub(in crate::commands) fn name(file: &Path) -> String {
    if file == Path::new(STREAM) {
        return "standard input".to_owned();
    }
    file.file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn input(file: &Path, name: &str, ctx: &Ctx) -> Result<Input, Refusal> {
    if file == Path::new(STREAM) {
        return Ok(Input::Stream(name.to_owned(), env::input_stream()));
    }
    let path: PathBuf = ctx.directory.join(file);
    let kind = std::fs::metadata(&path).map_err(|it| Refusal::io(&path, &it))?;
    if kind.is_dir() {
        return Ok(Input::Folder(path));
    }
    let file = File::open(&path).map_err(|it| Refusal::io(&path, &it))?;
    Ok(Input::Seekable(name.to_owned(), file))
}

/// Handles by every name of a person, in small letters.
fn handles(policy: &Policy) -> BTreeMap<String, String> {
    let mut handles = BTreeMap::new();
    for member in &policy.roster.people {
        for name in member.names().chain(member.chat.as_deref()) {
            let name = name.trim_start_matches('@').to_lowercase();
            handles.entry(name).or_insert_with(|| member.handle.clone());
        }
    }
    handles
}

/// When the incident began, as its report says.
pub(super) fn began(root: &Root, files: &Files) -> Option<Moment> {
    let dossier = Dossier::read_facts(files, &root.snapshot().reader());
    let report = Report::new(&root.config.policy, &dossier.report);
    report.began().map(|(_, at)| at)
}
