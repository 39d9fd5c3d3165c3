//! Generated documents, read by a parser that knows nothing of ours.

use super::*;
use crate::text::{ListItem, Task};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What a reader sees, without white space, and how it is put together.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    text: String,
    headings: usize,
    items: usize,
    tasks: usize,
    quotes: usize,
    codes: usize,
    pictures: usize,
    links: Vec<String>,
}

impl Seen {
    fn push(&mut self, text: &str) {
        let straight = |c| match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            c => c,
        };
        self.text.extend(text.chars().map(straight).filter(|c| !c.is_whitespace()));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.push(text),
                Inline::Strong(inner) | Inline::Emphasis(inner) => self.inlines(inner),
                Inline::Link { href, text } => {
                    self.links.push(escape::destination(href.as_str()));
                    self.inlines(text);
                }
                Inline::Break => {}
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.inlines(text),
                Block::Heading { text, .. } => {
                    self.headings += 1;
                    self.inlines(text);
                }
                Block::List { items, .. } => {
                    for item in items {
                        self.items += 1;
                        self.tasks += usize::from(item.task.is_some());
                        self.blocks(&item.blocks);
                    }
                }
                Block::Quote(inner) => {
                    self.quotes += 1;
                    self.blocks(inner);
                }
                Block::Code { text, .. } => {
                    self.codes += 1;
                    self.push(text);
                }
            }
        }
    }

    fn parts(&mut self, parts: &[DocumentPart]) {
        for part in parts {
            match part {
                DocumentPart::Heading(text) => {
                    self.headings += 1;
                    self.inlines(text);
                }
                DocumentPart::Text(blocks) => self.blocks(blocks),
                DocumentPart::Item(blocks) => {
                    self.items += 1;
                    self.blocks(blocks);
                }
                DocumentPart::FollowUp(follow_up) => {
                    self.items += 1;
                    self.tasks += 1;
                    self.blocks(&follow_up.text);
                }
                DocumentPart::Quote(blocks) => {
                    self.quotes += 1;
                    self.blocks(blocks);
                }
                DocumentPart::Picture { alt, .. } => {
                    self.pictures += 1;
                    self.push(alt);
                }
                DocumentPart::Session(session) => {
                    if session.parts.is_empty() {
                        self.items += 1
                    } else {
                        self.headings += 1
                    }
                    self.inlines(&session.title);
                    self.inlines(&session.line);
                    self.parts(&session.parts);
                }
            }
        }
    }

    fn meant(document: &Document) -> Self {
        let mut seen = Self::default();
        for section in &document.sections {
            seen.headings += usize::from(!section.heading.is_empty());
            seen.inlines(&section.heading);
            seen.parts(&section.parts);
        }
        seen
    }

    /// `None` when there is anything that nobody meant.
    fn read(source: &str, options: Options) -> Result<Self, String> {
        let mut seen = Self::default();
        for event in Parser::new_ext(source, options) {
            match event {
                Event::Text(text) | Event::Code(text) => seen.push(&text),
                Event::TaskListMarker(_) => seen.tasks += 1,
                Event::Start(tag) => match tag {
                    Tag::Heading { id: None, attrs, classes, .. } if attrs.is_empty() && classes.is_empty() => {
                        seen.headings += 1;
                    }
                    Tag::Item => seen.items += 1,
                    Tag::BlockQuote(None) => seen.quotes += 1,
                    Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(_)) => seen.codes += 1,
                    Tag::Image { .. } => seen.pictures += 1,
                    Tag::Link { dest_url, .. } => seen.links.push(escape::destination(&dest_url)),
                    Tag::Paragraph | Tag::List(_) | Tag::Emphasis | Tag::Strong => {}
                    other => return Err(format!("{other:?}")),
                },
                Event::End(_) | Event::SoftBreak | Event::HardBreak => {}
                other => return Err(format!("{other:?}")),
            }
        }
        Ok(seen)
    }
}

const NASTY: [&str; 60] = [
    "#",
    "# ",
    "#tag",
    "*",
    "**",
    "_",
    "__",
    "`",
    "```",
    "[",
    "]",
    "[[x]]",
    "(",
    ")",
    "|",
    "| a | b |",
    "|---|",
    "<",
    ">",
    "<b>",
    "<!-- x -->",
    "<script>",
    "{{ x }}",
    "{% x %}",
    "{{< x >}}",
    "{{",
    "{%",
    "{: .x}",
    "{#id}",
    "$",
    "$$x$$",
    ": x",
    ":smile:",
    "[^1]",
    "[^1]: x",
    "[a]: b",
    "--",
    "---",
    "\"q\"",
    "it's",
    "~",
    "~~x~~",
    "~~~",
    "==x==",
    "===",
    "^",
    "^x^",
    "%%",
    "&amp;",
    "&copy;",
    "&",
    "&#42;",
    "1.",
    "1)",
    "- ",
    "+ ",
    "\\",
    "\\*",
    "!",
    "[ ] ",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[a-zé]{1,4}",
        2 => Just(" ".to_owned()),
        4 => proptest::sample::select(NASTY.as_slice()).prop_map(str::to_owned),
        1 => proptest::sample::select(["🦀", "👩‍🚀", "שלום", "مرحبا", "日本", "a_b", "2*3*4"].as_slice()).prop_map(str::to_owned),
    ]
}

/// Any nasty text that has a letter in it.
fn line() -> impl Strategy<Value = String> {
    (proptest::collection::vec(piece(), 0..3), "[a-z]{1,3}", proptest::collection::vec(piece(), 0..3))
        .prop_map(|(before, word, after)| [before.concat(), word, after.concat()].concat())
}

const ADDRESSES: [&str; 3] =
    ["https://a.example/b_(c)?d&e=*f*", "https://a.example/{{x}}|`[y]\"'", "mailto:a@b.example"];

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let href = proptest::sample::select(ADDRESSES.as_slice()).prop_map(|address| Href::parse(address).unwrap());
    let leaf = prop_oneof![
        6 => line().prop_map(Inline::Text),
        1 => line().prop_map(Inline::Code),
        1 => Just(Inline::Break),
    ];
    let inner = leaf.clone().prop_map(|inline| vec![inline]);
    let one = prop_oneof![
        6 => leaf,
        1 => line().prop_map(|text| Inline::Emphasis(vec![Inline::Text(text)])),
        1 => inner.clone().prop_map(Inline::Strong),
        1 => (href.clone(), line()).prop_map(|(href, text)| Inline::Link { href, text: vec![Inline::Text(text)] }),
        1 => href.prop_map(|href| Inline::Link { text: vec![Inline::Text(href.as_str().to_owned())], href }),
    ];
    // A letter of its own, so that there is always something to see.
    (line(), proptest::collection::vec(one, 0..3))
        .prop_map(|(first, rest)| std::iter::once(Inline::Text(first)).chain(rest).collect())
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let code = ("[a-z]{0,3}", proptest::collection::vec(line(), 1..3));
    let leaf = prop_oneof![
        4 => inlines().prop_map(Block::Paragraph),
        1 => code.prop_map(|(language, lines)| Block::Code { language, text: lines.join("\n") }),
    ];
    let block = leaf.clone().prop_recursive(2, 6, 2, |inner| {
        let item = (proptest::option::of(any::<bool>()), inlines(), proptest::collection::vec(inner.clone(), 0..2));
        let item = item.prop_map(|(task, first, rest)| ListItem {
            task: task.map(|done| Task { done, line: 0 }),
            blocks: std::iter::once(Block::Paragraph(first)).chain(rest).collect(),
        });
        prop_oneof![
            proptest::collection::vec(inner, 1..2).prop_map(Block::Quote),
            (proptest::option::of(1..20_u32), proptest::collection::vec(item, 1..3))
                .prop_map(|(start, items)| Block::List { start, items }),
        ]
    });
    proptest::collection::vec(block, 1..3)
}

fn part() -> impl Strategy<Value = DocumentPart> {
    let words_first = |(first, rest): (Vec<Inline>, Vec<Block>)| {
        std::iter::once(Block::Paragraph(first)).chain(rest).collect::<Vec<Block>>()
    };
    let item = || {
        let rest = proptest::collection::vec(blocks(), 0..2).prop_map(|list| list.concat());
        (inlines(), rest).prop_map(words_first)
    };
    let leaf = prop_oneof![
        4 => blocks().prop_map(DocumentPart::Text),
        1 => (1..=6_u8, inlines()).prop_map(|(level, text)| DocumentPart::Text(vec![Block::Heading { level, text }])),
        2 => item().prop_map(DocumentPart::Item),
        1 => (item(), any::<bool>()).prop_map(|(text, done)| {
            DocumentPart::FollowUp(DocumentFollowUp { text, done, owner: String::new(), due: None })
        }),
        1 => blocks().prop_map(DocumentPart::Quote),
        1 => line().prop_map(|alt| DocumentPart::Picture { photo: PhotoId::new("p"), alt }),
    ];
    leaf.prop_recursive(1, 4, 2, |inner| {
        (line(), inlines(), proptest::collection::vec(inner, 0..3)).prop_map(|(title, line, parts)| {
            DocumentPart::Session(DocumentSession {
                key: SessionKey::new("e", "s"),
                name: title.clone(),
                title: vec![Inline::Text(title)],
                line,
                parts,
            })
        })
    })
}

fn documents() -> impl Strategy<Value = Document> {
    (line(), proptest::collection::vec(part(), 1..3)).prop_map(|(heading, parts)| Document {
        sections: vec![DocumentSection { heading: words(&heading), parts }],
        ..document(vec![])
    })
}

/// Every extension but those that only change the look of characters back and forth.
fn extensions() -> Options {
    Options::all() - Options::ENABLE_OLD_FOOTNOTES
}

#[track_caller]
fn check(document: &Document, dialect: Dialect, change: impl Fn(String) -> String) {
    let source = body(document, dialect);
    let source = change(source);
    let meant = Seen::meant(document);
    assert_eq!(Seen::read(&source, extensions()).as_ref(), Ok(&meant), "{source}");
    // Without extensions there are no tasks, and their boxes are words.
    if meant.tasks == 0 {
        assert_eq!(Seen::read(&source, Options::empty()).as_ref(), Ok(&meant), "{source}");
    }
}

/// What Liquid makes of the tags that are ours; there are no others.
fn through_liquid(source: String) -> String {
    let shown = source.replace("{{ '{{' }}", "\u{1}").replace("{{ '{%' }}", "\u{2}");
    assert!(!shown.contains("{{") && !shown.contains("{%"), "{source}");
    let shown = shown.replace('\u{1}', "{{").replace('\u{2}', "{%");
    // Its mark for the end of a block is known to kramdown alone.
    shown.lines().filter(|line| line.trim_start_matches(['>', ' ']) != "^").map(|line| line.to_owned() + "\n").collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn documents_are_read_as_they_were_meant(document in documents()) {
        check(&document, Dialect::CommonMark, |source| source);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn nothing_of_a_document_is_run_by_hugo(document in documents()) {
        let source = body(&document, Dialect::Hugo);
        let rest = source.replace("{{</*", "").replace("{{%/*", "");
        prop_assert!(!rest.contains("{{<") && !rest.contains("{{%"), "{}", source);
    }

    #[test]
    fn nothing_of_a_document_is_run_by_jekyll(document in documents()) {
        let source = through_liquid(body(&document, Dialect::Jekyll));
        // kramdown knows no tildes in the words of a picture.
        let read = Seen::read(&source, extensions() - Options::ENABLE_STRIKETHROUGH - Options::ENABLE_SUBSCRIPT);
        prop_assert_eq!(read.map(|seen| seen.text), Ok(Seen::meant(&document).text), "{}", source);
// In code they are what they look like; all code has backticks around it, and nothing else has.
        prop_assert!(source.contains('`') || !source.replace("\\{", "").contains("{:"), "{}", source);
    }

    #[test]
    fn a_page_holds_what_was_meant(document in documents()) {
        let page = exported(&document, Dialect::Html).source_text();
        let main = page.split_once("</header>").map_or("", |(_, main)| main);
        let mut seen = Seen::default();
        for piece in main.split('<') {
            let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
            let known = ["p", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "h2", "h3", "h4", "br",
                "figure", "img", "span", "footer", "main", "body", "html", "h5", "h6", ""];
            let name = tag.trim_start_matches('/').split(' ').next().unwrap_or("");
            prop_assert!(known.contains(&name), "{} in {}", tag, main);
            if let Some((_, alt)) = tag.split_once(" alt=\"") {
                seen.push(&crate::text::html::decode_entities(alt.trim_end_matches('"')));
            }
            seen.push(&crate::text::html::decode_entities(text).replace(['☑', '☐'], ""));
        }
        prop_assert_eq!(seen.text, Seen::meant(&document).text, "{}", main);
    }
}
