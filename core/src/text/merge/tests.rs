use super::*;
use proptest::prelude::*;

#[track_caller]
fn check(base: &str, mine: &str, theirs: &str, expect: Option<&str>) {
    assert_eq!(merge(base, mine, theirs).as_deref(), expect, "mine, theirs");
    assert_eq!(merge(base, theirs, mine).as_deref(), expect, "theirs, mine");
}

#[test]
fn changes_that_do_not_touch_come_together() {
    check("one\ntwo\nthree\n", "ONE\ntwo\nthree\n", "one\ntwo\nTHREE\n", Some("ONE\ntwo\nTHREE\n"));
    check("one\ntwo\nthree", "zero\none\ntwo\nthree", "one\ntwo\nthree\nfour", Some("zero\none\ntwo\nthree\nfour"));
    check(
        "one\ntwo\nthree\n",
        "zero\none\ntwo\nthree\n",
        "one\ntwo\nthree\nfour\n",
        Some("zero\none\ntwo\nthree\nfour\n"),
    );
    check("a\nb\nc\nd\n", "a\nc\nd\n", "a\nb\nc\nD\n", Some("a\nc\nD\n"));
}

#[test]
fn words_of_one_line_come_together_with_a_word_between_them() {
    check("meet Ada at the booth", "meet Grace at the booth", "meet Ada at the desk", Some("meet Grace at the desk"));
    check("10 am in Hall C", "11 am in Hall C", "10 am in Hall D", Some("11 am in Hall D"));
    check("10 am", "11 am", "10 pm", None);
}

#[test]
fn changes_that_touch_are_left_to_the_person() {
    check("", "mine", "theirs", None);
    check("one\n", "one\nmine\n", "one\ntheirs\n", None);
    check("one two three", "one 2 three", "one II three", None);
    check("one two three", "one three", "one TWO three", None);
    check("a\nb\n", "a\nx\nb\n", "a\n", None);
}

#[test]
fn the_same_change_on_both_sides_is_one() {
    check("one two", "one 2", "one 2", Some("one 2"));
    check("a\nb\nc\n", "a\nB\nc\nmine\n", "a\nB\nc\n", Some("a\nB\nc\nmine\n"));
    check("gone", "", "", Some(""));
}

#[test]
fn a_text_too_long_to_compare_is_still_safe() {
    let line = |prefix: &str| (0..1_200).map(|number| format!("{prefix}{number}\n")).collect::<String>();
    let (base, other) = (line("a"), line("b"));
    check(&base, &other, &base, Some(&other));
    check(&base, &other, &line("c"), None);
}

fn any_text() -> impl Strategy<Value = String> {
    "([ab]{1,2}|[ \n]){0,14}"
}

proptest! {
    #[test]
    fn one_change_alone_is_the_result(base in any_text(), changed in any_text()) {
        prop_assert_eq!(merge(&base, &changed, &base), Some(changed.clone()));
        prop_assert_eq!(merge(&base, &base, &changed), Some(changed.clone()));
        prop_assert_eq!(merge(&base, &changed, &changed), Some(changed));
    }

    #[test]
    fn the_sides_may_be_swapped(base in any_text(), mine in any_text(), theirs in any_text()) {
        prop_assert_eq!(merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
    }

    #[test]
    fn new_words_are_never_lost(base in any_text(), at in 0_usize..10, mine in "[x]{1,3}", theirs in "[y]{1,3}", far in 0_usize..10) {
        let insert = |word: &str, at: usize| {
            let mut words = words(&base);
            let index = at.min(words.len());
            let word = format!("{word} ");
            words.insert(index, &word);
            words.concat()
        };
        let (mine_text, theirs_text) = (insert(&mine, at), insert(&theirs, far));
        if let Some(merged) = merge(&base, &mine_text, &theirs_text) {
            prop_assert!(merged.contains(&mine) && merged.contains(&theirs), "{merged:?}");
        }
    }

    #[test]
    fn any_texts_merge_or_do_not(base: String, mine: String, theirs: String) {
        merge(&base, &mine, &theirs);
    }
}
