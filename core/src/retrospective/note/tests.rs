use super::*;
use crate::text::{Href, RichText, Task, markdown};
use proptest::prelude::*;

#[track_caller]
fn check(blocks: &[Block], expect: &str) {
    let note = note_markdown(blocks);
    assert_eq!(note, expect);
    assert_eq!(markdown(&note).plain(), RichText { blocks: blocks.to_vec() }.plain());
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(vec![Inline::Text(text.to_owned())])
}

#[test]
fn words_have_no_more_escapes_than_they_need() {
    check(
        &[paragraph("[Keynote] Rust & Go: what's new? (2/3) snake_case, 2 * 3, C#, a-b")],
        r"\[Keynote] Rust & Go: what's new? (2/3) snake_case, 2 * 3, C#, a-b",
    );
    check(&[paragraph("# no heading")], r"\# no heading");
    check(&[paragraph("- no item")], r"\- no item");
    check(&[paragraph("1. no item")], r"1\. no item");
    check(&[paragraph("> no quote")], r"\> no quote");
    check(&[paragraph("~~~")], r"\~~~");
    check(&[paragraph("*no* _no_ `no` **no**")], r"\*no\* \_no\_ \`no\` \*\*no\*\*");
    check(&[paragraph(r"C:\temp \* \")], r"C:\temp \\\* \\");
    check(&[paragraph("at http://u@x.example/")], r"at http\://u@x.example/");
}

#[test]
fn links_keep_their_words_and_addresses() {
    let link = |words: &str, address: &str| {
        Block::Paragraph(vec![Inline::Link {
            href: Href::parse(address).unwrap(),
            text: vec![Inline::Text(words.to_owned())],
        }])
    };
    check(&[link("the *talk*", "https://a.example/b_c")], r"[the \*talk\*](https://a.example/b_c)");
    check(&[link("https://a.example/b", "https://a.example/b")], "<https://a.example/b>");
    assert_eq!(
        note_markdown(&[link("[Keynote] one", "https://a.example/b(")]),
        "[(Keynote) one](https://a.example/b%28)"
    );
}

/// The same blocks without the lines of their tasks.
fn shape(blocks: &[Block]) -> Vec<Block> {
    let one = |block: &Block| match block {
        Block::List { start, items } => Block::List {
            start: *start,
            items: items
                .iter()
                .map(|item| ListItem {
                    task: item.task.map(|task| Task { line: 0, ..task }),
                    blocks: shape(&item.blocks),
                })
                .collect(),
        },
        Block::Quote(inner) => Block::Quote(shape(inner)),
        other => other.clone(),
    };
    blocks.iter().map(one).collect()
}

fn words() -> impl Strategy<Value = String> {
    let mark = prop_oneof![
        "[a-zé日]{1,5}",
        Just(" ".to_owned()),
        Just(" ".to_owned()),
        r"[#*_\[\]()<>~`!:.+=|{}$&^-]{1,3}",
        Just("1. ".to_owned()),
        Just("- ".to_owned()),
        Just("[ ] ".to_owned()),
        Just("https://a.example/x".to_owned()),
        Just("](https://a.example)".to_owned()),
        Just("{{ x }}".to_owned()),
        Just("🦀".to_owned()),
        Just("שלום".to_owned()),
    ];
    proptest::collection::vec(mark, 1..8).prop_map(|parts| format!("w{}w", parts.concat().trim_end_matches('\\')))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let word = "[a-z]{1,4}".prop_map(Inline::Text);
    let inline = prop_oneof![
        4 => words().prop_map(Inline::Text),
        1 => "[a-z*\\[{<]{1,5}".prop_map(Inline::Code),
        1 => word.clone().prop_map(|word| Inline::Emphasis(vec![word])),
        1 => word.clone().prop_map(|word| Inline::Strong(vec![word])),
        1 => word.prop_map(|word| Inline::Link { href: Href::parse("https://a.example/b_c").unwrap(), text: vec![word] }),
    ];
    // With a space between, as it is in text that is made here; a break now and then.
    proptest::collection::vec((inline, 0..4_u8), 1..5).prop_map(|list| {
        let mut out = Vec::new();
        for (inline, gap) in list {
            out.push(inline);
            out.push(if gap == 0 { Inline::Break } else { Inline::Text(" ".to_owned()) });
        }
        clean(&out, false)
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        inlines().prop_map(Block::Paragraph),
        (1..=6_u8, words()).prop_map(|(level, text)| Block::Heading { level, text: vec![Inline::Text(text)] }),
        ("[a-z]{0,4}", "[a-z`#\n ]{1,12}").prop_map(|(language, text)| Block::Code { language, text }),
    ];
    let block = leaf.prop_recursive(2, 12, 3, |inner| {
        let item = (proptest::option::of(any::<bool>()), inlines(), proptest::collection::vec(inner.clone(), 0..2));
        let item = item.prop_map(|(task, first, rest)| ListItem {
            task: task.map(|done| Task { done, line: 0 }),
            blocks: std::iter::once(Block::Paragraph(first)).chain(rest).collect(),
        });
        prop_oneof![
            inner.prop_map(|block| Block::Quote(vec![block])),
            (proptest::option::of(1..20_u32), proptest::collection::vec(item, 1..3))
                .prop_map(|(start, items)| Block::List { start, items }),
        ]
    });
    proptest::collection::vec(block, 1..4).prop_map(|blocks| {
        // The reader joins what is alike and follows each other.
        let mut out: Vec<Block> = Vec::new();
        for block in blocks {
            let joins = matches!(
                (out.last(), &block),
                (Some(Block::List { .. }), _) | (Some(Block::Quote(_)), Block::Quote(_))
            );
            if !joins {
                out.push(block);
            }
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_words_are_read_back(text in words()) {
        let expect = clean(&[Inline::Text(text)], false);
        let note = note_markdown(&[Block::Paragraph(expect.clone())]);
        prop_assert_eq!(markdown(&note).plain(), RichText { blocks: vec![Block::Paragraph(expect)] }.plain(), "{}", note);
    }

    #[test]
    fn what_was_made_is_read_back(blocks in blocks()) {
        let note = note_markdown(&blocks);
        prop_assert_eq!(shape(&markdown(&note).blocks), shape(&blocks), "{}", note);
    }
}
