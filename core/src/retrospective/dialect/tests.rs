use super::*;

#[test]
fn words_of_dialects_are_read_back() {
    for dialect in Dialect::ALL {
        assert_eq!(Dialect::from_word(dialect.word()), Some(dialect));
    }
}
