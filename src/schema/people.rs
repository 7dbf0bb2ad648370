//! `people.yaml`, held against its schema.

use super::judge::Schema;
use super::published::Name;
use crate::diagnostic::Fault;
use crate::front_matter;
use crate::front_matter::FrontMatter;
use crate::source::Span;

/// What a roster says that its schema does not know; nothing where it is empty or no YAML, which
/// reading it says.
pub fn of_people(text: &str) -> Vec<Fault> {
    let (Some(root), _) = front_matter::read_yaml(text) else {
        return Vec::new();
    };
    let document = FrontMatter {
        fences: (Span::at(0), Span::at(0)),
        yaml: Span::new(0, text.len()),
        root,
    };
    let faults = Schema::new(&Name::People.json()).faults(&document);
    faults.into_iter().map(Fault::plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        of_people(text).into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn a_roster_is_a_list_of_people_with_handles() {
        let good = "people:\n- {handle: carol, name: Carol C., email: c@example.com, chat: U1}\n";
        assert_eq!(messages(good), Vec::<String>::new());
        assert_eq!(messages(""), Vec::<String>::new());
        assert_eq!(messages("people: []\n"), Vec::<String>::new());
    }

    #[test]
    fn what_it_does_not_know_is_named() {
        let text = "people:\n- {handle: carol, emial: c@example.com}\n- {name: Bob}\nteams: []\n";
        let faults = of_people(text);
        let shown: Vec<_> = faults
            .iter()
            .map(|it| (it.message.as_str(), it.help.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(
            shown,
            [
                (
                    "`emial` is not a field of `people[0]`",
                    "did you mean `email`?"
                ),
                (
                    "`people[1].handle` is missing",
                    "The name that reports use."
                ),
                ("`teams` is not a field", "the fields here are people"),
            ]
        );
    }
}
