//! Text for Slack, in its `mrkdwn`.

use super::sanitize;
use crate::report::overdue::{Item, State, View, folded};

/// Writes what is owed, a line for each postmortem; opened up, a line for each item.
pub fn overdue(view: &View<'_>) -> String {
    let mut out = String::new();
    let items: Vec<(&Item, usize)> = if view.is_open {
        view.items.iter().map(|it| (*it, 0)).collect()
    } else {
        let lines = folded(&view.items);
        lines.iter().map(|it| (it.worst, it.more)).collect()
    };
    for (state, heading) in [
        (State::Overdue, "Late"),
        (State::Soon, "Due soon"),
        (State::Unreadable, "Cannot be read"),
    ] {
        let mut lines = String::new();
        for (item, more) in items.iter().filter(|(it, _)| it.state == state) {
            lines.push_str(&line(item, *more, view));
        }
        if !lines.is_empty() {
            out.push_str(&format!("*{heading}*\n{lines}\n"));
        }
    }
    let summary = view.summary;
    out.push_str(&format!(
        "{} late, {} due soon, {} unreadable as of {}\n",
        summary.overdue,
        summary.soon,
        summary.unreadable,
        view.as_of.to_short()
    ));
    out
}

fn line(item: &Item, more: usize, view: &View<'_>) -> String {
    let subject = match item.public_url() {
        // The address is ours; in the label a bar would end it.
        Some(url) => format!("<{url}|{}>", text(&item.public_subject()).replace('|', "/")),
        None => text(&item.public_subject()),
    };
    if item.state == State::Unreadable {
        return format!(
            "• {subject}, line {}: {}\n",
            item.line,
            text(&item.explanation)
        );
    }
    let when = match item.state {
        State::Overdue => format!("{} late", item.distance),
        _ => format!("in {}", item.distance),
    };
    let more = match more {
        0 => String::new(),
        more => format!(", +{more} more"),
    };
    let people: Vec<String> = if view.mentions {
        item.owed_by_in_chat.iter().map(|it| mention(it)).collect()
    } else {
        item.owed_by.iter().map(|it| text(it)).collect()
    };
    let people = if people.is_empty() {
        "nobody".to_owned()
    } else {
        people.join(", ")
    };
    format!(
        "• {subject}: {}{more}, {when} ({people})\n",
        text(&item.what())
    )
}

/// A person whom Slack notifies, by the id that it gave them; anybody else is named only.
fn mention(person: &str) -> String {
    let is_id = person.len() > 2
        && person.starts_with(['U', 'W'])
        && person
            .chars()
            .all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    if is_id {
        format!("<@{person}>")
    } else {
        text(person)
    }
}

/// A text that stays text: no link, no mention, no formatting.
fn text(plain: &str) -> String {
    let mut shown = String::with_capacity(plain.len() + 8);
    for it in sanitize(plain).chars() {
        match it {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            // A space of no width keeps these from meaning something.
            '@' | '*' | '_' | '~' | '`' => {
                shown.push(it);
                shown.push('\u{200b}');
            }
            it => shown.push(it),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_of_slacks_notifies() {
        assert_eq!(mention("U0123ABC"), "<@U0123ABC>");
        assert_eq!(mention("<!channel>"), "&lt;!channel&gt;");
        assert_eq!(
            text("@here & *b*"),
            "@\u{200b}here &amp; *\u{200b}b*\u{200b}"
        );
    }
}
