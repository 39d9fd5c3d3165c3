//! Texts that are right up to their insides: the first line stays, what follows is dropped, repeated, swapped or replaced.
//!
//! Random text is refused at its first line, so it says little of the code behind it.

use std::fmt::Debug;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::Damaged;

#[derive(Clone, Debug)]
enum Mutation {
    DropLine(Index),
    RepeatLine(Index),
    SwapLines(Index, Index),
    DropField(Index),
    RepeatField(Index),
    SwapFields(Index, Index),
    Replace(Index, &'static str),
    /// Any field that holds a number gets another one.
    ReplaceNumber(Index, i64),
}

/// What has a meaning in one of the forms, and numbers that no type takes.
const FIELDS: [&str; 18] = [
    "",
    "0",
    "+1",
    "01",
    "9223372036854775808",
    "-9223372036854775809",
    "9223372036854775807s",
    "153722867280912931",
    "@",
    "@2147483647",
    "+0,+",
    "t<>",
    "dtcgb",
    "c",
    "\\",
    "\\e",
    "é\\t",
    "address",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<Index>;
    let limits = [0, 255, i64::from(i32::MIN), i64::from(i32::MAX), i64::from(u32::MAX), i64::MIN, i64::MAX];
    let number =
        prop_oneof![-2..5_i64, (select(limits.to_vec()), -1..2_i64).prop_map(|(limit, by)| limit.saturating_add(by))];
    prop_oneof![
        1 => index().prop_map(Mutation::DropLine),
        1 => index().prop_map(Mutation::RepeatLine),
        1 => (index(), index()).prop_map(|(one, other)| Mutation::SwapLines(one, other)),
        1 => index().prop_map(Mutation::DropField),
        1 => index().prop_map(Mutation::RepeatField),
        1 => (index(), index()).prop_map(|(one, other)| Mutation::SwapFields(one, other)),
        4 => (index(), select(&FIELDS[..])).prop_map(|(at, field)| Mutation::Replace(at, field)),
        8 => (index(), number).prop_map(|(at, number)| Mutation::ReplaceNumber(at, number)),
    ]
}

/// Several texts of each of the `values`, as `encode` writes it, with one or two changes each.
pub fn mutated<T: Debug>(
    values: impl Strategy<Value = T>,
    encode: fn(&T) -> String,
) -> impl Strategy<Value = Vec<String>> {
    (values, vec(vec(mutation(), 1..3), 1..32)).prop_map(move |(value, variants)| {
        let text = encode(&value);
        let (first, rest) = text.split_once('\n').unwrap();
        let lines: Vec<Vec<&str>> = rest.split('\n').map(|line| line.split('\t').collect()).collect();
        let changed = |mutations: &Vec<Mutation>| {
            let mut lines: Vec<Vec<String>> =
                lines.iter().map(|line| line.iter().map(|field| (*field).to_owned()).collect()).collect();
            mutations.iter().for_each(|mutation| mutate(&mut lines, mutation));
            let lines: Vec<String> = lines.iter().map(|line| line.join("\t")).collect();
            format!("{first}\n{}", lines.join("\n"))
        };
        variants.iter().map(changed).collect()
    })
}

fn mutate(lines: &mut Vec<Vec<String>>, mutation: &Mutation) {
    let places = |lines: &[Vec<String>], is_meant: fn(&str) -> bool| -> Vec<(usize, usize)> {
        let fields =
            lines.iter().enumerate().flat_map(|(line, fields)| fields.iter().enumerate().map(move |it| (line, it)));
        fields.filter(|(_, (_, text))| is_meant(text)).map(|(line, (field, _))| (line, field)).collect()
    };
    let place = |lines: &[Vec<String>], at: &Index| *at.get(&places(lines, |_| true));
    match mutation {
        Mutation::DropLine(at) if lines.len() > 1 => drop(lines.remove(at.index(lines.len()))),
        Mutation::DropLine(_) => {}
        Mutation::RepeatLine(at) => lines.insert(at.index(lines.len()), at.get(lines).clone()),
        Mutation::SwapLines(one, other) => {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            lines.swap(one, other);
        }
        Mutation::DropField(at) => {
            let (line, field) = place(lines, at);
            lines[line].remove(field);
            if lines[line].is_empty() {
                lines[line].push(String::new());
            }
        }
        Mutation::RepeatField(at) => {
            let (line, field) = place(lines, at);
            let repeated = lines[line][field].clone();
            lines[line].insert(field, repeated);
        }
        Mutation::SwapFields(one, other) => {
            let (one, other) = (place(lines, one), place(lines, other));
            let (left, right) = (lines[one.0][one.1].clone(), lines[other.0][other.1].clone());
            (lines[one.0][one.1], lines[other.0][other.1]) = (right, left);
        }
        Mutation::Replace(at, text) => {
            let (line, field) = place(lines, at);
            (*text).clone_into(&mut lines[line][field]);
        }
        Mutation::ReplaceNumber(at, number) => {
            let numbers = places(lines, |text| text.parse::<i64>().is_ok());
            if !numbers.is_empty() {
                let (line, field) = *at.get(&numbers);
                lines[line][field] = number.to_string();
            }
        }
    }
}

/// Each text is damaged, or gives a value that is written and read as itself. The values.
pub fn check<T: Debug + PartialEq>(
    texts: &[String],
    decode: fn(&str) -> Result<T, Damaged>,
    encode: fn(&T) -> String,
) -> Result<Vec<T>, TestCaseError> {
    let mut values = Vec::new();
    for text in texts {
        match decode(text) {
            Ok(value) => {
                let again = decode(&encode(&value));
                prop_assert_eq!(again.as_ref(), Ok(&value), "{:?}", text);
                values.push(value);
            }
            Err(damaged) => prop_assert!(matches!(damaged, Damaged::Line(2..)), "{:?} of {:?}", damaged, text),
        }
    }
    Ok(values)
}
