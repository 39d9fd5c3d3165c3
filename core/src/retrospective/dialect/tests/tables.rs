use super::*;

#[track_caller]
fn check(parts: Vec<DocumentPart>, dialect: Dialect, expect: &str) {
    assert_eq!(body(&document(parts), dialect), expect);
}

/// Words as they are written in a paragraph of each dialect.
#[track_caller]
fn check_words(source: &str, jekyll: &str, hugo: &str, obsidian: &str) {
    let parts = || vec![DocumentPart::Text(vec![Block::Paragraph(words(source))])];
    check(parts(), Dialect::Jekyll, jekyll);
    check(parts(), Dialect::Hugo, hugo);
    check(parts(), Dialect::CommonMark, hugo);
    check(parts(), Dialect::Obsidian, obsidian);
}

#[track_caller]
fn check_everywhere(source: &str, expect: &str) {
    check_words(source, expect, expect, expect);
}

#[test]
fn words_of_dialects_are_read_back() {
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::from_word(dialect.word()), Some(dialect));
    }
    assert_eq!(Dialect::from_word("wiki"), None);
}

#[test]
fn words_stay_readable_where_they_can() {
    check_everywhere(
        "Isn't it \"nice\" (2/3), a-b, snake_case & AT&T: 5 > 3?",
        "Isn't it \"nice\" (2/3), a-b, snake_case & AT&T: 5 > 3?",
    );
    check_everywhere("C# costs 3.5, 50 %!", "C# costs 3.5, 50 %\\!");
    check_everywhere("שלום 🦀 日本", "שלום 🦀 日本");
}

#[test]
fn marks_at_the_start_of_a_line_begin_nothing() {
    for (source, expect) in [
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("+ x", "\\+ x"),
        ("1. x", "1\\. x"),
        ("12) x", "12\\) x"),
        ("> x", "\\> x"),
        ("=== x", "\\==\\= x"),
        ("--- x", "\\--\\- x"),
        ("~~~ x", "\\~\\~\\~ x"),
        ("    x", "x"),
        ("\tx", "x"),
        (": x", "\\: x"),
        ("``` x", "&#96;&#96;&#96; x"),
    ] {
        check_everywhere(source, expect);
    }
}

#[test]
fn marks_inside_a_line_are_escaped() {
    check_everywhere("*a* _b_ [c](d) ![e] <b> | $x$", "\\*a\\* \\_b\\_ \\[c\\](d) \\!\\[e\\] \\<b> \\| \\$x\\$");
    check_everywhere("--flag, wait... <<x>>", "\\--flag, wait\\... \\<\\<x\\>>");
    check_everywhere("&amp; &copy &#42;", "&amp;amp; &copy &amp;#42;");
    check_everywhere("{: onclick=\"x\"} [^1]", "\\{: onclick=\"x\"\\} \\[&#94;1\\]");
    check_everywhere("{{ site.title }}", "\\{\\{ site.title \\}\\}");
    check_everywhere("{{< figure >}}", "\\{\\{\\< figure >\\}\\}");
    check_words("{% raw %}", "&#123;% raw %\\}", "\\{% raw %\\}", "\\{% raw %\\}");
    check_words("a #tag %% ==x==", "a #tag %% \\==x\\==", "a #tag %% \\==x\\==", "a \\#tag &#37;&#37; \\==x\\==");
    let at = "at https\\://u\\@x.example";
    let kept = at.replace("\\@", "@");
    check_words("at https://u@x.example", &kept, at, &kept);
}

#[test]
fn addresses_lead_where_they_led() {
    let link = |words: &str, address: &str| {
        let href = Href::parse(address).unwrap();
        vec![DocumentPart::Text(vec![Block::Paragraph(vec![Inline::Link { href, text: super::words(words) }])])]
    };
    for dialect in [Dialect::Jekyll, Dialect::Hugo, Dialect::Obsidian, Dialect::CommonMark] {
        check(
            link("https://a.example/x_y*z?a=1&b=2", "https://a.example/x_y*z?a=1&b=2"),
            dialect,
            "<https://a.example/x_y*z?a=1&b=2>",
        );
        check(
            link("the [talk]", "https://a.example/b_(c)\"{{x}}'"),
            dialect,
            "[the \\[talk\\]](https://a.example/b_%28c%29%22%7B%7Bx%7D%7D%27)",
        );
        check(link("^1", "https://a.example/?a&copy;"), dialect, "[&#94;1](https://a.example/?a&copy%3B)");
    }
    check(link("mailto:a@b.example", "mailto:a@b.example"), Dialect::Hugo, "<mailto:a@b.example>");
    check(
        link("mailto:a@b.example", "mailto:a@b.example"),
        Dialect::Jekyll,
        "[mailto:a@b.example](mailto:a@b.example)",
    );
    check(link("talk", "https://a.example/x"), Dialect::Plain, "talk (https://a.example/x)");
    check(link("a@b.example", "mailto:a@b.example"), Dialect::Plain, "a@b.example");
}

#[test]
fn code_is_shown_as_it_stands() {
    let code = |dialect, source: &str, expect: &str| check(vec![text(source)], dialect, expect);
    code(Dialect::CommonMark, "`a *b*` ``c ` d``", "`a *b*` `` c ` d ``");
    code(Dialect::Jekyll, "`{{ x }} {% y %}`", "`{{ '{{' }} x }} {{ '{%' }} y %}`");
    code(Dialect::Jekyll, "```\n{{ x }}\n```", "```\n{{ '{{' }} x }}\n```");
    code(Dialect::Hugo, "`{{< x >}}`", "`{{</* x */>}}`");
    code(Dialect::Hugo, "`{{< x`", "\\{\\{\\< x");
    code(Dialect::Hugo, "```\na\n  {{% x\n```", "a  \n\u{a0}\u{a0}\\{\\{% x");
    code(Dialect::Hugo, "`{{ x }}`", "`{{ x }}`");
    code(Dialect::CommonMark, "~~~rust\n```\n~~~", "````rust\n```\n````");
    code(Dialect::Obsidian, "```dataviewjs\nx\n```", "```\nx\n```");
}

#[test]
fn emphasis_is_seen_by_every_reader() {
    let marked = |source: &str, expect: &str| check(vec![text(source)], Dialect::CommonMark, expect);
    marked("a *b* **c** un*frigging*believable", "a _b_ **c** un*frigging*believable");
    marked("***both***", "**_both_**");
    // Between a letter and a mark nothing works everywhere.
    let odd = vec![Inline::Text("a".into()), Inline::Emphasis(words("(b)")), Inline::Text("c".into())];
    check(vec![DocumentPart::Text(vec![Block::Paragraph(odd)])], Dialect::CommonMark, "a(b)c");
    let spaces = vec![Inline::Text("a".into()), Inline::Strong(words(" b ")), Inline::Text("c".into())];
    check(vec![DocumentPart::Text(vec![Block::Paragraph(spaces)])], Dialect::CommonMark, "a **b** c");
}

#[test]
fn parts_of_one_kind_are_one_list() {
    let parts = || {
        vec![
            item("one"),
            item("two\nmore"),
            follow_up("Send slides", false, "Ana", Some(Day(20_045))),
            follow_up("Ask", true, "", None),
            session("A talk", "Ana Lopez", vec![]),
            text("- mine"),
        ]
    };
    let expect = "- one\n- two  \n  more\n\n* [ ] Send slides (Ana, by 18 Nov 2024)\n* [x] Ask\n\n- A talk  \n  Ana Lopez\n\n* mine";
    check(parts(), Dialect::Hugo, expect);
    let expect = "- one\n- two  \n  more\n\n^\n\n- [ ] Send slides (Ana, by 18 Nov 2024)\n- [x] Ask\n\n^\n\n- A talk  \n  Ana Lopez\n\n^\n\n- mine";
    check(parts(), Dialect::Jekyll, expect);
    let expect =
        "- one\n- two\n  more\n\n☐ Send slides (Ana, by 18 Nov 2024)\n☑ Ask\n\n- A talk\n  Ana Lopez\n\n- mine";
    check(parts(), Dialect::Plain, expect);
}

#[test]
fn headings_of_notes_come_below_those_of_the_document() {
    let mut post = document(vec![text("# Mine\n\n### Deeper\n\n# Mine, too")]);
    post.sections.push(DocumentSection {
        heading: words("Sessions"),
        parts: vec![session("A talk", "Ana", vec![text("##### Deep\n\ntext")]), text("# After")],
    });
    let expect =
        "## Mine\n\n### Deeper\n\n## Mine, too\n\n## Sessions\n\n### A talk\n\nAna\n\n#### Deep\n\ntext\n\n### After";
    assert_eq!(body(&post, Dialect::CommonMark), expect);
}

#[test]
fn a_quote_says_who_said_it() {
    let quote = || {
        vec![DocumentPart::Quote(note("Measure *first*.\n\n— Ana Lopez").blocks), DocumentPart::Quote(note("x").blocks)]
    };
    check(quote(), Dialect::Obsidian, "> [!quote] Ana Lopez\n> Measure _first_.\n\n> [!quote]\n> x");
    check(quote(), Dialect::CommonMark, "> Measure _first_.\n>\n> — Ana Lopez\n\n> x");
    check(quote(), Dialect::Plain, "> Measure first.\n> — Ana Lopez\n\n> x");
}

#[test]
fn a_jekyll_post_has_its_place_and_pictures() {
    let mut post = document(vec![
        picture("p1", "Salt Palace, front"),
        picture("p2", "Salt palace: front!"),
        picture("p1", "Again"),
    ]);
    post.categories = vec!["cloud native".into(), "a: \"b\"".into()];
    let made = export(
        &post,
        Dialect::Jekyll,
        &Dialect::Jekyll.template(),
        ExportOptions { is_draft: true, ..Default::default() },
    );
    assert_eq!(made.name, "2024-11-18-kubecon-a-week.zip");
    let paths: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        ["_posts/2024-11-18-kubecon-a-week.md", "img/salt-palace-front.jpg", "img/salt-palace-front-2.jpg"]
    );
    let expect = "---\nlayout: post\ntitle: \"KubeCon: a \\\"week\\\"\"\ndate: 2024-11-18\n\
        categories: [\"cloud native\", \"a: \\\"b\\\"\"]\npublished: false\n---\n\n\
        ![Salt Palace, front](/img/salt-palace-front.jpg)\n\n![Salt palace: front\\!](/img/salt-palace-front-2.jpg)\n\n\
        ![Again](/img/salt-palace-front.jpg)\n";
    assert_eq!(made.source_text(), expect);
    assert_eq!(made.photos(), 2);
    assert_eq!(made.files[1].chunks, [crate::share::ExportChunk::Photo(PhotoId::new("p1"))]);
    assert_eq!(exported(&document(vec![]), Dialect::Jekyll).name, "2024-11-18-kubecon-a-week.md");
}

#[test]
fn a_hugo_bundle_and_a_vault_keep_pictures_beside_the_text() {
    let post = document(vec![picture("p1", "Front")]);
    let paths = |dialect| exported(&post, dialect).files.into_iter().map(|file| file.path).collect::<Vec<_>>();
    assert_eq!(paths(Dialect::Hugo), ["kubecon-a-week/index.md", "kubecon-a-week/front.jpg"]);
    assert_eq!(paths(Dialect::CommonMark), ["kubecon-a-week/kubecon-a-week.md", "kubecon-a-week/front.jpg"]);
    assert_eq!(paths(Dialect::Obsidian), ["KubeCon a week/KubeCon a week.md", "KubeCon a week/front.jpg"]);
    assert_eq!(body(&post, Dialect::Hugo), "![Front](front.jpg)");
    let hugo = exported(&post, Dialect::Hugo).source_text();
    assert!(
        hugo.starts_with("---\ntitle: \"KubeCon: a \\\"week\\\"\"\ndate: 2024-11-18\ndraft: false\n---\n\n"),
        "{hugo}"
    );
}

#[test]
fn a_picture_that_is_html_is_escaped_as_html() {
    let post = document(vec![picture("p1", "A \"quoted\" <b> {{ x }} & *more*")]);
    let template = Template {
        picture: "<img src=\"{path}\" class=\"img-responsive center-block\" alt=\"{alt}\">{other}".into(),
        ..Dialect::Jekyll.template()
    };
    let made = export(&post, Dialect::Jekyll, &template, ExportOptions::default()).source_text();
    let expect = "<img src=\"/img/a-quoted-b-x-more.jpg\" class=\"img-responsive center-block\" \
        alt=\"A &quot;quoted&quot; &lt;b&gt; &#123;&#123; x &#125;&#125; &amp; *more*\">{other}\n";
    assert!(made.ends_with(expect), "{made}");
}

#[test]
fn front_matter_is_yaml_whatever_is_in_it() {
    let mut post = document(vec![]);
    post.title = "a: \"b\" \\ # \u{7}\u{85}\u{2028}\u{feff}🦀".into();
    let line = |template: &str| {
        let template = Template { front_matter: template.into(), picture: String::new() };
        export(&post, Dialect::Hugo, &template, ExportOptions::default()).source_text()
    };
    let title = "\"a: \\\"b\\\" \\\\ # \\U00000007\\U00000085\\L\\U0000FEFF🦀\"";
    for template in ["title: {title}", "title: \"{title}\"", "title: '{title}'", "---\ntitle: {title}\n---\n"] {
        assert_eq!(line(template), format!("---\ntitle: {title}\n---\n\n"));
    }
    let longer = title.replacen('"', "\"My ", 1);
    assert_eq!(line("title: My {title}"), format!("---\ntitle: {longer}\n---\n\n"));
    assert_eq!(line("tags: {tags}\nsubtitle: {subtitle}\nmath: {unknown}"), "---\nmath: {unknown}\n---\n\n");
    assert_eq!(line("tags: [{tags}]\nfirst: [{title}]"), format!("---\nfirst: [{title}]\n---\n\n"));
    assert_eq!(line(""), "");
}

#[test]
fn names_of_files_are_taken_by_every_system() {
    for (title, expect) in [
        ("KubeCon NA 2024: the week", "kubecon-na-2024-the-week"),
        ("Ælfrēd’s café", "aelfred-s-cafe"),
        ("日本", "x"),
        ("", "x"),
        ("CON", "con-x"),
        ("--a--", "a"),
    ] {
        assert_eq!(slug(title, "x"), expect);
    }
    assert!(slug(&"word ".repeat(40), "x").len() <= 60);
    for (title, expect) in [
        ("a/b: c?", "a b c"),
        ("...hidden", "hidden"),
        ("[[x]] #1 ^2 | y", "x 1 2 y"),
        ("nul.txt", "nul.txt note"),
        ("?", "Note"),
        ("end. ", "end"),
        ("Zoë", "Zoë"),
    ] {
        assert_eq!(names::note_name(title), expect);
    }
    assert!(names::note_name(&"é".repeat(90)).len() <= 100);
}

#[test]
fn each_session_may_have_a_note_of_its_own() {
    let post = document(vec![
        session("Same: talk", "Ana", vec![text("first"), picture("p", "Front")]),
        session("same talk", "", vec![text("second")]),
        session("No notes", "Ben", vec![]),
    ]);
    let options = ExportOptions { one_note_a_session: true, is_draft: false };
    let made = export(&post, Dialect::Obsidian, &Dialect::Obsidian.template(), options);
    let paths: Vec<&str> = made.files.iter().map(|file| file.path.as_str()).collect();
    let expect = ["KubeCon a week.md", "Same talk.md", "same talk 2.md", "front.jpg"]
        .map(|name| format!("KubeCon a week/{name}"));
    assert_eq!(paths, expect);
    let index = made.source_text();
    let list = "- [Same: talk](Same%20talk.md)  \n  Ana\n- [same talk](same%20talk%202.md)\n- No notes  \n  Ben\n";
    assert!(index.ends_with(list), "{index}");
    let crate::share::ExportChunk::Text(note) = &made.files[1].chunks[0] else { panic!("a text") };
    assert!(note.ends_with("---\n\nSame: talk  \nAna\n\nfirst\n\n![Front](front.jpg)\n"), "{note}");
}

#[test]
fn a_page_stands_alone() {
    let mut post = document(vec![text("# Mine\n\n<script> *x*\n\n- [x] done"), picture("p", "A \"b\" <c>")]);
    post.sections
        .push(DocumentSection { heading: words("Sessions"), parts: vec![session("שלום", "", vec![text("x")])] });
    let made = exported(&post, Dialect::Html);
    assert_eq!(made.files.len(), 1);
    assert_eq!(made.name, "kubecon-a-week.html");
    let page = made.source_text();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">\n"));
    for part in [
        "<title>KubeCon: a &quot;week&quot;</title>",
        "<h2>Mine</h2>\n<p>&lt;script&gt; <em>x</em></p>",
        "<figure><img src=\"data:image/jpeg;base64,…\" alt=\"A &quot;b&quot; &lt;c&gt;\"></figure>",
        "<h3 dir=\"auto\">שלום</h3>",
        "<time datetime=\"2024-11-18\">Monday 18 November 2024</time>",
        "default-src 'none'; img-src data:; style-src 'sha256-",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<script"));
    assert_eq!(made.files[0].chunks[1], crate::share::ExportChunk::PhotoBase64(PhotoId::new("p")));
}
