//! Lists as they are typed: commas between the items, or the brackets of YAML.

use crate::front_matter;
use crate::front_matter::Node;
use crate::front_matter::Value;
use crate::refusal::Refusal;

/// Whether a text means several items.
pub(super) fn is_list(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('[') && text.ends_with(']')) || text.contains(',')
}

/// The items of a list: `a, b`; a comma within an item is written `\,`, or the item in quotes and the
/// list in brackets: `["a, b", c]`.
pub(super) fn split(name: &str, text: &str) -> Result<Vec<String>, Refusal> {
    let text = text.trim();
    if text.starts_with('[') && text.ends_with(']') {
        return in_brackets(name, text);
    }
    let mut items = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\\' && letters.peek() == Some(&',') {
            letters.next();
            push(&mut items, ',');
        } else if letter == ',' {
            items.push(String::new());
        } else {
            push(&mut items, letter);
        }
    }
    let items = items.iter().map(|it| it.trim().to_owned());
    Ok(items.filter(|it| !it.is_empty()).collect())
}

fn push(items: &mut [String], letter: char) {
    if let Some(last) = items.last_mut() {
        last.push(letter);
    }
}

/// The items of a list as YAML writes it.
fn in_brackets(name: &str, text: &str) -> Result<Vec<String>, Refusal> {
    let refused = || {
        Refusal::usage(format!("`{name}`: `{text}` is not a list that can be read"))
            .hint("write `a, b`, or `[\"a, with a comma\", b]`")
    };
    let yaml = format!("items: {text}");
    let (node, faults) = front_matter::read_yaml(&yaml);
    let node = node.filter(|_| faults.is_empty()).ok_or_else(refused)?;
    let Some(Value::List(items)) = node.entries().first().map(|it| &it.value.value) else {
        return Err(refused());
    };
    let word = |it: &Node| match &it.value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(it.span.of(&yaml).to_owned()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    };
    items
        .iter()
        .map(|it| word(it).ok_or_else(refused))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_separate_and_may_be_meant() {
        let read = |text: &str| split("tags", text).unwrap();
        assert_eq!(read("a, b,,c "), ["a", "b", "c"]);
        assert_eq!(read(r"slow\, then dead, cold"), ["slow, then dead", "cold"]);
        assert_eq!(
            read(r#"["slow, then dead", cold, 2]"#),
            ["slow, then dead", "cold", "2"]
        );
        assert_eq!(read("[]"), [""; 0]);
        assert_eq!(read(r"a\b"), [r"a\b"]);
        split("tags", "[{a: b}]").unwrap_err();
        split("tags", "[a, ]b]").unwrap_err();
        split("tags", "[&a b]").unwrap_err();
    }
}
