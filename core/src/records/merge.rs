//! Three-way merge of two versions that were written without knowledge of each other.
//!
//! A merge must be beyond doubt, or it is not made and the person chooses. So a text merges only where the changes lie
//! apart: not overlapping, not touching ([`text::merge`](fn@text::merge)). Short values merge key by key.

use super::frame::Fields;
use super::schema::Schema;
use crate::text;

/// Both changes made to `base`, or `None` when that is not beyond doubt. The order of the two sides does not matter.
pub fn merge(schema: &Schema, base: &Fields, one: &Fields, other: &Fields) -> Option<Fields> {
    let mut merged = Fields::default();
    for key in base.keys().chain(one.keys()).chain(other.keys()) {
        merged.set(key, pick(base.get(key), one.get(key), other.get(key))?.unwrap_or(""));
    }
    merged.body = text::merge(&base.body, &one.body, &other.body)?;
    let words_changed = |side: &Fields| schema.words_differ(side, base);
    let deleted_by = |side: &Fields| side.get(schema.deleted).is_some() && base.get(schema.deleted).is_none();
    if deleted_by(one) && words_changed(other) || deleted_by(other) && words_changed(one) {
        // Somebody was still writing: their words are not thrown away.
        merged.set(schema.deleted, "");
    }
    Some(merged)
}

fn pick<T: PartialEq>(base: T, one: T, other: T) -> Option<T> {
    match (one == base, other == base) {
        _ if one == other => Some(one),
        (true, _) => Some(other),
        (_, true) => Some(one),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::schema::SCHEMA;
    use crate::text::merge as merge_text;
    use proptest::prelude::*;

    #[track_caller]
    fn check(base: &str, one: &str, other: &str, expect: Option<&str>) {
        assert_eq!(merge_text(base, one, other).as_deref(), expect);
        assert_eq!(merge_text(base, other, one).as_deref(), expect, "the other way round");
    }

    #[test]
    fn texts_merge_when_the_changes_lie_apart() {
        check("one two three", "ONE two three", "one two THREE", Some("ONE two THREE"));
        check(
            "ask Ana. call Ben.",
            "ask Ana today. call Ben.",
            "ask Ana. call Ben tomorrow.",
            Some("ask Ana today. call Ben tomorrow."),
        );
        check("same", "same", "changed", Some("changed"));
        check("a", "b", "b", Some("b"));
        check("naïve old café 🦀", "naïve old café 🦞", "naive old café 🦀", Some("naive old café 🦞"));
    }

    #[test]
    fn texts_do_not_merge_when_there_is_doubt() {
        check("end", "end one", "end two", None);
        check("", "one", "two", None);
        check("one two", "one 2", "1 two!", None);
        check("word", "", "words", None);
        check("w4 w1", "w4 w13 w1", "w4 w11 w1", None);
    }

    #[test]
    fn values_merge_key_by_key() {
        type Pairs<'a> = &'a [(&'a str, &'a str)];
        fn fields(pairs: Pairs) -> Fields {
            let mut fields = Fields::default();
            for (key, value) in pairs {
                fields.set(key, value);
            }
            fields
        }
        #[track_caller]
        fn check(one: Pairs, other: Pairs, expect: Option<Pairs>) {
            let base = fields(&[("name", "Ana"), ("url", "x")]);
            let (one, other, expect) = (fields(one), fields(other), expect.map(fields));
            assert_eq!(merge(&SCHEMA, &base, &one, &other), expect);
            assert_eq!(merge(&SCHEMA, &base, &other, &one), expect, "the other way round");
        }
        let (same, ben, bo) =
            (&[("name", "Ana"), ("url", "x")], &[("name", "Ben"), ("url", "x")], &[("name", "Bo"), ("url", "x")]);
        check(&[("name", "Ana"), ("url", "y")], &[("url", "x")], Some(&[("url", "y")]));
        check(same, ben, Some(ben));
        check(
            &[("name", "Ana"), ("new", "1"), ("url", "x")],
            ben,
            Some(&[("name", "Ben"), ("new", "1"), ("url", "x")]),
        );
        check(bo, ben, None);
        check(bo, bo, Some(bo));
    }

    #[test]
    fn a_deletion_yields_to_words_written_meanwhile() {
        let mut base = Fields::default();
        base.body.push_str("start");
        let (mut deleted, mut written) = (base.clone(), base.clone());
        deleted.set("deleted", "7");
        written.body.push_str(" and more");
        let merged = merge(&SCHEMA, &base, &deleted, &written).unwrap();
        assert_eq!((merged.get("deleted"), merged.body.as_str()), (None, "start and more"));
        assert_eq!(merge(&SCHEMA, &base, &deleted, &base).unwrap().get("deleted"), Some("7"));
    }

    proptest! {
        #[test]
        fn nothing_either_side_added_is_lost(words in prop::collection::vec("[a-z]{1,4}", 2..12), at in any::<(u8, u8)>()) {
            let base = words.join(" ");
            let insert = |text: &str, index: u8, word: &str| {
                let index = usize::from(index) % (text.len() + 1);
                [&text[..index], word, &text[index..]].concat()
            };
            let (one, other) = (insert(&base, at.0, "ONE"), insert(&base, at.1, "TWO"));
            if let Some(merged) = merge_text(&base, &one, &other) {
                prop_assert!(merged.contains("ONE") && merged.contains("TWO"));
                prop_assert_eq!(merged.len(), base.len() + 6);
            }
        }

        #[test]
        fn any_three_texts_can_be_tried(base in "\\PC{0,12}", one in "\\PC{0,12}", other in "\\PC{0,12}") {
            prop_assert_eq!(merge_text(&base, &one, &other), merge_text(&base, &other, &one));
            prop_assert_eq!(merge_text(&base, &base, &other), Some(other));
        }
    }
}
