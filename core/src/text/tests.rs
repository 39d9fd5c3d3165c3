use super::*;
use proptest::prelude::*;

/// The nodes as text: `p[..] h1[..] ul[li[..]] ol3[..] q[..] pre[..]`, inside `*em* **strong** {code} <href|text> /`.
fn show(text: &RichText) -> String {
    text.blocks.iter().map(show_block).collect::<Vec<_>>().join(" ")
}

fn show_block(block: &Block) -> String {
    let blocks = |blocks: &[Block]| blocks.iter().map(show_block).collect::<Vec<_>>().join(" ");
    match block {
        Block::Paragraph(text) => format!("p[{}]", show_inlines(text)),
        Block::Heading { level, text } => format!("h{level}[{}]", show_inlines(text)),
        Block::Quote(inner) => format!("q[{}]", blocks(inner)),
        Block::Code { language, text } => format!("pre{language}[{text}]"),
        Block::List { start, items } => {
            let items = items.iter().map(|item| {
                let name = item.task.map_or("li", |task| if task.done { "done" } else { "open" });
                format!("{name}[{}]", blocks(&item.blocks))
            });
            let name = start.map_or("ul".to_owned(), |start| format!("ol{start}"));
            format!("{name}[{}]", items.collect::<Vec<_>>().join(" "))
        }
    }
}

fn show_inlines(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| match inline {
        Inline::Text(text) => text.clone(),
        Inline::Strong(inner) => format!("**{}**", show_inlines(inner)),
        Inline::Emphasis(inner) => format!("*{}*", show_inlines(inner)),
        Inline::Code(text) => format!("{{{text}}}"),
        Inline::Link { href, text } => format!("<{}|{}>", href.as_str(), show_inlines(text)),
        Inline::Break => "/".to_owned(),
    };
    inlines.iter().map(one).collect()
}

#[track_caller]
fn check_markdown(source: &str, expect: &str) {
    assert_eq!(show(&markdown(source)), expect);
}

#[track_caller]
fn check_html(source: &str, expect: &str) {
    assert_eq!(show(&html(source)), expect);
}

#[test]
fn notes_have_paragraphs_headings_and_line_breaks() {
    check_markdown("", "");
    check_markdown("one\ntwo\n\nthree", "p[one/two] p[three]");
    check_markdown("# Title\ntext\n### Third", "h1[Title] p[text] h3[Third]");
    check_markdown("#tag is no heading\n#######seven", "p[#tag is no heading/#######seven]");
    check_markdown("one\r\ntwo\r\n", "p[one/two]");
    check_markdown("a rule\n---", "p[a rule/---]");
}

#[test]
fn notes_have_lists_and_tasks() {
    check_markdown("- one\n- two", "ul[li[p[one]] li[p[two]]]");
    check_markdown("* one\n\n* two", "ul[li[p[one]] li[p[two]]]");
    check_markdown("3. three\n4) four", "ol3[li[p[three]] li[p[four]]]");
    check_markdown("- one\n  more\n  - inner\n- two", "ul[li[p[one/more] ul[li[p[inner]]]] li[p[two]]]");
    check_markdown("1. one\n   - inner\n2. two", "ol1[li[p[one] ul[li[p[inner]]]] li[p[two]]]");
    check_markdown("- one\n\n  second\nafter", "ul[li[p[one] p[second]]] p[after]");
    check_markdown("- [ ] call\n- [x] **mail**\n- [y] no", "ul[open[p[call]] done[p[**mail**]] li[p[[y] no]]]");
    check_markdown("- a\n1. b", "ul[li[p[a]]] ol1[li[p[b]]]");
    check_markdown("-no list\n+1 for this\n12345678901. no", "p[-no list/+1 for this/12345678901. no]");
    check_markdown("-", "ul[li[]]");
}

#[test]
fn notes_have_quotes_and_code() {
    check_markdown("> said\n> > before\nafter", "q[p[said] q[p[before]]] p[after]");
    check_markdown("```rust\nlet *a* = 1;\n\n```\nafter", "prerust[let *a* = 1;\n] p[after]");
    check_markdown("~~~\n```\nnever closed", "pre[```\nnever closed]");
    check_markdown("`a *b*` and ``c ` d``", "p[{a *b*} and {c ` d}]");
    check_markdown("`open and ``more", "p[`open and ``more]");
}

#[test]
fn notes_have_emphasis() {
    check_markdown("*a* _b_ **c** __d__", "p[*a* *b* **c** **d**]");
    check_markdown("***both*** *a **b** c* **a *b* c**", "p[***both*** *a **b** c* **a *b* c**]");
    check_markdown("2 * 3 * 4, snake_case_name, a*b", "p[2 * 3 * 4, snake_case_name, a*b]");
    check_markdown("*open **never closed", "p[*open **never closed]");
    check_markdown(r"\*no\* \[x\](y) C:\temp", r"p[*no* [x](y) C:\temp]");
    check_markdown("un*frigging*believable", "p[un*frigging*believable]");
}

#[test]
fn notes_have_links() {
    check_markdown("see https://a.example/x_y_z.", "p[see <https://a.example/x_y_z|https://a.example/x_y_z>.]");
    check_markdown("(http://a.example/b_(c))", "p[(<http://a.example/b_(c)|http://a.example/b_(c)>)]");
    check_markdown("[the *talk*](https://a.example/)", "p[<https://a.example/|the *talk*>]");
    check_markdown("<https://a.example>", "p[<https://a.example|https://a.example>]");
    check_markdown("*https://a.example*", "p[*<https://a.example|https://a.example>*]");
    check_markdown("[https://good.example](https://bad.example)", "p[<https://bad.example|https://good.example>]");
    check_markdown("mailto:ada@a.example, shttp://no", "p[<mailto:ada@a.example|mailto:ada@a.example>, shttp://no]");
    check_markdown("[](https://a.example)", "p[<https://a.example|https://a.example>]");
    check_markdown("[a](no address) [b] (https://", "p[[a](no address) [b] (https://]");
    check_markdown("![photo](https://a.example/p.png)", "p[!<https://a.example/p.png|photo>]");
}

#[test]
fn a_task_is_ticked_on_its_line() {
    let source = "# x\n\n> - [ ] one\n1. [X] two\r\n- three [ ]";
    let mut tasks = Vec::new();
    for block in markdown(source).blocks {
        let lists = match block {
            Block::Quote(inner) => inner,
            other => vec![other],
        };
        for list in lists {
            if let Block::List { items, .. } = list {
                tasks.extend(items.iter().filter_map(|item| item.task));
            }
        }
    }
    assert_eq!(tasks, [Task { done: false, line: 2 }, Task { done: true, line: 3 }]);
    assert_eq!(markdown::set_task(source, 2, true), source.replace("[ ] one", "[x] one"));
    assert_eq!(markdown::set_task(source, 3, false), source.replace("[X]", "[ ]"));
    assert_eq!(markdown::set_task(source, 0, true), source);
    assert_eq!(markdown::set_task(source, 99, true), source);
}

#[test]
fn abstracts_are_read_as_schedules_write_them() {
    check_html("one <b>two</b> <i>three</i>", "p[one **two** *three*]");
    check_html("<p>one\n  two</p><p></p><p>three<br />four</p>", "p[one two] p[three/four]");
    check_html("one<br><br/>two<br> <br>three", "p[one] p[two] p[three]");
    check_html("<ul><li>a</li><li>b<ul><li>c</ul></ul>d", "ul[li[p[a]] li[p[b] ul[li[p[c]]]]] p[d]");
    check_html("<OL><LI>a<LI>b</OL>", "ol1[li[p[a]] li[p[b]]]");
    check_html("<li>lonely", "ul[li[p[lonely]]]");
    check_html("<h2 class=\"x\">T</h2><div>a</div>b", "h2[T] p[a] p[b]");
    check_html("<blockquote><p>a</blockquote><pre>x\n  y</pre>", "q[p[a]] pre[x\n  y]");
    check_html("<a class=x href='https://a.example/?a=1&amp;b=2'>t</a>", "p[<https://a.example/?a=1&b=2|t>]");
    check_html("at https://a.example/ now", "p[at <https://a.example/|https://a.example/> now]");
    check_html("<code>a <b>b</b></code>", "p[{a b}]");
    check_html("<table><tr><td>a<td>b</tr><tr><td>c</table>", "p[a b] p[c]");
    check_html("AT&amp;T &lt;3 caf&eacute; &#8217; &#x1F600; &nbsp;&hellip;", "p[AT&T <3 café ’ 😀 \u{a0}…]");
    check_html("Q&A &bogus; &#0; &#x110000; &amp", "p[Q&A &bogus; &#0; &#x110000; &amp]");
    check_html("smart &#146;quotes&#147;", "p[smart ’quotes“]");
    check_html("a <b>crossed <i>tags</b> here</i> b", "p[a **crossed *tags*** here b]");
    check_html("1 < 2 <3 a<b", "p[1 < 2 <3 a<b]");
    check_html("a<!-- hidden <b> -->b", "p[ab]");
    check_html("a<b><br>b</b>", "p[a**/b**]");
}

#[test]
fn what_is_no_known_tag_is_shown_as_it_stands() {
    for hostile in [
        "<script>alert(1)</script>",
        "<svg/onload=alert(1)>",
        "<iframe src=\"https://a.example\"></iframe>",
        "<math><mi//xlink:href=\"data:x\">",
        "<style>*{}</style>",
        "<object data=x>",
        "<a\u{0}href=x>",
        "<!-- never closed",
        "<x-y>",
        "<p",
        "<img src=x onerror='never closed",
    ] {
        let shown = html(hostile).plain();
        assert_eq!(shown, plain_title(hostile), "{hostile:?}");
    }
}

#[test]
fn what_only_looks_like_a_link_is_text() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "\u{1}javascript:alert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "blob:https://a.example/x",
        "file:///etc/passwd",
        "intent://x#Intent;end",
        "//a.example/x",
        "/x",
        "https:/a.example",
        "https:a.example",
        "https://",
        "https://?x",
        "https:///x",
        "https://good.example@bad.example/",
        "https://good.example:pass@bad.example/",
        "https://good.example\\@bad.example/",
        "https://bad.example\\.good.example/",
        "https://a.example:99999999/",
        "https://a.example:+80/",
        "https://a..example/",
        "https://a%2eexample/",
        "https://good.example\u{200b}.bad.example/",
        "https://good\u{2024}example/",
        "https://a.example/\u{202e}gpj.exe",
        "https://a.example/a b",
        "ht\ntps://a.example/",
        "mailto:",
        "mailto:x",
        "mailto:x@",
        "mailto:x@a.example,y@b.example",
        "mailto:x@a.example\r\nBcc:y@b.example",
    ] {
        assert_eq!(Href::parse(address), None, "{address:?}");
        let in_html = html(&format!("<a href=\"{address}\">text</a>"));
        assert_eq!(show(&in_html), "p[text]", "{address:?}");
        let in_markdown = markdown(&format!("[text]({address})"));
        assert!(links(&in_markdown.blocks).iter().all(|href| !href.as_str().contains("script")), "{address:?}");
    }
    let entities = html("<a href='java&#115;cript:alert(1)'>text</a><a href='&#106;avascript&colon;x'>more</a>");
    assert_eq!(show(&entities), "p[textmore]");
}

#[test]
fn what_is_a_link_shows_where_it_leads() {
    check_href("https://a.example", "https://a.example");
    check_href(" HTTPS://A.Example:8443/X?y#z\n", "https://a.example:8443/X?y#z");
    check_href("http://192.168.0.1/", "http://192.168.0.1/");
    check_href("https://b\u{fc}cher.example/", "https://xn--bcher-kva.example/");
    check_href("https://\u{430}pple.com", "https://xn--pple-43d.com");
    check_href("https://\u{4f8b}\u{3048}.\u{30c6}\u{30b9}\u{30c8}", "https://xn--r8jz45g.xn--zckzah");
    check_href("https://\u{3c4}\u{3bf}\u{3b3}\u{3c1}\u{3ce}.example", "https://xn--oxaxhj7c.example");
    check_href("https://a.example/\u{e9}t\u{e9}", "https://a.example/\u{e9}t\u{e9}");
    check_href("MailTo:ada.l+x@a.example?subject=Hi", "mailto:ada.l+x@a.example?subject=Hi");
}

#[track_caller]
fn check_href(text: &str, expect: &str) {
    assert_eq!(Href::parse(text).unwrap().as_str(), expect);
}

#[test]
fn abstracts_are_recognised() {
    let is = |source: &str| html::looks_like_html(source);
    assert!(is("<p>x") && is("a<br/>b") && is("AT&amp;T") && is("</span>"));
    assert!(!is("a < b & c > d") && !is("Q&A") && !is("Vec<T>") && !is("# Title\n- item"));
    assert_eq!(show(&of_abstract("- a & b")), "ul[li[p[a & b]]]");
    assert_eq!(show(&of_abstract("- a &amp; b")), "p[- a & b]");
}

#[test]
fn plain_text_keeps_its_lines() {
    let text = plain(" one\n*two* https://a.example\n\n\nthree");
    assert_eq!(show(&text), "p[one/*two* <https://a.example|https://a.example>] p[three]");
    assert_eq!(text.plain(), "one\n*two* https://a.example\nthree");
}

#[test]
fn an_excerpt_is_one_line_of_whole_words() {
    check_excerpt("", 10, "");
    check_excerpt("# Title\n- **one**\n- two", 40, "Title one two");
    check_excerpt("one two three", 13, "one two three");
    check_excerpt("one two three", 10, "one two…");
    check_excerpt("incomprehensible", 5, "incom…");
    check_excerpt("[the talk](https://a.example/a/long/address) was good", 12, "the talk…");
    check_excerpt(&"word\n".repeat(10_000), 9, "word…");
}

#[track_caller]
fn check_excerpt(source: &str, letters: usize, expect: &str) {
    assert_eq!(excerpt(source, letters), expect);
}

fn links(blocks: &[Block]) -> Vec<&Href> {
    fn in_text<'a>(inlines: &'a [Inline], found: &mut Vec<&'a Href>) {
        for inline in inlines {
            match inline {
                Inline::Strong(inner) | Inline::Emphasis(inner) => in_text(inner, found),
                Inline::Link { href, .. } => found.push(href),
                Inline::Text(_) | Inline::Code(_) | Inline::Break => {}
            }
        }
    }
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => in_text(text, &mut found),
            Block::List { items, .. } => items.iter().for_each(|item| found.extend(links(&item.blocks))),
            Block::Quote(inner) => found.extend(links(inner)),
            Block::Code { .. } => {}
        }
    }
    found
}

/// What is shown and where links lead: a link with a text of its own hides its address.
fn all_text(text: &RichText) -> String {
    let mut out = text.plain();
    fn languages(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Code { language, .. } => out.push_str(&format!(" {language} ")),
                Block::Quote(inner) => languages(inner, out),
                Block::List { items, .. } => items.iter().for_each(|item| {
                    out.push_str(if item.task.is_some_and(|task| task.done) { " x X " } else { "" });
                    languages(&item.blocks, out);
                }),
                _ => {}
            }
        }
    }
    languages(&text.blocks, &mut out);
    for href in links(&text.blocks) {
        out.push_str(&format!(" {} ", href.as_str()));
    }
    out
}

#[track_caller]
fn check_no_word_lost(source: &str, shown: &RichText) {
    let all = all_text(shown).to_lowercase();
    for word in source.to_lowercase().split(|c: char| !c.is_alphabetic()) {
        assert!(all.contains(word), "{word:?} of {source:?} is not in {all:?}");
    }
}

fn depth(blocks: &[Block]) -> usize {
    let inner = blocks.iter().map(|block| match block {
        Block::Quote(inner) => 1 + depth(inner),
        Block::List { items, .. } => 1 + items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        _ => 0,
    });
    inner.max().unwrap_or(0)
}

#[test]
fn nesting_is_bounded_whatever_is_repeated() {
    for piece in [
        "> ",
        "- ",
        "1. ",
        "*",
        "_",
        "**a ",
        "*a ",
        "[",
        "[a](",
        "[]",
        "`",
        "` ``",
        "<",
        "<a \"",
        "<b>",
        "<ul><li>",
        "<blockquote>",
        "<!--",
        "&",
        "&#",
        "http://",
        "http:",
        "https://a.example/)",
        "mailto:a@",
        "x\n",
        "- x\n ",
        "\\",
        "<p",
        "</p>",
        ")",
        "```\n",
        "_a*b",
        "a<br>",
    ] {
        let source = piece.repeat(2_000);
        for text in [markdown(&source), html(&source), plain(&source)] {
            assert!(depth(&text.blocks) <= DEEPEST, "{piece:?}");
        }
        html::looks_like_html(&source);
    }
}

proptest! {
    #[test]
    fn notes_lose_no_word(source in r"([a-z]{1,4}|[ \n*_`\[\]()#>~.-]|- |1\. |https://|\]\(https://x\.y\)|> |\n\n){0,40}") {
        check_no_word_lost(&source, &markdown(&source));
    }

    #[test]
    fn any_note_loses_no_word(source: String) {
        check_no_word_lost(&source, &plain(&source));
        markdown(&source);
    }

    #[test]
    fn abstracts_lose_no_word_outside_of_tags(
        pieces in proptest::collection::vec(
            prop_oneof![
                "[\u{3b1}-\u{3c9}]{1,4}",
                Just(" ".to_owned()),
                "</?(p|b|i|ul|ol|li|blockquote|h2|br|div|span|code|a href='https://x\\.y'|td)>",
                "[<&\"'>]",
            ],
            0..40,
        ),
    ) {
        let source = pieces.concat();
        let outside: Vec<&str> = pieces.iter().filter(|piece| !piece.contains('<')).map(String::as_str).collect();
        let shown = html(&source).plain();
        for word in outside.iter().filter(|piece| piece.chars().all(char::is_alphabetic)) {
            prop_assert!(shown.contains(word), "{word:?} of {source:?} is not in {shown:?}");
        }
    }

    #[test]
    fn any_text_gives_nodes(source: String) {
        of_abstract(&source);
        html(&source);
    }
}

#[test]
fn a_long_text_begins_with_whole_lines_or_words() {
    #[track_caller]
    fn check(source: &str, bytes: usize, expect: &str) {
        assert_eq!(beginning(source, bytes), expect);
    }
    check("", 4, "");
    check("whole", 5, "whole");
    check("one two\nthree four", 12, "one two");
    check("one\ntwo three four", 12, "one\ntwo");
    check("a\nlonglonglong", 8, "a\nlonglo");
    check("ééééé", 5, "éé");
    check("one two three", 12, "one two");
}
