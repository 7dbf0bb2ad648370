//! A new process review: notes that begin with what there is to talk about.

use crate::change::By;
use crate::change::Draft;
use crate::change::Headline;
use crate::change::Said;
use crate::change::templates;
use crate::model::ReviewStatus;
use crate::model::TemplateName;
use crate::postmortem::ANYONE;
use crate::refusal::Refusal;
use crate::report::process_reviews;
use crate::report::process_reviews::Agenda;
use crate::report::process_reviews::Incident;
use crate::report::process_reviews::Item;
use crate::report::process_reviews::Review;
use crate::root::Root;
use crate::source::RepoPath;
use crate::template;
use crate::template::input::ActionInput;
use crate::template::input::IncidentInput;
use crate::template::input::ProcessReviewInput;
use crate::time::Moment;
use crate::tree::Edits;
use crate::tree::Fresh;

/// What is known of a review that is planned.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// When it is; now by default.
    pub at: Option<Moment>,
    /// Who leads it.
    pub chair: Option<&'a str>,
    /// Who is asked to come; whoever is interested where nobody is named.
    pub invited: &'a [String],
}

/// Plans a review. What `check` would find an error in is refused.
pub fn plan(root: &Root, plan: &Plan<'_>, by: &By<'_>) -> Result<Draft, Refusal> {
    let policy = &root.config.policy;
    let at = plan.at.unwrap_or_else(|| by.moment(policy));
    let person = |it: &str| by.person(policy, it);
    let chair = plan.chair.map(person).transpose()?;
    let all = process_reviews::all_of(root)?;
    let agenda = process_reviews::agenda(root, root.snapshot(), None, &all, by.now)?;
    let date = policy.zone.date_of(at);
    let place = root
        .directory
        .join(root.config.paths.process_reviews.as_str())
        .and_then(|it| it.join(&date.format("%Y").to_string()));
    let parent = place.ok_or_else(|| {
        Refusal::configuration("the process reviews' directory has no name that can be written")
    })?;
    let incidents = agenda.incidents.iter();
    let input = ProcessReviewInput {
        scheduled_for: at.to_short(),
        chair,
        invited: invited(plan.invited, &person)?,
        incidents: incidents.map(|it| incident(it, &parent)).collect(),
        open_tweaks: agenda.tweaks.iter().map(item).collect(),
    };
    let own = root.own_template(TemplateName::ProcessReview)?;
    let text = template::process_review(&input, own.as_deref());
    let edits = Edits::fresh(Fresh::File {
        parent,
        name: date.to_string(),
        ending: ".md",
        text: text.map_err(|it| templates::failed(&it))?,
    });
    let says = says(&all, &agenda);
    Draft::make(
        (root, by),
        Headline::Opens("Plan process review"),
        edits,
        says,
    )
}

/// Who is invited by name; nobody stands for whoever is interested.
fn invited(
    words: &[String],
    person: &dyn Fn(&str) -> Result<String, Refusal>,
) -> Result<Vec<String>, Refusal> {
    let is_anyone = |it: &String| it.trim().eq_ignore_ascii_case(ANYONE);
    if words.iter().any(is_anyone) {
        if !words.iter().all(is_anyone) {
            return Err(
                Refusal::usage("`anyone` and somebody by name cannot both be invited")
                    .hint("name everybody, or nobody: whoever is interested may join then"),
            );
        }
        return Ok(Vec::new());
    }
    let mut people: Vec<String> = Vec::new();
    for word in words {
        let invited = person(word)?;
        if !people.contains(&invited) {
            people.push(invited);
        }
    }
    Ok(people)
}

/// An incident for the notes. Of one that is confidential nothing but id and date leaves its place.
fn incident(it: &Incident, home: &RepoPath) -> IncidentInput {
    let known = IncidentInput {
        id: it.id.clone(),
        date: it.date_in_words(),
        link: process_reviews::way(home, &it.path),
        is_confidential: it.is_confidential,
        ..IncidentInput::default()
    };
    if it.is_confidential {
        return known;
    }
    IncidentInput {
        title: it.title.clone().unwrap_or_else(|| it.id.clone()),
        severity: it.severity.clone().unwrap_or_default(),
        status: it.status.clone(),
        commander: it.commander.clone(),
        went_badly: it.went_badly.clone(),
        action_items: it.action_items.iter().map(item).collect(),
        ..known
    }
}

fn item(it: &Item) -> ActionInput {
    ActionInput {
        id: it.name.clone(),
        title: it.title.clone(),
        owner: it.owner.clone(),
        due: it.due.clone(),
    }
}

/// What the notes may lack, and what another review talks about too.
fn says(all: &[Review], agenda: &Agenda) -> Vec<Said> {
    let mut says = vec![Said::Opened { file: None }];
    says.extend(agenda.unreadable.iter().map(|it| Said::MayLack {
        path: it.path.clone(),
        why: it.message.clone(),
    }));
    let is_shared = |it: &&Review| {
        let names = |id: &String| agenda.incidents.iter().any(|incident| incident.id == *id);
        it.is(ReviewStatus::Scheduled) && it.incidents.iter().any(names)
    };
    let other = all.iter().find(is_shared);
    says.extend(other.map(|it| Said::NamesTheSame {
        review: it.id.clone(),
    }));
    says
}
