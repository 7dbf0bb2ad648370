//! Names that are new and like one that is known: at a terminal it is asked which is meant.

use super::Ctx;
use super::Refusal;
use crate::change::Draft;
use crate::change::Said;
use crate::change::SetSaid;
use crate::report::asked::Stranger;

/// A name that was typed, and the one that is meant.
pub(super) type Meant = (String, String);

/// Asks which name is meant where one that a draft writes is new and like one that is known. Where
/// nobody can answer, the name is written and said.
pub(super) fn ask(ctx: &Ctx, draft: &Draft) -> Result<Vec<Meant>, Refusal> {
    let mut meant = Vec::new();
    if !ctx.env.can_ask() {
        return Ok(meant);
    }
    for said in &draft.says {
        let Said::Set(SetSaid::New(Stranger {
            name,
            like: Some(like),
        })) = said
        else {
            continue;
        };
        let question = format!("{name} is new here. Did you mean");
        let choices = [name.clone(), like.clone()];
        let prompt = ctx.env.prompt();
        let answer = prompt
            .choice(&question, &choices, 0)
            .map_err(|it| Refusal::failed(format!("no answer: {it}")))?;
        if answer > 0 {
            meant.push((name.clone(), like.clone()));
        }
    }
    Ok(meant)
}

/// A value, or a list of them, with the names that are meant.
pub(super) fn instead(value: &str, meant: &[Meant]) -> String {
    let items = value.split(',').map(|item| {
        let name = item.trim().trim_start_matches('@');
        let known = meant.iter().find(|(typed, _)| typed == name);
        known.map_or(item, |(_, it)| it.as_str())
    });
    items.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_are_replaced() {
        let meant = [("bob".to_owned(), "rob".to_owned())];
        for (value, then) in [
            ("bob", "rob"),
            ("@bob", "rob"),
            ("carol, bob,bobby", "carol,rob,bobby"),
            ("a\\,b", "a\\,b"),
            ("x", "x"),
        ] {
            assert_eq!(instead(value, &meant).replace(' ', ""), then, "{value}");
        }
    }
}
