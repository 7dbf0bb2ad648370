//! The site for those who may read the repository.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::Asked;
use super::Outcome;
use super::Style;
use super::entry::Entry;
use super::entry::Line;
use super::entry::Owed;
use super::feed;
use super::groups;
use super::groups::Groups;
use super::groups::Listed;
use super::groups::ON_PAGE;
use super::groups::turns;
use super::groups::ways;
use super::job::Job;
use super::names::Names;
use super::names::Places;
use super::part::Due;
use super::part::Part;
use super::part::Parts;
use super::plots;
use super::plots::Shown;
use super::postmortem;
use super::review;
use super::search;
use super::theme::Theme;
use super::theme::Way;
use super::whole;
use crate::count::counted;
use crate::deadline::State;
use crate::refusal::Refusal;
use crate::report::actions;
use crate::report::site;
use crate::report::site::Card;
use crate::report::site::Digest;
use crate::template::slug;
use crate::tree::Output;

/// How many lines the overview has of each list.
const ON_OVERVIEW: usize = 20;
/// How many of the plots it shows.
const ON_FRONT: usize = 2;
/// How many of the latest postmortems it shows.
const LATEST: usize = 10;

/// The pages of the menu.
const MENU: [(&str, &str); 7] = [
    ("Overview", "index"),
    ("Groups", "groups"),
    ("Owed", "owed"),
    ("Action items", "items"),
    ("Process reviews", "reviews"),
    ("Trends", "trends"),
    ("Search", "search"),
];

#[derive(Serialize)]
struct Count {
    name: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Overview<'a> {
    as_of: String,
    snapshot: &'a str,
    counts: Vec<Count>,
    late: Vec<Owed<'a>>,
    more_late: usize,
    kept_late: usize,
    open: Vec<&'a Entry>,
    more_open: usize,
    latest: Vec<&'a Entry>,
    plots: Vec<String>,
}

#[derive(Serialize)]
struct TrendsPage {
    plots: Vec<Shown>,
    kept: Option<String>,
}

#[derive(Serialize)]
struct GroupsPage {
    groups: Vec<Groups>,
    kept: Vec<String>,
    kept_count: String,
}

#[derive(Serialize)]
struct OwedPage<'a> {
    count: &'a str,
    owed: Vec<Owed<'a>>,
    kept_late: usize,
    pages: &'a [Way],
}

#[derive(Serialize)]
struct ItemsPage<'a> {
    count: &'a str,
    items: Vec<Line<'a>>,
    pages: &'a [Way],
}

/// Makes it.
pub(super) fn make(asked: Asked<'_>, theme: Theme, output: Output) -> Result<Outcome, Refusal> {
    let theme = theme.with_menu(&MENU);
    let (parts, places) = parts(asked)?;
    let owed = Due::all(&parts, &places);
    let together = Parts {
        all: &parts,
        places: &places,
        owed: &owed,
    };
    let mut listed: Vec<Listed<'_>> = parts
        .iter()
        .flat_map(|part| {
            let all = part.site.cards.iter().zip(&part.entries);
            all.map(move |(card, entry)| Listed { card, entry, part })
        })
        .collect();
    listed.sort_by_key(|it| std::cmp::Reverse(it.card.day()));
    let mut kept: Vec<_> = parts.iter().flat_map(|it| it.site.kept.clone()).collect();
    kept.sort_by(|a, b| b.cmp(a));
    let kept: Vec<String> = kept
        .iter()
        .map(|it| it.map_or_else(|| "no date".to_owned(), |it| it.to_string()))
        .collect();

    let open: Vec<Listed<'_>> = listed
        .iter()
        .copied()
        .filter(|it| it.card.is_open)
        .collect();
    let lists = Lists {
        listed: &listed,
        open: &open,
        kept: &kept,
    };
    // Three that take about as long as each other.
    let (pages, (found, own)) = rayon::join(
        || lists.jobs(&theme, asked, together),
        || {
            rayon::join(
                || match asked.style {
                    Style::Html => search::jobs(&theme, &listed),
                    Style::Markdown => Vec::new(),
                },
                || own_pages(&theme, together),
            )
        },
    );
    let mut jobs = pages?;
    jobs.extend(found);
    jobs.extend(own?);
    let mut outcome = whole(&theme, asked, jobs, output)?;
    outcome.kept = kept.len();
    // As with the pages.
    std::mem::forget(owed);
    std::mem::forget(places);
    std::mem::forget(parts);
    Ok(outcome)
}

/// The pages of postmortems and process reviews.
fn own_pages<'a>(theme: &'a Theme, whole: Parts<'a>) -> Result<Vec<Job<'a>>, Refusal> {
    let mut jobs = Vec::new();
    for part in whole.all {
        jobs.extend(postmortem::jobs(theme, part, whole)?);
    }
    jobs.extend(review::jobs(theme, whole.all, whole.places)?);
    Ok(jobs)
}

/// What lists are made of.
struct Lists<'l, 'a> {
    /// All postmortems, the newest first.
    listed: &'l [Listed<'a>],
    /// Those that are open.
    open: &'l [Listed<'a>],
    /// The days of the confidential ones.
    kept: &'l [String],
}

impl<'a> Lists<'_, 'a> {
    /// The overview, and the pages of all lists.
    fn jobs(
        &self,
        theme: &'a Theme,
        asked: Asked<'a>,
        whole: Parts<'a>,
    ) -> Result<Vec<Job<'a>>, Refusal> {
        // Parts that take about as long as each other, in the order of the pages.
        let (mut jobs, (drawn, others)) = rayon::join(
            || self.of_postmortems(theme, asked),
            || {
                rayon::join(
                    || self.drawn(theme, asked, whole),
                    || self.of_work(theme, asked, whole),
                )
            },
        );
        jobs.extend(drawn?);
        jobs.extend(others);
        Ok(jobs)
    }

    /// The lists of postmortems.
    fn of_postmortems(&self, theme: &'a Theme, asked: Asked<'a>) -> Vec<Job<'a>> {
        let mut jobs = match asked.style {
            Style::Html => self.groups(theme),
            // Whoever makes a site of them has lists by tags and services of its own.
            Style::Markdown => Vec::new(),
        };
        let open = theme.name("open");
        let name = (open.as_str(), "Open postmortems");
        jobs.extend(groups::list(theme, name, self.open, &[]));
        jobs
    }

    /// The plots, and the pages that show them: the overview is one.
    fn drawn(
        &self,
        theme: &'a Theme,
        asked: Asked<'a>,
        whole: Parts<'a>,
    ) -> Result<Vec<Job<'a>>, Refusal> {
        let kept = self.kept.len();
        let (plots, files) = plots(theme, whole.all, self.listed)?;
        let mut jobs: Vec<Job<'a>> = files;
        let drawn = plots.iter().take(ON_FRONT).map(|it| it.svg.clone());
        let drawn = drawn.collect();
        jobs.push(self.overview((theme, asked), whole, drawn));
        let page = TrendsPage {
            plots,
            kept: (kept > 0).then(|| counted(kept, "confidential postmortem")),
        };
        let frame = theme.frame(&theme.name("trends"), "Trends");
        jobs.push(Job::page(theme, "trends", frame, page));
        Ok(jobs)
    }

    /// The lists of what there is to do, and what is new.
    fn of_work(&self, theme: &'a Theme, asked: Asked<'a>, whole: Parts<'a>) -> Vec<Job<'a>> {
        let (mut jobs, items) = rayon::join(|| owed(theme, whole), || items(theme, whole));
        jobs.extend(items);
        if asked.style == Style::Html {
            let feed = feed::of_postmortems(self.listed);
            jobs.push(feed::job(theme, asked.base, feed));
        }
        jobs
    }

    /// The lists by what postmortems have in common.
    fn groups(&self, theme: &'a Theme) -> Vec<Job<'a>> {
        let (mut jobs, groups) = groups::all(theme, self.listed);
        let page = GroupsPage {
            groups,
            kept_count: counted(self.kept.len(), "confidential postmortem"),
            kept: self.kept.to_vec(),
        };
        let frame = theme.frame("groups.html", "Groups");
        jobs.push(Job::page(theme, "groups", frame, page));
        jobs
    }

    fn overview(
        &self,
        (theme, asked): (&'a Theme, Asked<'a>),
        whole: Parts<'a>,
        plots: Vec<String>,
    ) -> Job<'a> {
        let Self { listed, open, kept } = self;
        let of = |state| whole.owed.iter().filter(move |it| it.item.state() == state);
        let late = of(Some(State::Overdue)).count();
        let sites = || whole.all.iter().map(|it| &it.site);
        let kept_unreadable: usize = sites().map(|it| it.kept_unreadable).sum();
        let unreadable = of(None).count() + kept_unreadable;
        // What cannot be read may be late too.
        let shown = of(Some(State::Overdue)).chain(of(None)).take(ON_OVERVIEW);
        let shown = shown.map(|it| Owed::new(it.item, (it.root, whole.places), false));
        // As on their own pages, the tweaks of process reviews among them.
        let cards = sites().flat_map(|it| &it.cards).flat_map(|it| &it.items);
        let tweaks = sites().flat_map(|it| &it.reviews).flat_map(|it| &it.tweaks);
        let mut counts = vec![
            Count {
                name: "Postmortems",
                count: listed.len(),
            },
            Count {
                name: "Open",
                count: open.len(),
            },
            Count {
                name: "Late",
                count: late,
            },
            Count {
                name: "Open action items",
                count: cards.chain(tweaks).filter(|it| it.is_open()).count(),
            },
            Count {
                name: "Confidential",
                count: kept.len(),
            },
        ];
        if unreadable > 0 {
            counts.push(Count {
                name: "Unreadable",
                count: unreadable,
            });
        }
        let page = Overview {
            as_of: asked.as_of.to_string(),
            snapshot: asked.snapshot,
            counts,
            more_late: late.saturating_sub(ON_OVERVIEW),
            late: shown.collect(),
            kept_late: sites().map(|it| it.kept_late).sum(),
            more_open: open.len().saturating_sub(ON_OVERVIEW),
            open: open.iter().take(ON_OVERVIEW).map(|it| it.entry).collect(),
            latest: listed.iter().take(LATEST).map(|it| it.entry).collect(),
            plots,
        };
        Job::page(
            theme,
            "index",
            theme.frame(&theme.name("index"), theme.title()),
            page,
        )
    }
}

/// The plots of all postmortems, in the words and the zone of the first root.
fn plots<'a>(
    theme: &Theme,
    parts: &[Part<'_>],
    listed: &[Listed<'_>],
) -> Result<(Vec<Shown>, Vec<Job<'a>>), Refusal> {
    let Some(first) = parts.first() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let cards: Vec<&Card> = listed.iter().map(|it| it.card).collect();
    let mut shown = Vec::new();
    let mut files = Vec::new();
    for plot in plots::of(&cards, first.root, first.now) {
        let drawing = &plot.drawing;
        let file = format!("plots/{}.svg", drawing.name);
        files.push(Job::text(&file, drawing.alone(theme)?));
        shown.push(Shown {
            anchor: format!("plot-{}", drawing.name),
            title: drawing.title.clone(),
            svg: drawing.inline(theme)?,
            about: drawing.about.clone(),
            file,
            columns: plot.columns,
            rows: plot.rows,
        });
    }
    Ok((shown, files))
}

/// What is read of the roots, and the names of all pages.
fn parts(asked: Asked<'_>) -> Result<(Vec<Part<'_>>, Places), Refusal> {
    let mut parts = Vec::new();
    let mut places = Places::default();
    let mut names = Names::new(asked.style);
    for (number, (root, now)) in asked.roots.iter().enumerate() {
        let what = site::Asked {
            now: *now,
            progress: asked.progress,
        };
        let site = site::collect(root, what)?;
        let below = if asked.roots.len() > 1 {
            format!("/{}", slug(root.directory.as_str()))
        } else {
            String::new()
        };
        let mut pages = Vec::with_capacity(site.cards.len());
        for card in &site.cards {
            let year = match (asked.style, card.day()) {
                (Style::Markdown, Some(day)) => format!("/{}", day.format("%Y")),
                (Style::Markdown | Style::Html, _) => String::new(),
            };
            let directory = format!("postmortems{below}{year}");
            let page = names.give(&directory, &card.row.id);
            places.add(number, &card.row.id, &card.row.path, page.clone());
            pages.push(page);
        }
        for review in &site.reviews {
            let page = names.give(&format!("reviews{below}"), &review.id);
            places.add_review(&review.path, page);
        }
        let entries = site.cards.par_iter().zip(&pages);
        let entries = entries.map(|(card, page)| Entry::new(card, page)).collect();
        parts.push(Part {
            root,
            now: *now,
            number,
            site,
            entries,
            share: site::share(root.layout()?.postmortems.len()),
        });
    }
    Ok((parts, places))
}

/// The pages of all that is owed.
fn owed<'a>(theme: &'a Theme, whole: Parts<'a>) -> Vec<Job<'a>> {
    let all = whole.owed;
    let count = format!("{} owed and not met", counted(all.len(), "thing"));
    let kept_late: usize = whole.all.iter().map(|it| it.site.kept_late).sum();
    let names = turns(&theme.name("owed"), all.len());
    let jobs = names.par_iter().enumerate().map(|(at, name)| {
        let here = chunk(all, at);
        let (count, pages) = (count.clone(), ways(&names, name));
        let mut digest = Digest::new();
        for it in here {
            digest.of(it.of);
        }
        let of = digest.value(&(&count, kept_late, &pages)).finish();
        let frame = theme.frame(name, "Owed");
        Job::page_by(theme, "owed", frame, &of, move |frame| {
            let owed = here.iter();
            let owed = owed.map(|it| Owed::new(it.item, (it.root, whole.places), true));
            let page = OwedPage {
                count: &count,
                owed: owed.collect(),
                kept_late,
                pages: &pages,
            };
            theme.page("owed", frame, &page)
        })
    });
    jobs.collect()
}

/// What stands on one of the pages of a list.
fn chunk<T>(all: &[T], at: usize) -> &[T] {
    all.chunks(ON_PAGE).nth(at).unwrap_or_default()
}

/// An action item that is not over, with the root that it is of, and the title and the page of what it is of.
#[derive(Clone)]
struct ToDo<'a> {
    item: &'a actions::Item,
    part: &'a Part<'a>,
    title: Cow<'a, str>,
    to: Option<&'a str>,
}

/// The pages of all action items that are not over, by what is due first.
fn items<'a>(theme: &'a Theme, whole: Parts<'a>) -> Vec<Job<'a>> {
    let mut all: Vec<ToDo<'a>> = Vec::new();
    for part in whole.all {
        for (card, entry) in part.site.cards.iter().zip(&part.entries) {
            let open = card.items.iter().filter(|it| it.is_open());
            all.extend(open.map(|item| ToDo {
                item,
                part,
                title: card.title.as_str().into(),
                to: Some(&entry.to),
            }));
        }
        for review in &part.site.reviews {
            let open = review.tweaks.iter().filter(|it| it.is_open());
            all.extend(open.map(|item| ToDo {
                item,
                part,
                title: format!("Process review {}", review.id).into(),
                to: whole.places.of_path(&review.path),
            }));
        }
    }
    // What has no day comes last. The order is stable: within a day the newest incident comes first.
    let due = |it: &ToDo<'a>| it.item.due.as_deref();
    all.sort_by(|a, b| (due(a).is_none(), due(a)).cmp(&(due(b).is_none(), due(b))));
    let count = format!("{} not done", counted(all.len(), "action item"));
    let names = turns(&theme.name("items"), all.len());
    let jobs = names.par_iter().enumerate().map(|(at, name)| {
        let here = chunk(&all, at).to_vec();
        let (count, pages) = (count.clone(), ways(&names, name));
        let mut digest = Digest::new();
        for it in &here {
            Line::put(it.item, it.part.now, &mut digest);
            digest.text(&it.title).some(it.to);
        }
        let of = digest.value(&(&count, &pages)).finish();
        let frame = theme.frame(name, "Action items");
        Job::page_by(theme, "items", frame, &of, move |frame| {
            let items = here.iter();
            let items = items.map(|it| Line::new(it.item, it.part.now, (&it.title, it.to)));
            let page = ItemsPage {
                count: &count,
                items: items.collect(),
                pages: &pages,
            };
            theme.page("items", frame, &page)
        })
    });
    jobs.collect()
}
