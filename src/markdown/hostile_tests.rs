//! Bodies that nobody writes in good faith: each is read, at once, and its spans fit.

use std::time::{Duration, Instant};

use super::*;

/// Far more than any of these takes, even in a debug build on a busy machine; quadratic reading
/// takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

fn steps(depth: usize) -> String {
    let mut text = String::new();
    for level in 0..depth {
        text.push_str(&"  ".repeat(level));
        text.push_str("- x\n");
    }
    text
}

fn ticks(longest: usize) -> String {
    let mut text = String::new();
    for count in 1..longest {
        text.push_str(&"`".repeat(count));
        text.push(' ');
    }
    text
}

fn survives(name: &str, text: &str) -> Body {
    let begun = Instant::now();
    let body = read(text, Span::new(0, text.len()));
    let hits = phrases::Scanner::new(&[&["should have"]]).scan(text, &body);
    let _ = body
        .blocks
        .iter()
        .map(|b| body.prose(b).len())
        .sum::<usize>();
    let taken = begun.elapsed();
    assert!(taken < PATIENCE, "{name} took {taken:?}");
    assert!(!body.too_large, "{name}");
    for hit in &hits {
        assert!(text.get(hit.span.start..hit.span.end).is_some(), "{name}");
    }
    for span in body
        .blocks
        .iter()
        .map(|block| block.span)
        .chain(body.runs.iter().map(|run| run.span))
        .chain(
            body.links
                .iter()
                .flat_map(|link| [link.span, link.url_span]),
        )
        .chain(body.sections.iter().flat_map(|s| [s.heading, s.content]))
        .chain(
            body.tasks
                .iter()
                .flat_map(|t| [t.span, t.marker, t.text_span]),
        )
    {
        assert!(text.get(span.start..span.end).is_some(), "{name}: {span:?}");
    }
    body
}

#[test]
fn deep_nesting_is_read() {
    survives("quotes", &format!("{} deep\n", ">".repeat(10_000)));
    survives(
        "quotes, then lines",
        &format!("{} deep\n{}", ">".repeat(10_000), "x\n".repeat(100_000)),
    );
    survives("lists on a line", &"- ".repeat(10_000));
    survives(
        "lists on a line, blanks",
        &format!("{}{}", "- ".repeat(100_000), " ".repeat(1_000_000)),
    );
    survives("mixed", &"> - ".repeat(10_000));
    survives("lists, a step a line", &steps(1_000));
    survives("brackets", &"[".repeat(1_000_000));
    survives(
        "images",
        &format!("{}{}", "![".repeat(100_000), "](x)".repeat(100_000)),
    );
    survives(
        "images, escaped",
        &format!("{}{}", "![".repeat(100_000), "](&amp;)".repeat(100_000)),
    );
    survives("emphasis", &"*a_ ".repeat(400_000));
    survives("stars", &"*".repeat(1_000_000));
    survives("ticks", &ticks(1_400));
}

#[test]
fn large_tables_are_read() {
    survives(
        "rows",
        &format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(200_000)),
    );
    let wide = format!(
        "{}|\n{}|\n{}",
        "|a".repeat(10_000),
        "|-".repeat(10_000),
        "|x|\n".repeat(100_000)
    );
    survives("wide, short rows", &wide);
}

#[test]
fn html_that_is_not_closed_is_read() {
    survives("comments", &"<!-- ".repeat(200_000));
    survives(
        "comments, inline",
        &format!("x {}", "<!-- ".repeat(200_000)),
    );
    survives("tags", &"<a ".repeat(300_000));
    survives(
        "declarations",
        &format!("x {}", "<!A <?x <![CDATA[ ".repeat(50_000)),
    );
    survives("divs", &"<div>\n".repeat(200_000));
    survives("closed comments", &"<!-- -->\n".repeat(100_000));
}

#[test]
fn odd_bytes_are_read() {
    let body = survives("lone CR", &"# a\rtext\r\r- b\r".repeat(10_000));
    assert!(!body.blocks.is_empty());
    survives("NUL", &"a\0b `\0` \"\0\" \n\n\0# c\n".repeat(10_000));
    survives("no spaces", &"é".repeat(500_000));
    survives("marks", &"\"“„«x”» ".repeat(80_000));
    survives("straight marks", &" \"".repeat(500_000));
    survives("schemes", &"a://".repeat(400_000));
    survives("no schemes", &"://".repeat(400_000));
    survives("schemes, apart", &"http://x.example/ ".repeat(80_000));
    survives(
        "long word, schemes",
        &format!("{} ", "a".repeat(1_000)).repeat(1_000),
    );
    survives("blank", &" \t\n".repeat(400_000));
    survives("bidi", "\u{202e}a\u{2066}b\u{feff}\n\n# \u{202e}x\n");
}

#[test]
fn references_do_not_multiply() {
    let text = format!(
        "{}\n\n[a]: /{}\n",
        "[a] ".repeat(300_000),
        "x".repeat(500_000)
    );
    let body = survives("references", &text);
    let kept: usize = body.links.iter().map(|link| link.url.len()).sum();
    assert!(kept < 8 * BODY_LIMIT, "{kept} bytes of addresses");
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_and_every_span_fits(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        let body = survives("pieces", &text);
        for block in &body.blocks {
            let mut end = block.span.start;
            for run in body.prose(block) {
                assert!(end <= run.span.start && run.span.end <= block.span.end, "{text:?}");
                end = run.span.end;
            }
        }
        assert!(body.blocks.is_sorted_by_key(|block| block.span.start));
        assert!(body.links.is_sorted_by_key(|link| link.span.start));
        assert!(body.tables.is_sorted_by_key(|table| table.span.start));
        assert!(body.tasks.is_sorted_by_key(|task| task.span.start));
    }
}

/// What generated bodies are made of.
const PIECES: [&str; 34] = [
    "a",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "# ",
    "## b\n",
    "---\n",
    "> ",
    "- ",
    "- [x] ",
    "1. ",
    "    ",
    "| ",
    "|a|b|\n|-|-|\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "[",
    "](u)",
    "![",
    "<!--",
    "-->",
    "<div>\n",
    "https://x.y/z",
    "\"",
    "“",
    "”",
    "é",
    "\0",
    "\\",
];
