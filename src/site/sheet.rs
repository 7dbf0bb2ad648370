//! The plots of a site as files of their own, without its pages.

use chrono::NaiveDate;

use super::Audience;
use super::Outcome;
use super::Style;
use super::carry_out;
use super::job::Job;
use super::plots;
use super::theme::Theme;
use crate::config::SiteLook;
use crate::refusal::Refusal;
use crate::report::site;
use crate::report::site::Card;
use crate::root::Root;
use crate::time::Moment;
use crate::tree::Output;

/// What is drawn.
pub struct Sheet<'a> {
    /// The roots, each with the present there. Severities and days are those of the first.
    pub roots: &'a [(Root, Moment)],
    /// Whether incidents of a day are in it.
    pub takes: &'a dyn Fn(Option<NaiveDate>) -> bool,
    /// Called once for each postmortem.
    pub progress: &'a (dyn Fn() + Sync),
}

/// Draws plots into a directory, each whole in itself. Of what is confidential nothing is in them.
pub fn draw(sheet: &Sheet<'_>, output: Output) -> Result<Outcome, Refusal> {
    let Some((first, now)) = sheet.roots.first() else {
        return Err(Refusal::no_root());
    };
    let theme = Theme::new(&SiteLook::default(), Audience::Internal, Style::Html)?;
    let mut sites = Vec::new();
    for (root, now) in sheet.roots {
        let asked = site::Asked {
            now: *now,
            progress: sheet.progress,
        };
        sites.push(site::collect(root, asked)?);
    }
    let all = sites.iter().flat_map(|it| &it.cards);
    let cards: Vec<&Card> = all.filter(|it| (sheet.takes)(it.day())).collect();
    let kept = sites.iter().flat_map(|it| &it.kept);
    let kept = kept.filter(|it| (sheet.takes)(**it)).count();
    let mut jobs = Vec::new();
    for plot in plots::of(&cards, first, *now) {
        let name = format!("{}.svg", plot.drawing.name);
        jobs.push(Job::text(&name, plot.drawing.alone(&theme)?));
    }
    if let Some(other) = output.holds_beside(|name| jobs.iter().any(|it| it.name == name)) {
        let message = format!("pmrepo made something else there: {other}");
        return Err(Refusal::not_ready(message).hint("name a directory of its own for the plots"));
    }
    let mut outcome = carry_out(&jobs, output)?;
    outcome.kept = kept;
    Ok(outcome)
}
