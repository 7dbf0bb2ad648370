//! Documents of any shape become postmortems: which of them, under which id, with which front matter.
//!
//! The text of a document stays as it is, byte for byte, and front matter is added, or extended. Nothing
//! is written over: a document that was adopted before is told from a new one by where it came from,
//! and where both it and its postmortem have changed, both stay.

mod again;
mod decide;
mod finish;
mod front;
mod ids;
mod known;
mod made;
mod order;
mod source;

pub use source::Content;
pub use source::From;
pub use source::STREAM;
pub use source::Source;
pub use source::is_of_old_shape;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::By;
use super::Draft;
use super::Headline;
use crate::adopt;
use crate::adopt::DayOrder;
use crate::adopt::FrontMatterKind;
use crate::adopt::Kind;
use crate::adopt::Reading;
use crate::calendar::Zone;
use crate::corpus::REPORT;
use crate::count::counted;
use crate::model::FieldName;
use crate::model::Status;
use crate::refusal::Refusal;
use crate::report::adoption::Document;
use crate::report::adoption::State;
use crate::report::adoption::View;
use crate::root::Root;
use crate::snapshot::Snapshot;
use crate::source::RepoPath;
use crate::tree::Edits;
use decide::Decided;
use finish::Done;
use ids::Ids;
use known::AllKnown;
use known::Known;
use made::Maker;
use source::NoText;
use source::Text;

/// The file that says what became of which document.
pub const REPORT_FILE: &str = "adopt-report.md";

/// Which place counts where places contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    /// The document's name.
    Name,
    /// Its first heading.
    Heading,
    /// Its front matter.
    FrontMatter,
}

impl Prefer {
    /// Every one.
    const ALL: [Self; 3] = [Self::Name, Self::Heading, Self::FrontMatter];
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Which place counts where places contradict each other; `None`: none does.
    pub prefer: Option<Prefer>,
    /// Whether a document of this repository stays where it is.
    pub keeps: bool,
    /// The status of what is adopted; `None`: the furthest that each can hold.
    pub status: Option<Status>,
    /// The zone of times that name none.
    pub zone: Option<Zone>,
    /// What was named: documents that were adopted from there are told of, too.
    pub places: &'a [String],
}

/// What would become of documents.
pub struct Plan {
    /// What there is to say of each.
    pub view: View,
    /// What would become of which files.
    pub edits: Edits,
    /// Which documents of this repository would lie elsewhere: from where, and where to.
    pub moves: Vec<(RepoPath, RepoPath)>,
    headline: Headline,
}

impl Plan {
    /// Keeps what there is to say in a file of the root. Nothing where nothing is written.
    pub fn keep(&mut self, root: &Root, text: String) -> Result<(), Refusal> {
        let path = root.directory.join(REPORT_FILE).unwrap_or_default();
        if self.edits.is_empty() {
            return Ok(());
        }
        let before = root.snapshot().exists(&path).then(|| root.text_of(&path));
        self.edits.put(&path, before.transpose()?, text);
        Ok(())
    }

    /// The draft of it.
    pub fn draft(&self, root: &Root) -> Draft {
        let commits = root.config.commits;
        Draft::of_edits(self.headline.clone(), self.edits.clone(), commits)
    }
}

/// A document on its way.
struct Case<'a> {
    source: &'a Source,
    /// Its text, where there is something to do with it.
    text: Option<Text>,
    /// The postmortem that was made of it before.
    known: Option<&'a Known>,
    reading: Option<Reading>,
    decided: Option<Decided>,
    /// Where its report will lie.
    report: Option<RepoPath>,
    /// What there is to say of it, once that is known.
    document: Option<Document>,
}

/// What all documents of a run share.
struct Run<'a> {
    root: &'a Root,
    asked: Asked<'a>,
    severities: Vec<String>,
    maker: Maker,
    /// The last commit.
    head: Option<Snapshot>,
    order: Option<DayOrder>,
}

/// Says what would become of documents.
pub fn plan(
    root: &Root,
    sources: &[Source],
    asked: &Asked<'_>,
    by: &By<'_>,
) -> Result<Plan, Refusal> {
    let known = AllKnown::of(root)?;
    let repo = by.workspace.repo.as_ref();
    let severities = root.config.policy.severities.iter();
    let mut run = Run {
        root,
        asked: *asked,
        severities: severities.map(ToString::to_string).collect(),
        maker: Maker::new(root, root.clock(by.now)),
        head: repo.and_then(|it| Snapshot::commit(it, "HEAD").ok()),
        order: None,
    };
    let names: BTreeSet<&str> = sources.iter().map(|it| it.name.as_str()).collect();
    let mut cases: Vec<Case<'_>> = sources
        .par_iter()
        .map(|it| run.open(it, &known, &names))
        .collect();
    run.settle_order(&mut cases, by);
    cases.par_iter_mut().for_each(|it| run.decide(it));
    let mut ids = Ids::of(root)?;
    for case in &mut cases {
        run.name(case, (&mut ids, &known))?;
    }
    let done: Vec<Result<Done, Refusal>> =
        cases.into_par_iter().map(|it| run.finish(it, by)).collect();
    let mut plan = Plan {
        view: View::default(),
        edits: Edits::none(),
        moves: Vec::new(),
        headline: Headline::Across("Adopt postmortems".to_owned()),
    };
    for (done, source) in done.into_iter().zip(sources) {
        let mut done = done?;
        done.document.place.clone_from(&source.place);
        plan.edits.extend(done.edits);
        plan.moves.extend(done.moved);
        plan.view.documents.push(done.document);
    }
    let gone = asked.places.iter().flat_map(|place| known.below(place));
    let mut told: BTreeSet<&str> = names;
    for it in gone {
        if told.insert(&it.path) {
            plan.view.documents.push(unchanged(&it.path, it));
        }
    }
    plan.view.documents.sort_by(|a, b| a.path.cmp(&b.path));
    plan.headline = headline(&plan.view);
    Ok(plan)
}

/// The name of a document, where that may say something of it.
fn told_name(source: &Source) -> &str {
    match source.from {
        From::File => &source.name,
        From::Row | From::Stream => "",
    }
}

/// What it is called in history.
fn headline(view: &View) -> Headline {
    let mut made = view.documents.iter().filter(|it| it.is_made());
    match (made.next(), made.count()) {
        (Some(one), 0) => {
            let id = one.id.as_deref().unwrap_or_default();
            let what = match one.state {
                Some(State::Updated) => format!("adopt {} again", one.path),
                _ => format!("adopt {}", one.path),
            };
            Headline::of(id, what)
        }
        (_, more) => Headline::Across(format!("Adopt {}", counted(more + 1, "postmortem"))),
    }
}

/// A document of which a postmortem was made before, and that is as it was.
fn unchanged(path: &str, known: &Known) -> Document {
    Document {
        id: Some(known.id.clone()),
        becomes: Some(known.report.clone()),
        status: known.status,
        state: Some(State::Unchanged),
        is_confidential: known.is_confidential,
        ..Document::plain(path, Kind::Postmortem, "a postmortem was made of it")
    }
}

impl Run<'_> {
    fn policy(&self) -> &crate::config::Policy {
        &self.root.config.policy
    }

    /// Reads a document, if nothing was made of it before, or it has changed since.
    fn open<'a>(
        &self,
        source: &'a Source,
        known: &'a AllKnown,
        names: &BTreeSet<&str>,
    ) -> Case<'a> {
        let mut case = Case {
            source,
            text: None,
            known: None,
            reading: None,
            decided: None,
            report: None,
            document: None,
        };
        let text = match source.read() {
            Ok(text) => text,
            Err(NoText::Other(why)) => {
                case.document = Some(Document::plain(&source.name, Kind::Other, why));
                return case;
            }
            Err(NoText::Unreadable(why, is_confidential)) => {
                case.document = Some(Document {
                    obstacle: Some(why.clone()),
                    is_confidential,
                    ..Document::plain(&source.name, Kind::Other, why)
                });
                return case;
            }
        };
        let is_same = |it: &&Known| it.sha256.as_ref() == Some(&text.sha256);
        let of_digest = || {
            let it = known.of_digest(&text.sha256)?;
            // Another document of this run has that name, and may say the same.
            (!names.contains(it.path.as_str())).then_some(it)
        };
        let same = known.of_path(&source.name).find(is_same);
        if let Some(it) = same.or_else(of_digest) {
            case.document = Some(unchanged(&source.name, it));
            return case;
        }
        case.reading = Some(self.read(told_name(source), &text.text, None));
        case.text = Some(text);
        case
    }

    fn read(&self, name: &str, text: &str, order: Option<DayOrder>) -> Reading {
        let asked = adopt::Asked {
            path: name,
            severities: &self.severities,
            day_order: order,
            zone: self.asked.zone,
        };
        adopt::read(text, &asked)
    }

    /// Finds out in which order dates have day and month, and reads again what waits for that.
    fn settle_order(&mut self, cases: &mut [Case<'_>], by: &By<'_>) {
        let readings = || cases.iter().filter_map(|it| it.reading.as_ref());
        let waits = readings().any(|it| order::open_dates(it).next().is_some());
        self.order = order::of_run(readings()).or_else(|| {
            let repo = by.workspace.repo.as_ref().filter(|_| waits)?;
            let of_here = cases.iter();
            let of_here =
                of_here.filter_map(|it| Some((it.source.place.as_ref()?, it.reading.as_ref()?)));
            order::of_history(repo, of_here)
        });
        let Some(order) = self.order.filter(|_| waits) else {
            return;
        };
        cases.par_iter_mut().for_each(|case| {
            let waits = |it: &Reading| order::open_dates(it).next().is_some();
            if let (Some(text), Some(reading)) = (&case.text, &case.reading)
                && waits(reading)
            {
                case.reading = Some(self.read(told_name(case.source), &text.text, Some(order)));
            }
        });
    }

    /// Decides what of a document is written down.
    fn decide(&self, case: &mut Case<'_>) {
        let Some(reading) = &mut case.reading else {
            return;
        };
        let name = &case.source.name;
        if case.source.from == From::Row && reading.is == Kind::Other {
            // Somebody said what the table is of.
            reading.is = Kind::Postmortem;
            "it is a row of a table of incidents".clone_into(&mut reading.why);
        }
        let mut decided = decide::decide(name, reading, self.asked.prefer, self.policy());
        let says_so = |text: &Text| source::is_confidential(text.text.clone());
        decided.document.is_confidential = match &reading.front_matter {
            FrontMatterKind::Toml(values) => values
                .get(FieldName::Confidential.as_str())
                .is_some_and(|it| it.as_bool() != Some(false)),
            FrontMatterKind::None | FrontMatterKind::Yaml | FrontMatterKind::Broken(_) => {
                case.text.as_ref().is_some_and(says_so)
            }
        };
        if decided.document.is == Kind::Postmortem {
            case.decided = Some(decided);
        } else {
            case.document = Some(decided.document);
        }
    }

    /// Gives a document the id of its postmortem.
    fn name<'a>(
        &self,
        case: &mut Case<'a>,
        (ids, known): (&mut Ids, &'a AllKnown),
    ) -> Result<(), Refusal> {
        let Some(decided) = &mut case.decided else {
            return Ok(());
        };
        let mut of_path = known.of_path(&case.source.name);
        case.known = of_path.find(|it| it.is_of(case.source, decided));
        let document = &mut decided.document;
        if let Some(known) = case.known {
            document.id = Some(known.id.clone());
            case.report = Some(known.report.clone());
            return Ok(());
        }
        document.state = Some(State::New);
        let Some(date) = decided.date.filter(|_| document.obstacle.is_none()) else {
            return Ok(());
        };
        if let Some((id, report)) = case.source.place.as_ref().and_then(|it| ids.in_place(it)) {
            document.id = Some(id);
            case.report = Some(report);
            return Ok(());
        }
        let Some((directory, number)) = ids.give(self.root, date, &decided.title)? else {
            document.obstacle = Some("too many have its date and title already".to_owned());
            return Ok(());
        };
        if number > 1 {
            document.notes.push(
                "another postmortem has its date and title: it may be of the same incident"
                    .to_owned(),
            );
        }
        document.id = Some(directory.name().to_owned());
        case.report = directory.join(REPORT);
        Ok(())
    }
}
