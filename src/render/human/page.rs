//! A page of the reference, for people.

use super::super::Look;
use super::super::Tone;
use super::super::wrap::wrap;

/// What begins and ends a block that stays as it is.
const FENCE: &str = "```";

/// Writes a page: on a terminal its headings stand out and its paragraphs fit. Elsewhere it stays as it is.
pub fn page(text: &str, look: &Look) -> String {
    if look.terminal.is_none() {
        return text.to_owned();
    }
    let mut shown = String::new();
    let mut paragraph = String::new();
    let mut is_code = false;
    for line in text.lines() {
        let is_fence = line.starts_with(FENCE);
        let is_quoted = line.starts_with("    ") && paragraph.is_empty();
        let is_text = !is_code
            && !is_fence
            && !is_quoted
            && !line.is_empty()
            && !line.starts_with(['#', '|']);
        // An item of a list is a paragraph of its own.
        if !is_text || line.starts_with("- ") {
            end(&mut shown, &mut paragraph, look);
        }
        if is_text {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            paragraph.push_str(line.trim());
            continue;
        }
        is_code ^= is_fence;
        let tone = if !is_code && line.starts_with('#') {
            Tone::Heading
        } else {
            Tone::Plain
        };
        shown.push_str(&format!("{}\n", look.paint(tone, line)));
    }
    end(&mut shown, &mut paragraph, look);
    shown
}

/// Sets a paragraph, if there is one.
fn end(shown: &mut String, paragraph: &mut String, look: &Look) {
    if paragraph.is_empty() {
        return;
    }
    let indent = if paragraph.starts_with("- ") { 2 } else { 0 };
    let lines = wrap(paragraph, look.width().saturating_sub(indent));
    let below = format!("\n{}", " ".repeat(indent));
    shown.push_str(&format!("{}\n", lines.replace('\n', &below)));
    paragraph.clear();
}

#[cfg(test)]
mod tests {
    use snapbox::IntoData;

    use super::*;

    #[test]
    fn paragraphs_fit_and_code_stays_as_it_is() {
        let text = "# A heading of some length, which is long\n\none two three four five six seven\n\
                    eight nine ten eleven\n\n- an item that goes on and on and on and on\n- b\n\n\
                    ```yaml\n# no heading: but a line that is longer than the terminal is wide\n```\n\n    a line that stands in\n";
        let look = Look {
            terminal: Some(40),
            ..Look::default()
        };
        snapbox::assert_data_eq!(
            page(text, &look),
            snapbox::str![[r"
# A heading of some length, which is long

one two three four five six seven eight
nine ten eleven

- an item that goes on and on and on
  and on
- b

```yaml
# no heading: but a line that is longer than the terminal is wide
```

    a line that stands in

"]]
            .raw()
        );
        assert_eq!(page(text, &Look::default()), text);
    }
}
