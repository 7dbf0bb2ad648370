//! The site for customers: the messages to them that were approved, and nothing else.

use serde::Serialize;

use super::Asked;
use super::Outcome;
use super::Style;
use super::escape::outward;
use super::feed;
use super::feed::News;
use super::job::Job;
use super::names::Names;
use super::theme::Theme;
use super::whole;
use crate::refusal::Refusal;
use crate::report::site::Notice;
use crate::report::site::notices;
use crate::time::Moment;
use crate::tree::Output;

#[derive(Serialize)]
struct List {
    messages: Vec<Row>,
}

#[derive(Clone, Serialize)]
struct Row {
    title: String,
    to: String,
    sent: Option<String>,
}

#[derive(Serialize)]
struct Page {
    sent: Option<String>,
    html: String,
}

/// Makes it. What pages are called says no more than the day.
pub(super) fn make(asked: Asked<'_>, theme: Theme, output: Output) -> Result<Outcome, Refusal> {
    let theme = theme.with_menu(&[("Messages", "index")]);
    let mut all: Vec<Notice> = Vec::new();
    for (root, _) in asked.roots {
        all.extend(notices(root)?.iter().cloned());
    }
    // Those of one day in the order in which they were sent: what comes later changes no name.
    all.sort_by(|a, b| (a.day, a.sent_at, &a.text).cmp(&(b.day, b.sent_at, &b.text)));
    let mut jobs = Vec::new();
    let mut names = Names::new(asked.style);
    let mut rows = Vec::new();
    let mut news = Vec::new();
    for notice in &all {
        let day = notice.day.map(|it| it.to_string());
        let to = names.give("messages", day.as_deref().unwrap_or("message"));
        let row = Row {
            title: match &day {
                Some(day) => format!("Incident of {day}"),
                None => "Incident".to_owned(),
            },
            to: to.clone(),
            sent: notice.sent_at.map(Moment::to_local_words),
        };
        news.extend(notice.sent_at.map(|at| News {
            key: to.clone(),
            at,
            title: row.title.clone(),
            to: to.clone(),
            summary: notice.text.clone(),
        }));
        let resolve = |url: &str| outward(url).map(str::to_owned);
        let page = Page {
            sent: row.sent.clone(),
            html: asked.style.body(&notice.text, &resolve).html,
        };
        let frame = theme.frame(&to, &row.title);
        jobs.push(Job::page(&theme, "message", frame, page));
        rows.push(row);
    }
    rows.reverse();
    let frame = theme.frame(&theme.name("index"), theme.title());
    jobs.push(Job::page(
        &theme,
        "messages",
        frame,
        List { messages: rows },
    ));
    if asked.style == Style::Html {
        jobs.push(feed::job(&theme, asked.base, news));
    }
    whole(&theme, asked, jobs, output)
}
