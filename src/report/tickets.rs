//! What the ticket of an action item says, and which tickets are asked for their states.

use super::actions::Item;
use crate::config::Config;
use crate::model::Tracker;
use crate::refusal::Refusal;
use crate::tracker;
use crate::tracker::NewTicket;

/// Where a root's tickets are: the tracker, and the project in it.
pub fn place(config: &Config) -> Result<(Tracker, &str), Refusal> {
    let place = config.tracker.as_ref().ok_or_else(|| {
        Refusal::configuration("nothing says where tickets are made")
            .hint("in pmrepo.yaml: `tracker: {preset: github, project: acme/sre}`")
    })?;
    let preset = place.preset;
    let project = match (place.project.as_deref(), preset) {
        (Some(project), _) => project,
        (None, Tracker::Own) => "",
        (None, _) => {
            return Err(
                Refusal::configuration("`tracker` names no project").hint(format!(
                    "in pmrepo.yaml: `tracker: {{preset: {preset}, project: {}}}`",
                    tracker::example(preset)
                )),
            );
        }
    };
    if !tracker::is_project(preset, project) {
        let title = preset.title();
        return Err(
            Refusal::configuration(format!("`{project}` is no project of {title}"))
                .hint(format!("such as {}", tracker::example(preset))),
        );
    }
    Ok((preset, project))
}

/// The ticket of an item; `link` is where the report can be read. Of a confidential postmortem there is
/// none: others read tickets.
pub fn new(item: &Item, link: Option<&str>) -> Result<NewTicket, Refusal> {
    let name = item.name();
    if item.is_confidential {
        return Err(Refusal::not_ready(format!(
            "{name} is of a confidential postmortem: nothing of it goes to a tracker"
        ))
        .hint(format!(
            "make the ticket by hand, then: pmrepo action set {name} ticket=…"
        )));
    }
    if let Some(ticket) = &item.ticket {
        return Err(Refusal::not_ready(format!(
            "{name} has a ticket already: {ticket}"
        )));
    }
    let (Some(title), Some(_)) = (&item.title, &item.id) else {
        return Err(Refusal::not_ready(format!("{name} has no title or no id"))
            .hint("`pmrepo check` says which"));
    };
    let mut body = match link {
        Some(link) => format!(
            "An action item of the postmortem [{}]({link}).\n",
            item.postmortem
        ),
        None => format!("An action item of the postmortem {}.\n", item.postmortem),
    };
    let facts = [
        ("Owner", &item.owner),
        ("Due", &item.due),
        ("Priority", &item.priority),
        ("Kind", &item.kind),
    ];
    for (what, value) in facts {
        if let Some(value) = value {
            body.push_str(&format!("\n- {what}: {value}"));
        }
    }
    body.push_str(&format!("\n\n{name}\n"));
    Ok(NewTicket {
        title: title.clone(),
        body,
        labels: item.labels.clone(),
        mark: name,
    })
}

/// The tickets of items on which there is still work, each once.
pub fn asked(items: &[Item]) -> Vec<&str> {
    let open = items.iter().filter(|it| it.is_open());
    let mut tickets: Vec<&str> = open.filter_map(|it| it.ticket.as_deref()).collect();
    tickets.sort_unstable();
    tickets.dedup();
    tickets
}
