//! Text for Slack, in its `mrkdwn`.

use super::address::address;
use super::sanitize;
use super::totals::totals;
use crate::deadline::State;
use crate::report::Public;
use crate::report::overdue::Among;
use crate::report::overdue::Item;
use crate::report::overdue::Line;
use crate::report::overdue::Owed;
use crate::report::overdue::Place;
use crate::report::overdue::Unreadable;
use crate::report::overdue::View;

/// Writes what is owed, a line for each postmortem; opened up, a line for each item.
pub fn overdue(view: &Public<View<'_>>) -> String {
    let mut out = String::new();
    let lines = view.lines();
    for (among, heading) in [
        (Among::Owed(State::Overdue), "Late"),
        (Among::Owed(State::Soon), "Due soon"),
        (Among::Unreadable, "Cannot be read"),
    ] {
        let mut text = String::new();
        for it in &lines {
            let owed = it.worst.owed();
            if let Some(owed) = owed.filter(|it| among == Among::Owed(it.state)) {
                text.push_str(&line(owed, it, view));
            }
        }
        // Of what cannot be read each has a line: it is no worse than the others, only earlier.
        for it in view.items.iter().filter(|_| among == Among::Unreadable) {
            if let Item::Unreadable(it) = it {
                text.push_str(&unreadable(it));
            }
        }
        for it in view.kept.iter().filter(|it| it.among == among) {
            text.push_str(&format!("• {}\n", self::text(&it.name)));
        }
        if !text.is_empty() {
            out.push_str(&format!("*{heading}*\n{text}\n"));
        }
    }
    out.push_str(&totals(view.summary, view.as_of));
    out
}

fn subject(place: &Place) -> String {
    match &place.url {
        // In the label a bar would end it.
        Some(url) => format!(
            "<{}|{}>",
            address(url),
            text(&place.name()).replace('|', "/")
        ),
        None => text(&place.name()),
    }
}

fn unreadable(it: &Unreadable) -> String {
    let (subject, line) = (subject(&it.place), it.place.line);
    format!("• {subject}, line {line}: {}\n", text(&it.why))
}

fn line(owed: &Owed, line: &Line<'_>, view: &View<'_>) -> String {
    let when = match owed.state {
        State::Overdue => format!("{} late", owed.distance),
        State::Soon | State::Open | State::Met => owed.when(),
    };
    let more = match line.more {
        0 => String::new(),
        more => format!(", +{more} more"),
    };
    let people: Vec<String> = if view.mentions {
        line.in_chat.iter().map(|it| mention(it)).collect()
    } else {
        line.owed_by.iter().map(|it| text(it)).collect()
    };
    let people = if people.is_empty() {
        "nobody".to_owned()
    } else {
        people.join(", ")
    };
    format!(
        "• {}: {}{more}, {when} ({people})\n",
        subject(&owed.place),
        text(owed.what())
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
pub(super) fn text(plain: &str) -> String {
    let mut shown = String::with_capacity(plain.len() + 8);
    let plain = sanitize(plain);
    let mut rest = plain.chars().peekable();
    let mut word = String::new();
    while let Some(it) = rest.next() {
        // A space of no width keeps these from meaning something.
        let means_something = match it {
            '@' | '*' | '_' | '~' | '`' | '#' => true,
            ':' => rest.peek() == Some(&'/'),
            '.' => word.eq_ignore_ascii_case("www"),
            _ => false,
        };
        match it {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            it => shown.push(it),
        }
        if means_something {
            shown.push('\u{200b}');
        }
        if it.is_alphanumeric() {
            word.push(it);
        } else {
            word.clear();
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
        assert_eq!(
            text("#ops: https://x.example www.y.example"),
            "#\u{200b}ops: https:\u{200b}//x.example www.\u{200b}y.example"
        );
    }
}
