//! The examples on the rules' pages, which are the rules' tests.
//!
//! An example is a fenced code block whose info string has three words: the language, the part
//! of a postmortem that it shows, and `bad` or `good` (or `context`: what the next example needs
//! beside it). The part is laid over a complete closed postmortem:
//!
//! | part | lays |
//! |---|---|
//! | `fields` | top-level fields of the report's front matter over those that are there; `field:` alone with the comment `# gone` takes it out |
//! | `body` | sections of the report over those of the same name; a section with nothing but `<!-- gone -->` is taken out |
//! | `report`, `checklist`, `notice`, `results`, `external`, `review`, `config`, `people` | a whole file |
//! | `before:` and one of these | the same, over what the postmortem was before the change alone |

use pulldown_cmark::CodeBlockKind;
use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use pulldown_cmark::TagEnd;

/// What the rule is expected to find in an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Something.
    Bad,
    /// Nothing.
    Good,
    /// Not an example: what the next one needs beside it.
    Context,
}

/// One fenced block of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it shows: `fields`, `body`, `report` …
    pub part: String,
    /// What the rule is expected to find in it.
    pub expected: Expected,
    /// Its text.
    pub text: String,
}

/// The examples of a rule's page, in their order. Other code blocks are passed over.
pub fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let mut open: Option<Example> = None;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => open = heading(&info),
            Event::Text(text) => {
                if let Some(example) = &mut open {
                    example.text.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

fn heading(info: &str) -> Option<Example> {
    let mut words = info.split_whitespace().skip(1);
    let part = words.next()?.to_owned();
    let expected = match words.next()? {
        "bad" => Expected::Bad,
        "good" => Expected::Good,
        "context" => Expected::Context,
        _ => return None,
    };
    Some(Example {
        part,
        expected,
        text: String::new(),
    })
}

/// A rule's page as people read it: the words that only tests need are taken from the fences.
pub fn readable(page: &str) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        let shown = match line.strip_prefix("```") {
            Some(info) if info.split_whitespace().count() > 1 => {
                format!("```{}", info.split_whitespace().next().unwrap_or(""))
            }
            _ => line.to_owned(),
        };
        text.push_str(&shown);
        text.push('\n');
    }
    text
}
