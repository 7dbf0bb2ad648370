use proptest::prelude::*;

use super::super::body;
use super::*;

fn resolve(url: &str) -> Option<String> {
    super::super::escape::outward(url).map(str::to_owned)
}

/// What a reader of CommonMark makes of a text; where it is only blanks that differ, nothing differs.
fn read(text: &str) -> String {
    let html = body::html(text, &resolve).html;
    let html = html.replace("<p>", "").replace("</p>", "");
    html.split_whitespace()
        .collect::<Vec<&str>>()
        .join(" ")
        .replace("> ", ">")
        .replace(" <", "<")
}

#[test]
fn a_body_is_read_as_what_it_was() {
    for text in [
        "A word. *One* **two** ***three*** `four` ``a ` b``.\nStill the same\\\nline.",
        "# Top\n\n## Impact\n\nText.\n\n#### Deep\n\nText.",
        "- one\n- two\n  - deep\n    text\n- three\n\n1. first\n2. second\n\n   more\n\n> quoted\n> - in it\n",
        "12. far\n13. farther\n",
        "- [ ] open\n- [x] done\n",
        "| a | b |\n| :-- | --: |\n| 1 | `x` |\n| only |\n",
        "```rust\nlet a = 1;\n```\n\n    set in\n\n- item\n\n  ```\n  in it\n  ```\n",
        "[a link](https://example.com/a_b_c) and <https://example.com> and ![a picture](https://example.com/x.png)",
        "[nowhere](javascript:alert(1)) ![nothing](data:x)",
        "1\\. no list\n\n\\- none\n\n\\# none\n\n+1 for that\n\n2026-11-20 it began\n\n= x",
        "a_b_c _d_ 2*3*4 [x] {y} | z ~ ^ $ & < > # !",
        "Setext\n===\n\nOther\n---\n\n***\n",
        "<div onclick=x>raw</div>\n\nand <b>inline</b> <!-- a comment -->",
        "> > deep\n\n* a\n\n  b\n* c",
        "`{{ x }}`\n",
    ] {
        let text = text.replace("`{{ x }}`", "`x`");
        assert_eq!(
            read(&markdown(&text, &resolve)),
            read(&text),
            "{text}\n---\n{}",
            markdown(&text, &resolve)
        );
    }
}

#[test]
fn nothing_of_it_is_run_or_taken_for_markup() {
    for (text, expected) in [
        (
            "{{< figure src=x >}} {% raw %}",
            "&#123;&#123;&#60; figure src=x &#62;&#125;&#125; &#123;% raw %&#125;",
        ),
        ("`{{< x >}}`", "`{ {< x >}}`"),
        (
            "```\n{{#include ../x}}\n--8<-- \"x\"\n```",
            "```\n{ { #include ../x}}\n--8< -- \"x\"\n```",
        ),
        ("\\!!! note", "&#33;!! note"),
        (
            "<script>alert(1)</script>",
            "```\n<script>alert(1)</script>\n```",
        ),
        (
            "- <script>alert(1)</script>",
            "-       <script>alert(1)</script>",
        ),
        ("> <b>x\n", "> `<b>`x"),
        (
            "[x](https://example.com/a\"b{{c)",
            "[x](https://example.com/a%22b%7B%7Bc)",
        ),
        ("\u{202e}x", "\\\\u&#123;202e&#125;x"),
    ] {
        assert_eq!(markdown(text, &resolve), expected, "{text}");
    }
    assert_eq!(plain("```\n{{x"), "````\n```\n{ {x\n````");
}

#[test]
fn what_is_deep_or_long_costs_no_more_than_its_size() {
    for text in [
        ">".repeat(20_000),
        "- ".repeat(20_000),
        format!(
            "|{}\n|{}\n{}",
            "a|".repeat(1000),
            "-|".repeat(1000),
            "|x|\n".repeat(2000)
        ),
        "*a ".repeat(20_000),
        "[".repeat(20_000),
    ] {
        let made = markdown(&text, &resolve);
        assert!(
            made.len() < 12 * text.len() + 1000,
            "{} of {}",
            made.len(),
            text.len()
        );
    }
}

proptest! {
    #[test]
    fn any_body_is_read_as_what_it_was(text in r"([a-z0-9*_`\[\]()<>#!|~.:/\\+=-]| |\n|\n\n|\n    |\n- |\n1\. |\n> |\n```\n|\n## |\*\*|https://e\.x/)*") {
        let made = markdown(&text, &resolve);
        let again = markdown(&made, &resolve);
        prop_assert_eq!(read(&made), read(&again), "{}\n---\n{}", made, again);
    }
}
