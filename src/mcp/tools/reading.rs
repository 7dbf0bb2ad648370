//! What each tool reads: the same reports that the commands print for programs.

use chrono::TimeDelta;

use super::Asked;
use crate::calendar;
use crate::calendar::Toward;
use crate::calendar::Zone;
use crate::change::items;
use crate::check;
use crate::check::Judge;
use crate::check::Named;
use crate::check::Scope;
use crate::corpus::Dossier;
use crate::corpus::Files;
use crate::refusal::Refusal;
use crate::render::json;
use crate::report;
use crate::report::Secrets;
use crate::report::actions;
use crate::report::asked;
use crate::report::asked::Word;
use crate::report::check::View;
use crate::report::list;
use crate::report::list::Depth;
use crate::report::overdue::Answer;
use crate::report::overdue::Breadth;
use crate::report::overdue::Filter;
use crate::report::overdue::Lines;
use crate::report::overdue::Question;
use crate::report::overdue::Whose;
use crate::report::process_reviews;
use crate::report::search;
use crate::report::search::Shown;
use crate::report::search::Terms;
use crate::report::search::View as Findings;
use crate::report::stats;
use crate::report::stats::By;
use crate::report::tables;
use crate::report::tables::Whole;
use crate::root::Root;
use crate::rules;

/// How many documents are found at most, and how many places of each.
const MOST_FOUND: usize = 10;
const PLACES: usize = 3;

/// What is due within this is due soon, as it is for the command.
const SOON: i64 = 2;

impl Asked<'_> {
    fn snapshot(&self) -> &str {
        self.workspace().snapshot.name()
    }

    /// The one postmortem that is meant.
    fn one(&self) -> Result<(Root, Files, Dossier), Refusal> {
        let (root, files) = self.workspace().find(self.text("id"))?;
        let dossier = Dossier::read(&files, &self.workspace().snapshot.reader());
        Ok((root, files, dossier))
    }
}

pub(super) fn list(it: &Asked<'_>) -> Result<String, Refusal> {
    let roots = it.workspace().roots()?;
    let known = asked::Asked::of(it.workspace(), &roots);
    let statuses = it.words("status");
    let statuses = statuses.iter().map(|it| asked::status(it));
    let statuses: Vec<String> = statuses
        .map(|it| it.map(|it| it.as_str().to_owned()))
        .collect::<Result<_, _>>()?;
    let (mut rows, mut unread) = (Vec::new(), Vec::new());
    for root in &roots {
        let filter = list::Filter {
            statuses: statuses.clone(),
            severities: known.words(Word::Severity, &it.words("severity"))?,
            owners: known.people(root, &it.words("owner"))?,
            who: Vec::new(),
            services: known.words(Word::Service, &it.words("service"))?,
            tags: known.words(Word::Tag, &it.words("tag"))?,
            since: None,
            until: None,
        };
        let found = list::list(root, root.snapshot(), &filter, Depth::Whole)?;
        rows.extend(found.rows);
        unread.extend(found.unread);
    }
    Ok(json::list(it.snapshot(), &rows, &unread))
}

pub(super) fn show(it: &Asked<'_>) -> Result<String, Refusal> {
    let (root, files, dossier) = it.one()?;
    let now = it.now(root.config.policy.zone)?;
    let view = report::show::show(&root, &files, &dossier, now)?;
    Ok(json::show(it.snapshot(), &view))
}

pub(super) fn check(asked: &Asked<'_>) -> Result<String, Refusal> {
    let present = (asked.setting.clock)();
    // Nobody asks of what is kept back; what is found in it is told in a line.
    let named = Named::find(asked.workspace(), &asked.words("id"))?;
    let whole = &asked.view.whole().snapshot;
    let roots = named
        .roots
        .iter()
        .map(|it| Root::open(whole, &it.directory));
    let roots: Vec<Root> = roots.collect::<Result<_, _>>()?;
    let scope = match named.paths.as_slice() {
        [] => Scope::Tree,
        paths => Scope::Paths(paths),
    };
    let outcome = check::check(&roots, scope, &Judge::quiet(&present))?;
    let as_of = asked.now(Zone::utc())?;
    let view = View::new((asked.snapshot(), as_of), &outcome, &outcome.findings);
    if asked.setting.shows_confidential {
        return Ok(json::check(&view));
    }
    let public = view.public(&Secrets::of(&roots))?;
    Ok(json::check(&public))
}

/// Of whom a root is asked; `None` where it is not asked at all.
type OfRoot<'a> = dyn Fn(&asked::Asked<'_>, &Root) -> Result<Option<Whose>, Refusal> + 'a;

/// Asks every root what is owed.
fn owed(it: &Asked<'_>, breadth: Breadth, whose: &OfRoot<'_>) -> Result<String, Refusal> {
    let present = (it.setting.clock)();
    let walk = it.workspace().walk(&present)?;
    let question = Question {
        breadth,
        soon: TimeDelta::days(SOON),
        by: None,
        explains: true,
        mentions: false,
        limit: None,
        lines: Lines::Each,
    };
    let mut answer = Answer::new(question, walk.as_of);
    let known = asked::Asked::of(it.workspace(), walk.roots.iter().map(|(root, _)| root));
    for (root, now) in &walk.roots {
        if let Some(whose) = whose(&known, root)? {
            answer.add(root, *now, &whose, &|| ())?;
        }
    }
    Ok(json::overdue(&answer.view(it.snapshot())))
}

pub(super) fn overdue(it: &Asked<'_>) -> Result<String, Refusal> {
    let id = it.text("id");
    let meant = id.map(|id| it.workspace().find(Some(id))).transpose()?;
    let breadth = if it.is("all") {
        Breadth::All
    } else {
        Breadth::Pressing
    };
    owed(it, breadth, &|known, root| {
        let is_other = |(of, _): &(Root, Files)| of.directory != root.directory;
        if meant.as_ref().is_some_and(is_other) {
            return Ok(None);
        }
        Ok(Some(Whose::All(Filter {
            postmortem: meant.as_ref().map(|(_, files)| files.directory.clone()),
            who: known.people(root, &it.words("who"))?,
            owners: Vec::new(),
            severities: Vec::new(),
            services: known.words(Word::Service, &it.words("service"))?,
            kinds: Vec::new(),
        })))
    })
}

pub(super) fn mine(it: &Asked<'_>) -> Result<String, Refusal> {
    let person = it.text("person").unwrap_or_default();
    owed(it, Breadth::Open, &|known, root| {
        Ok(Some(Whose::One(known.person(root, person)?)))
    })
}

pub(super) fn checklist(it: &Asked<'_>) -> Result<String, Refusal> {
    let (root, _, dossier) = it.one()?;
    let policy = &root.config.policy;
    let steps = report::checklist::of_postmortem(policy, &dossier);
    let unread = report::checklist::unread(policy, &dossier);
    let ticks = report::checklist::Ticks::new();
    Ok(json::checklist(it.snapshot(), &steps, &ticks, &unread))
}

pub(super) fn actions(it: &Asked<'_>) -> Result<String, Refusal> {
    let id = it.text("id");
    let meant = id.map(|id| items::find_to_read(it.workspace(), id));
    let meant = meant.transpose()?;
    let meant = meant.as_ref().map(items::Place::path);
    let walk = it.workspace().walk(&(it.setting.clock)())?;
    let known = asked::Asked::of(it.workspace(), walk.roots.iter().map(|(root, _)| root));
    let (mut listed, mut unread) = (Vec::new(), Vec::new());
    for (root, now) in &walk.roots {
        let filter = actions::Filter {
            owners: known.people(root, &it.words("owner"))?,
            states: Vec::new(),
            priorities: Vec::new(),
            kinds: Vec::new(),
            services: known.words(Word::Service, &it.words("service"))?,
            is_late: false,
            all: it.is("all"),
        };
        let found = actions::collect(root, root.snapshot())?;
        let found = found.taken(&filter, meant, (&root.config.policy, *now));
        listed.extend(found.items);
        unread.extend(found.unread);
    }
    actions::sort(&mut listed);
    Ok(json::actions(it.snapshot(), &listed, &unread))
}

pub(super) fn timeline(it: &Asked<'_>) -> Result<String, Refusal> {
    let (root, _, dossier) = it.one()?;
    let view = report::timeline::timeline(&root, &dossier);
    Ok(json::timeline(it.snapshot(), &view))
}

pub(super) fn history(it: &Asked<'_>) -> Result<String, Refusal> {
    let (root, _, dossier) = it.one()?;
    let repo = it.workspace().repo.as_ref();
    let repo = repo.ok_or_else(|| Refusal::repository("there is no git repository here"))?;
    let view = report::history::history(repo, repo.head(), &root.config.policy, &dossier)?;
    Ok(json::history(it.snapshot(), &view))
}

/// Nothing found yet.
fn nothing<'a>(it: &'a Asked<'_>, words: &'a [String]) -> Findings<'a> {
    Findings {
        snapshot: it.snapshot(),
        words,
        similar_to: None,
        results: Vec::new(),
        hidden: 0,
        searched: 0,
    }
}

pub(super) fn search(it: &Asked<'_>) -> Result<String, Refusal> {
    let terms = Terms::of(&it.words("words"));
    if terms.is_empty() {
        let nothing = "there is no letter and no digit to search for";
        return Err(Refusal::usage(nothing));
    }
    let roots = it.workspace().roots()?;
    let mut documents = Vec::new();
    for root in &roots {
        documents.extend(search::documents(root, 0)?);
    }
    let found = search::search(documents, &terms, &|| ());
    let mut view = nothing(it, terms.words());
    view.searched = found.searched;
    view.hidden = found.hits.len().saturating_sub(MOST_FOUND);
    let shown = found.hits.iter().take(MOST_FOUND).map(|it| Shown {
        repo: None,
        row: it.document.row(),
        score: it.score,
        places: search::places(&it.document, &terms, PLACES),
        shared: Vec::new(),
    });
    view.results = shown.collect();
    Ok(json::search(&view))
}

pub(super) fn similar(it: &Asked<'_>) -> Result<String, Refusal> {
    let roots = it.workspace().roots()?;
    let (root, files) = it.workspace().find(it.text("id"))?;
    let among: Vec<(usize, &Root)> = roots.iter().map(|root| (0, root)).collect();
    let found = search::similar(&among, (&root, &files.report.path))?;
    let mut view = nothing(it, &[]);
    view.similar_to = Some(&files.id);
    view.searched = found.len();
    view.hidden = found.len().saturating_sub(MOST_FOUND);
    let shown = found.into_iter().take(MOST_FOUND).map(|it| Shown {
        repo: None,
        row: it.row,
        score: it.score,
        places: Vec::new(),
        shared: it.shared,
    });
    view.results = shown.collect();
    Ok(json::search(&view))
}

pub(super) fn agenda(it: &Asked<'_>) -> Result<String, Refusal> {
    let present = (it.setting.clock)();
    let found = process_reviews::find(it.workspace(), None, &present)?;
    let now = it.now(found.root.config.policy.zone)?;
    let snapshot = &it.workspace().snapshot;
    let meant = found.meant.as_ref();
    let agenda = process_reviews::agenda(&found.root, snapshot, meant, &found.all, now)?;
    Ok(json::agenda(it.snapshot(), &agenda))
}

pub(super) fn explain(it: &Asked<'_>) -> Result<String, Refusal> {
    let word = it.text("rule").unwrap_or_default();
    let rule = rules::find(word);
    let rule = rule.ok_or_else(|| Refusal::not_found(format!("`{word}` is not a rule")))?;
    Ok(rules::readable(rule.page))
}

pub(super) fn stats(it: &Asked<'_>) -> Result<String, Refusal> {
    let present = (it.setting.clock)();
    // Confidential postmortems are counted as such, as they are by the command.
    let workspace = it.view.whole();
    let zone = workspace
        .roots()?
        .first()
        .map_or(Zone::utc(), |it| it.config.policy.zone);
    let now = it.now(zone)?;
    let day = |name: &str| {
        let read = it.text(name);
        let read = read.map(|it| calendar::read_date(it, Toward::Past, now, zone));
        read.transpose().map_err(|it| it.refuse(name))
    };
    let by = match it.text("by") {
        None => None,
        Some(word) => {
            let found = By::ALL.into_iter().find(|it| it.as_str() == word);
            let all = By::ALL.map(By::as_str).join(", ");
            let unknown = || Refusal::usage(format!("`{word}` puts nothing together"));
            Some(found.ok_or_else(|| unknown().hint(format!("one of {all}")))?)
        }
    };
    let question = stats::Question {
        since: day("since")?,
        until: day("until")?,
        by,
        paged: None,
    };
    let name = workspace.name();
    let whole = Whole {
        workspace,
        name: &name,
        depth: tables::Depth::FrontMatter,
        present: &present,
    };
    let all = whole.tables(&|| ())?;
    Ok(json::stats(&stats::stats(&all, &question)))
}
