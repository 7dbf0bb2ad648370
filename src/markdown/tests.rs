use super::*;

fn whole(text: &str) -> Body {
    read(text, Span::new(0, text.len()))
}

/// Every block as `Kind: prose`, runs joined as a scanner joins them, `…` for what is cut.
fn prose(text: &str) -> Vec<String> {
    let body = whole(text);
    body.blocks
        .iter()
        .map(|block| {
            let mut line = format!("{:?}:", block.kind);
            for run in body.prose(block) {
                line.push_str(match run.joint {
                    Joint::Direct => "",
                    Joint::Space => " ",
                    Joint::Cut => "…",
                });
                line.push_str(run.span.of(text));
            }
            line
        })
        .collect()
}

const REPORT: &str = "\
# Checkout latency

Intro.

## What Happened

The cache *failed* over.

### 2026-11-20

| Time | Event | Evidence |
|---|---|---|
| 14:03 | paged | [graph](https://x.example/g) |
| 14:05 | `kubectl` ran | |

Resolution
----------

- first item
- second
  item

  more of it
  - nested
";

#[test]
fn sections_know_their_level_title_and_what_they_hold() {
    let body = whole(REPORT);
    let seen: Vec<_> = body
        .sections
        .iter()
        .map(|s| (s.level, s.title.as_str(), s.parent))
        .collect();
    assert_eq!(
        seen,
        [
            (1, "Checkout latency", None),
            (2, "What Happened", Some(0)),
            (3, "2026-11-20", Some(1)),
            (2, "Resolution", Some(0)),
        ]
    );
    let happened = &body.sections[1];
    assert_eq!(happened.heading.of(REPORT), "## What Happened");
    assert!(happened.content.of(REPORT).starts_with("\nThe cache"));
    assert!(happened.content.of(REPORT).ends_with("ran | |\n\n"));
    assert_eq!(body.sections[0].content.end, REPORT.len());
    assert_eq!(body.section_named(2, &["x", "resolution"]), Some(3));
    assert_eq!(body.section_named(1, &["resolution"]), None);
}

#[test]
fn spans_count_from_the_beginning_of_the_whole_text() {
    let text = format!("---\ntitle: é\n---\n{REPORT}");
    let start = text.len() - REPORT.len();
    let body = read(&text, Span::new(start, text.len()));
    assert_eq!(body.sections[1].heading.of(&text), "## What Happened");
    assert_eq!(body.tables[0].header[2].span.of(&text), "Evidence");
}

#[test]
fn tables_have_cells_with_places_and_links() {
    let body = whole(REPORT);
    let table = &body.tables[0];
    assert_eq!((table.section, table.heading), (Some(1), Some(2)));
    let header: Vec<_> = table.header.iter().map(|c| c.span.of(REPORT)).collect();
    assert_eq!(header, ["Time", "Event", "Evidence"]);
    let cells: Vec<Vec<_>> = table
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|c| c.span.of(REPORT)).collect())
        .collect();
    assert_eq!(
        cells,
        [
            vec!["14:03", "paged", "[graph](https://x.example/g)"],
            vec!["14:05", "`kubectl` ran", ""],
        ]
    );
    assert_eq!(
        table.rows[0].span.of(REPORT),
        "| 14:03 | paged | [graph](https://x.example/g) |"
    );
    let links = body.links_in(table.rows[0].cells[2].span);
    assert_eq!(links[0].url, "https://x.example/g");
    assert_eq!(links[0].url_span.of(REPORT), "https://x.example/g");
    assert!(body.links_in(table.rows[1].span).is_empty());
    assert_eq!(body.tables_in(body.sections[1].content).len(), 1);
    assert!(body.tables_in(body.sections[3].content).is_empty());
}

#[test]
fn the_items_and_the_first_paragraph_of_a_section_are_at_hand() {
    let body = whole(REPORT);
    let items: Vec<_> = body
        .items_of(3)
        .map(|block| one_line(block.span.of(REPORT)))
        .collect();
    assert_eq!(items, ["first item", "second item"]);
    let first = body.first_paragraph(1).unwrap();
    assert_eq!(first.span.of(REPORT), "The cache *failed* over.");
    assert_eq!(body.first_paragraph(3), None);
    assert_eq!(body.blocks_of(99), []);
}

#[test]
fn a_short_row_is_filled_with_empty_cells() {
    let text = "| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\n";
    let body = whole(text);
    let cells: Vec<_> = body.tables[0].rows.iter().map(|r| r.cells.len()).collect();
    assert_eq!(cells, [2, 2]);
    assert!(body.tables[0].rows[0].cells[1].span.is_empty());
}

#[test]
fn the_id_of_a_task_stands_between_its_ticks_however_it_is_written() {
    let cases = [
        ("- [ ] ``ic.a`` x\n", "ic.a"),
        ("- [ ] ` ic.a ` x\n", "ic.a"),
        ("- [ ] `` `b` `` x\n", "`b`"),
        ("a\n- [x] ```\n| \n    \u{201c}```\n", "\n| \n    \u{201c}"),
        ("- [ ] `one\n  two`\n", "one\n  two"),
    ];
    for (text, written) in cases {
        let body = whole(text);
        let (_, span) = body.tasks[0].id.as_ref().unwrap();
        assert_eq!(span.of(text), written, "{text:?}");
    }
}

#[test]
fn tasks_have_a_marker_an_id_and_a_text() {
    let text = "\
## Scribe

- [x] `scribe.collect-todos` Collect every TODO
  from the *chat* log.

  Not of the task's text.

- [ ] `sme.add-notes` carol

* [X] no id here `code`
- [x]
- [x] `a` n/a: not public
- not a task
1. [ ] `n.b` one
   - [ ] `c.d`
";
    let body = whole(text);
    let tasks: Vec<_> = body
        .tasks
        .iter()
        .map(|task| {
            let id = task
                .id
                .as_ref()
                .map(|(id, span)| (id.as_str(), span.of(text)));
            (task.checked, task.marker.of(text), id, task.text.as_str())
        })
        .collect();
    let id = |id| Some((id, id));
    assert_eq!(
        tasks,
        [
            (
                true,
                "[x]",
                id("scribe.collect-todos"),
                "Collect every TODO from the *chat* log."
            ),
            (false, "[ ]", id("sme.add-notes"), "carol"),
            (true, "[X]", None, "no id here `code`"),
            (true, "[x]", None, ""),
            (true, "[x]", id("a"), "n/a: not public"),
            (false, "[ ]", id("n.b"), "one"),
            (false, "[ ]", id("c.d"), ""),
        ]
    );
    assert!(body.tasks.iter().all(|task| task.heading == Some(0)));
    assert_eq!(body.tasks[1].span.of(text), "- [ ] `sme.add-notes` carol");
    let items: Vec<_> = body
        .items_of(0)
        .map(|block| one_line(block.span.of(text)))
        .collect();
    assert_eq!(items[1], "`sme.add-notes` carol");
}

#[test]
fn code_quotations_and_addresses_are_no_prose() {
    assert_eq!(
        prose("Run `should have` and say \"it could have\" or “might have” then stop."),
        ["Paragraph:Run … and say … or … then stop."]
    );
    assert_eq!(
        prose("See https://x.example/should_have?a=b, or <https://y.example> or [text](z)."),
        ["Paragraph:See …, or … or text."]
    );
    assert_eq!(prose("> He should have known."), ["Quote:"]);
    assert_eq!(prose("```\nshould have\n```"), ["Code:"]);
    assert_eq!(prose("    should have\n"), ["Code:"]);
    assert_eq!(
        prose("Er sagte „hätte“ und «quand»."),
        ["Paragraph:Er sagte … und …."]
    );
}

#[test]
fn a_quotation_mark_without_its_partner_hides_nothing() {
    assert_eq!(
        prose("a 5\" disk and more"),
        ["Paragraph:a 5\" disk and more"]
    );
    assert_eq!(
        prose("he said \"so\n\nshould have"),
        ["Paragraph:he said \"so", "Paragraph:should have"]
    );
    assert_eq!(
        prose("“never closed, should have"),
        ["Paragraph:“never closed, should have"]
    );
    assert_eq!(prose("“never “closed” x"), ["Paragraph:“never … x"]);
}

#[test]
fn a_quotation_may_hold_markup_and_line_ends() {
    assert_eq!(prose("said \"a *b* `c`\nd\" e"), ["Paragraph:said … e"]);
}

#[test]
fn emphasis_does_not_split_words_and_line_ends_do() {
    assert_eq!(
        prose("un*believ*able\nthing **here**"),
        ["Paragraph:unbelievable\nthing here"]
    );
    assert_eq!(prose("one\\\ntwo *a*\n*b*"), ["Paragraph:one two a b"]);
    assert_eq!(
        prose("- one\n  two\n- > q\n- \n"),
        ["ListItem:one\n  two", "Quote:"]
    );
}

#[test]
fn comments_are_blocks_of_their_own() {
    assert_eq!(
        prose("<!-- TODO: say what -->\n\ntext <!-- more --> text\n\n<div>\n<!-- c -->\n</div>\n"),
        [
            "Comment:",
            "Paragraph:text … text",
            "Comment:",
            "Html:",
            "Comment:"
        ]
    );
    let text = "<!-- a\n\nb -->\n<!-- never closed\n\n# x\n";
    let body = whole(text);
    let comments: Vec<_> = body.blocks.iter().map(|b| b.span.of(text)).collect();
    assert_eq!(comments, ["<!-- a\n\nb -->", "<!-- never closed\n\n# x"]);
    assert!(body.sections.is_empty());
}

#[test]
fn headings_in_quotations_and_lists_make_no_section() {
    let body = whole("> # quoted\n\n- # in a list\n\n# real `code` *one*\n");
    assert_eq!(body.sections.len(), 1);
    assert_eq!(body.sections[0].title, "real code one");
}

#[test]
fn all_line_ends_read_alike() {
    let unix = whole(REPORT);
    let text = REPORT.replace('\n', "\r\n");
    let dos = whole(&text);
    assert_eq!(dos.sections.len(), unix.sections.len());
    assert_eq!(dos.blocks.len(), unix.blocks.len());
    for (one, other) in dos.blocks.iter().zip(&unix.blocks) {
        assert_eq!(
            one_line(one.span.of(&text)),
            one_line(other.span.of(REPORT))
        );
        assert_eq!(dos.prose(one).len(), unix.prose(other).len());
    }
    assert_eq!(
        dos.sections[3].heading.of(&text),
        "Resolution\r\n----------"
    );
    assert_eq!(
        dos.tables[0].rows[1].cells[1].span.of(&text),
        "`kubectl` ran"
    );
}

#[test]
fn links_of_every_kind_are_found() {
    let text = "[a](u \"t\") ![i](v) <https://w> [r][x] [x] https://bare.example/p. ssh://h\n\n[x]: /ref\n";
    let body = whole(text);
    let links: Vec<_> = body
        .links
        .iter()
        .map(|link| (link.url.as_str(), link.url_span.of(text), link.is_image))
        .collect();
    assert_eq!(
        links,
        [
            ("u", "u", false),
            ("v", "v", true),
            ("https://w", "https://w", false),
            ("/ref", "[r][x]", false),
            ("/ref", "[x]", false),
            ("https://bare.example/p", "https://bare.example/p", false),
            ("ssh://h", "ssh://h", false),
        ]
    );
}

#[test]
fn a_body_may_be_empty_or_too_large() {
    assert_eq!(whole("").blocks, []);
    assert_eq!(read("abc", Span::new(7, 9)).blocks, []);
    let large = "x\n\n".repeat(BODY_LIMIT / 2);
    let body = whole(&large);
    assert!(body.too_large);
    assert!(body.blocks.is_empty());
}
