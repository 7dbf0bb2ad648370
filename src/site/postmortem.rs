//! The page of one postmortem.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Serialize;

use super::Style;
use super::body::Body;
use super::body::Heading;
use super::course::course;
use super::entry::Entry;
use super::entry::Fact;
use super::entry::Line;
use super::entry::Linked;
use super::entry::Owed;
use super::entry::day;
use super::entry::in_words;
use super::job::Job;
use super::names::Places;
use super::part::Due;
use super::part::Part;
use super::part::Parts;
use super::theme::Front;
use super::theme::Theme;
use super::theme::up;
use super::ways;
use super::ways::Ways;
use crate::corpus::Files;
use crate::model::Role;
use crate::refusal::Refusal;
use crate::report::checklist::State;
use crate::report::messages;
use crate::report::show;
use crate::report::site;
use crate::report::site::Card;
use crate::report::site::Digest;
use crate::report::site::Page;
use crate::report::site::Text;
use crate::time;
use crate::time::Moment;

/// What a page knows before the postmortem itself is read: all that may change without it.
struct Around<'a> {
    entry: &'a Entry,
    owed: Vec<&'a Due<'a>>,
    links: Vec<Related>,
    source: Option<String>,
}

impl Around<'_> {
    /// Digests all that it says, and how the action items stand.
    fn put(&self, card: &Card, part: &Part<'_>, digest: &mut Digest) {
        let Self {
            entry,
            owed,
            links,
            source,
        } = self;
        digest.of(entry.of);
        for it in &card.items {
            Line::put(it, part.now, digest);
        }
        for it in owed {
            digest.of(it.of);
        }
        for Related { text, to, about } in links {
            digest.text(text).some(to.as_deref()).text(about);
        }
        digest.some(source.as_deref());
    }
}

/// Something to be read together with it.
#[derive(Clone, Serialize)]
struct Related {
    text: String,
    to: Option<String>,
    about: String,
}

/// A step of the checklist, or a message.
#[derive(Serialize)]
struct Step {
    text: String,
    state: &'static str,
    class: &'static str,
    about: Vec<String>,
}

/// A body on a page.
#[derive(Serialize)]
pub(super) struct Shown {
    html: String,
    is_plain: bool,
    unreadable: Option<String>,
}

#[derive(Serialize)]
struct Input<'a> {
    facts: Vec<Fact>,
    contents: Vec<Heading>,
    drawing: Option<String>,
    body: Shown,
    items: Vec<Line<'a>>,
    owed: Vec<Owed<'a>>,
    steps: Vec<Step>,
    messages: Vec<Step>,
    links: &'a [Related],
}

/// The pages of a root's postmortems.
pub(super) fn jobs<'a>(
    theme: &'a Theme,
    part: &'a Part<'a>,
    Parts { places, owed, .. }: Parts<'a>,
) -> Result<Vec<Job<'a>>, Refusal> {
    let layout = part.root.layout()?;
    let mut shared = theme.digest();
    for path in part.root.own_files() {
        let text = part.root.text_of(&path).unwrap_or_default();
        shared.text(path.as_str()).text(&text);
    }
    // Where a link leads changes with the names of others, if there are links to others.
    let names = OnceLock::new();
    let mut of_each: HashMap<&str, Vec<&Due<'_>>> = HashMap::new();
    for it in owed.iter().filter(|it| it.root == part.number) {
        if let Some(id) = &it.item.place().postmortem {
            of_each.entry(id).or_default().push(it);
        }
    }
    let links = links(part, places);
    let all = part.site.cards.par_iter().zip(&part.entries);
    let jobs = all.filter_map(|(card, entry)| {
        let files = layout.postmortems.get(card.at)?;
        let id = card.row.id.as_str();
        let around = Around {
            entry,
            owed: of_each.get(id).cloned().unwrap_or_default(),
            links: links.get(id).cloned().unwrap_or_default(),
            source: source(part, card),
        };
        let of = card.digest.as_ref().map(|of| {
            let mut digest = shared.clone();
            digest.text(of);
            around.put(card, part, &mut digest);
            if card.names_others {
                digest.text(names.get_or_init(|| places.digest()));
            }
            digest.finish()
        });
        Some(Job {
            name: entry.to.clone(),
            title: card.title.clone(),
            of,
            make: Box::new(move || one(theme, part, places, (card, &around, files))),
        })
    });
    Ok(jobs.collect())
}

/// Where the report can be read as it is written.
fn source(part: &Part<'_>, card: &Card) -> Option<String> {
    part.root.config.web_url.as_ref()?.of(&card.row.path, None)
}

/// What is worth reading together with each postmortem: what it names and what names it, and the process
/// reviews that looked at it.
fn links<'a>(part: &'a Part<'_>, places: &Places) -> HashMap<&'a str, Vec<Related>> {
    let cards: HashMap<&str, &Card> = part
        .site
        .cards
        .iter()
        .map(|it| (it.row.id.as_str(), it))
        .collect();
    let mut pairs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for card in &part.site.cards {
        let id = card.row.id.as_str();
        for other in card.related.iter().map(String::as_str) {
            if other == id {
                continue;
            }
            pairs.entry(id).or_default().insert(other);
            if let Some((other, _)) = cards.get_key_value(other) {
                pairs.entry(other).or_default().insert(id);
            }
        }
    }
    let mut links: HashMap<&str, Vec<Related>> = HashMap::new();
    for (id, others) in &pairs {
        let from = places.of_id(part.number, id).map(up).unwrap_or_default();
        let others = others.iter().map(|other| {
            let card = cards.get(other);
            let to = places.of_id(part.number, other);
            Related {
                text: card.map_or_else(|| (*other).to_owned(), |it| it.title.clone()),
                to: to.map(|it| format!("{from}{it}")),
                about: card.map(|it| day(it)).unwrap_or_default(),
            }
        });
        links.insert(id, others.collect());
    }
    for review in &part.site.reviews {
        for id in review.incidents.iter().map(String::as_str) {
            let Some((id, _)) = cards.get_key_value(id) else {
                continue;
            };
            let from = places.of_id(part.number, id).map(up).unwrap_or_default();
            let to = places.of_path(&review.path);
            links.entry(id).or_default().push(Related {
                text: format!("Process review {}", review.id),
                to: to.map(|it| format!("{from}{it}")),
                about: review.status.clone().unwrap_or_default(),
            });
        }
    }
    links
}

fn one(
    theme: &Theme,
    part: &Part<'_>,
    places: &Places,
    (card, around, files): (&Card, &Around<'_>, &Files),
) -> Result<String, Refusal> {
    let reader = part.root.snapshot().reader();
    let Some(page) = site::page(part.root, &part.site, files, &reader) else {
        return Err(is_stale(card));
    };
    let row = &card.row;
    let frame = theme
        .frame(&around.entry.to, &card.title)
        .with_front(Front {
            date: card.day().map(|it| it.to_string()),
            id: Some(row.id.clone()),
            status: row.status.clone(),
            severity: row.severity.clone(),
            owner: row.owner.clone(),
            services: row.services.clone(),
            tags: row.tags.clone(),
            ..Front::default()
        });
    let ways = Ways {
        style: theme.style(),
        part,
        places,
        page: &around.entry.to,
        directory: &files.directory,
    };
    let (body, contents) = shown(&page.body, &ways, theme.style());
    let mut contents = contents;
    if contents.len() < 3 {
        contents.clear();
    }
    // In Markdown there is no place for it but a file of its own.
    let drawing = match theme.style() {
        Style::Html => course(&page, part.root.config.policy.zone),
        Style::Markdown => None,
    };
    let items = card.items.iter();
    let items = items.map(|it| Line::new(it, part.now, (&card.title, None)));
    let owed = around.owed.iter();
    let owed = owed.map(|it| Owed::new(it.item, (part.number, places), true));
    let input = Input {
        facts: facts(card, around, &page),
        contents,
        drawing: drawing.map(|it| it.inline(theme)).transpose()?,
        body,
        items: items.collect(),
        owed: owed.collect(),
        steps: steps(&page),
        messages: page.messages.iter().map(message).collect(),
        links: &around.links,
    };
    theme.page("postmortem", &frame, &input)
}

/// A postmortem became confidential while we looked.
pub(super) fn is_stale(card: &Card) -> Refusal {
    let path = &card.row.path;
    Refusal::stale(format!("{path} has changed while the site was made")).hint("run it again")
}

/// A body on a page, and its headings.
pub(super) fn shown(text: &Text, at: &Ways<'_>, style: Style) -> (Shown, Vec<Heading>) {
    let (body, is_plain, unreadable) = match text {
        Text::Markdown(text) => {
            let anchors = ways::anchors(text);
            let resolve = |url: &str| at.of(url, &anchors);
            (style.body(text, &resolve), false, None)
        }
        Text::Plain(text) => (style.plain(text), true, None),
        Text::Unreadable(why) => (Body::default(), false, Some(why.clone())),
    };
    let shown = Shown {
        html: body.html,
        is_plain,
        unreadable,
    };
    (shown, body.headings)
}

fn facts(card: &Card, around: &Around<'_>, page: &Page) -> Vec<Fact> {
    let row = &card.row;
    let mut facts = Vec::new();
    let mut said = |name: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|it| !it.trim().is_empty()) {
            facts.push(Fact::new(name, value));
        }
    };
    said("status", row.status.as_deref());
    said("severity", row.severity.as_deref());
    said("owner", row.owner.as_deref());
    let times = [
        ("started", card.began),
        ("detected", card.detected),
        ("mitigated", card.mitigated),
        ("resolved", card.resolved),
    ];
    for (name, at) in times {
        said(
            name,
            at.map(Moment::to_short).as_deref().map(readable).as_deref(),
        );
    }
    for (name, span) in &page.spans {
        said(name, Some(&time::in_words(*span)));
    }
    said("impact", row.impact.as_deref());
    // That one stands there already.
    let more = page.facts.iter().filter(|it| it.name != "mitigated_at");
    for fact in more {
        said(fact.name, fact.value.as_deref().map(readable).as_deref());
    }
    let list =
        |name: &str, values: &[String]| (!values.is_empty()).then(|| Fact::list(name, values));
    facts.extend(list("services", &row.services));
    facts.extend(list("tags", &row.tags));
    for (title, people) in &page.roles {
        facts.extend(list(title, people));
    }
    for entry in page.references.iter().chain(&page.own_fields) {
        facts.extend(list(&entry.name, &values(entry)));
    }
    if let Some(url) = &around.source {
        facts.push(Fact {
            name: in_words("source"),
            values: vec![Linked {
                text: "the report in the repository".to_owned(),
                to: Some(url.clone()),
            }],
        });
    }
    facts
}

/// A time with a blank between day and clock: it may stand on two lines. Anything else is as it was.
fn readable(text: &str) -> String {
    match time::parse_timestamp(text) {
        Ok(_) => text.replacen('T', " ", 1),
        Err(_) => text.to_owned(),
    }
}

/// What a value says: a text, or each of a list.
fn values(entry: &show::Entry) -> Vec<String> {
    let text = |it: &serde_json::Value| match it {
        serde_json::Value::String(it) => it.clone(),
        other => other.to_string(),
    };
    match &entry.value {
        serde_json::Value::Null => Vec::new(),
        serde_json::Value::Array(items) => items.iter().map(text).collect(),
        value => vec![text(value)],
    }
}

fn steps(page: &Page) -> Vec<Step> {
    let steps = page.steps.iter();
    let steps = steps.map(|it| {
        let mut about: Vec<String> = it
            .role
            .and_then(Role::title)
            .map(str::to_owned)
            .into_iter()
            .collect();
        about.extend(it.people.iter().cloned());
        Step {
            text: it.text.clone(),
            state: it.state.as_str(),
            class: match it.state {
                State::Open => "open",
                State::Done | State::Settled => "done",
                State::NotApplicable => "over",
            },
            about,
        }
    });
    steps.collect()
}

fn message(it: &messages::Message) -> Step {
    let mut about = Vec::new();
    about.extend(it.sent_at.iter().map(|it| format!("sent {it}")));
    about.extend(it.approved_by.iter().map(|it| format!("approved by {it}")));
    about.extend(it.reason.iter().cloned());
    Step {
        text: in_words(it.name.as_str()),
        state: it.state.as_str(),
        class: it.state.as_str(),
        about,
    }
}
