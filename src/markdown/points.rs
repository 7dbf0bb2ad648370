//! What a stretch of Markdown says, point by point.

use pulldown_cmark::Event;
use pulldown_cmark::Options;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

use super::one_line;

/// What `text` says, without markup: a line for each paragraph, list item and row of a table, in
/// their order. Headings, blocks of code and comments say nothing here.
pub fn points(text: &str) -> Vec<String> {
    let mut points = Vec::new();
    let mut words = String::new();
    let mut silent = 0_usize;
    let mut end = |words: &mut String| {
        let line = one_line(words);
        words.clear();
        if !line.is_empty() {
            points.push(line);
        }
    };
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_)) => {
                end(&mut words);
                silent += 1;
            }
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock) => silent = silent.saturating_sub(1),
            // What a list or a quotation stands in is a point of its own.
            Event::Start(Tag::List(_) | Tag::BlockQuote(_) | Tag::Paragraph | Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow) =>
            {
                end(&mut words);
            }
            Event::Text(piece) | Event::Code(piece) if silent == 0 => words.push_str(&piece),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => words.push(' '),
            _ => {}
        }
    }
    end(&mut words);
    points
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn each_paragraph_item_and_row_is_a_point_without_markup() {
        let text = "\n<!-- One line each. -->\n\n**Nobody** asked the `db`\nteam.\n\n- [One](x.md) led\n  for two hours\n  \
                    - without a *break*\n- [ ] done?\n\n> We were lost.\n\n### Later\n\n```\nlog\n```\n\n\
                    | Who | What |\n|---|---|\n| bob | two things |\n";
        assert_eq!(
            points(text),
            [
                "Nobody asked the db team.",
                "One led for two hours",
                "without a break",
                "done?",
                "We were lost.",
                "Who What",
                "bob two things",
            ]
        );
        for nothing in ["", "<!-- x -->", "<!--", "# Only a heading"] {
            assert_eq!(points(nothing), [""; 0], "{nothing}");
        }
    }
}
