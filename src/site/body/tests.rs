use super::super::escape::outward;
use super::*;

fn shown(text: &str) -> String {
    html(text, &|url| outward(url).map(str::to_owned)).html
}

#[test]
fn a_body_is_shown_as_it_is_meant() {
    let text = "# One\n\nA *b* **c** `d` [e](https://x.example/?a&b).\n\n- [x] f\n- g\n\n> h\n\n3. i\n\n```\n<j>\n```\n\n---\n";
    assert_eq!(
        shown(text),
        "<h2 id=\"s-one\">One</h2>\n<p>A <em>b</em> <strong>c</strong> <code>d</code> \
         <a href=\"https://x.example/?a&amp;b\">e</a>.</p>\n<ul>\n\
         <li><span class=\"task done\"><span class=\"unseen\">done: </span></span>f</li>\n<li>g</li>\n</ul>\n\
         <blockquote>\n<p>h</p>\n</blockquote>\n<ol start=\"3\">\n<li>i</li>\n</ol>\n\
         <pre><code>&lt;j&gt;\n</code></pre>\n<hr>\n"
    );
}

#[test]
fn what_an_author_wrote_as_html_is_text() {
    assert_eq!(
        shown(
            "<script>alert(1)</script>\n\nA <b onclick=\"x()\">b</b> <!-- c -->\n\n<!-- a list -->\n"
        ),
        "<pre><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>\n\
         <p>A <code>&lt;b onclick=&quot;x()&quot;&gt;</code>b<code>&lt;/b&gt;</code> </p>\n"
    );
    assert_eq!(
        shown("<!-- never ends\n\n<img src=x onerror=alert(1)>"),
        "<pre><code>&lt;!-- never ends\n\n&lt;img src=x onerror=alert(1)&gt;</code></pre>\n"
    );
}

#[test]
fn a_link_that_may_not_be_followed_is_its_words() {
    assert_eq!(
        shown(
            "[a](javascript:alert(1)) <javascript:b> ![c](data:x) [![d](https://x.example/d.png)](https://x.example)"
        ),
        "<p>a javascript:b [image: c] <a href=\"https://x.example\">[image: d]</a></p>\n"
    );
    assert_eq!(
        shown("![*e* `f`](https://x.example/e.png \"g\")"),
        "<p><a href=\"https://x.example/e.png\">[image: e f]</a></p>\n"
    );
}

#[test]
fn headings_leave_out_no_level_and_have_names_of_their_own() {
    let body = html("#### A\n\n## A\n\n# \n\n### B `c`\n", &|_| None);
    assert_eq!(
        body.html,
        "<h2 id=\"s-a\">A</h2>\n<h2 id=\"s-a--2\">A</h2>\n<h3 id=\"s-b-c\">B <code>c</code></h3>\n"
    );
    let anchors: Vec<&str> = body.headings.iter().map(|it| it.anchor.as_str()).collect();
    assert_eq!(anchors, ["s-a", "s-a--2"]);
}

#[test]
fn a_row_that_lacks_cells_costs_no_more_than_it_has() {
    assert_eq!(
        shown("| a | b |\n|---|--:|\n| 1 | 2 |\n| 3 |\n"),
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead>\n<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"right\">b</th></tr>\n\
         </thead>\n<tbody>\n<tr><td>1</td><td class=\"right\">2</td></tr>\n<tr><td>3</td><td></td></tr>\n\
         </tbody>\n</table></div>\n"
    );
    let wide = format!(
        "{}\n{}\n{}",
        "|a".repeat(500),
        "|-".repeat(500),
        "|b\n".repeat(500)
    );
    assert!(shown(&wide).len() < 40 * wide.len());
}
