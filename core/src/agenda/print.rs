//! My agenda on paper: a day or the whole trip on one page, and how large it can be written there.

use super::timeline::{AgendaItem, Timeline};
use crate::schedule::Day;

/// What goes on the page, day by day and in order; what has no day comes last. Days with nothing are left out.
pub fn print_days(timeline: &Timeline, day: Option<Day>) -> Vec<(Option<Day>, Vec<AgendaItem>)> {
    let items = timeline.items().iter().filter(|item| day.is_none() || item.day == day).copied();
    let mut days: Vec<(Option<Day>, Vec<AgendaItem>)> = Vec::new();
    for item in items {
        match days.last_mut().filter(|(day, _)| *day == item.day) {
            Some((_, items)) => items.push(item),
            None => days.push((item.day, vec![item])),
        }
    }
    days
}

/// How large so many items can be written, so that they all go on one page of A4 or Letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrintSize {
    /// The style's name for the size of the letters.
    pub class: &'static str,
    /// Empty lines below each item, to write on.
    pub blank_lines: usize,
}

impl PrintSize {
    /// `is_day` is for one day, which has the width of the page; a whole trip stands in two columns.
    pub fn of(items: usize, is_day: bool, wants_lines: bool) -> Self {
        let (class, blank_lines) = match (is_day, items) {
            (true, ..=9) => ("large", 3),
            (true, ..=14) => ("medium", 2),
            (true, ..=24) => ("small", 1),
            (false, ..=14) => ("medium", 2),
            (false, ..=24) => ("small", 1),
            (false, ..=34) => ("small", 0),
            _ => ("smallest", 0),
        };
        Self { class, blank_lines: if wants_lines { blank_lines } else { 0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConferenceDays;
    use super::super::fixture::{add, all, day, going, late, own, trip};
    use super::*;
    use crate::schedule::{Session, When};

    #[test]
    fn days_stand_in_order_and_what_has_none_comes_last() {
        let mut trip = trip();
        let no_day = Session { when: When::Unknown, day: None, ..late("no day", 0, "00:00", "00:10") };
        add(&mut trip, [late("second day", 1, "09:00", "09:30"), no_day]);
        let own = [own("dinner", "19:00", None)];
        let timeline = Timeline::of(&trip, &ConferenceDays::of(&trip), &going(&all), &own);
        let said = |chosen| {
            let days = print_days(&timeline, chosen);
            days.iter().map(|(day, items)| (*day, items.len())).collect::<Vec<_>>()
        };
        let first = timeline.on_day(Some(day())).count();
        assert_eq!(said(None), [(Some(day()), first), (Some(day().plus(1)), 1), (None, 1)]);
        assert_eq!(said(Some(day().plus(1))), [(Some(day().plus(1)), 1)]);
        assert_eq!(said(Some(day().plus(2))), []);
    }

    #[track_caller]
    fn check(items: usize, is_day: bool, class: &str, blank_lines: usize) {
        assert_eq!(
            PrintSize::of(items, is_day, true),
            PrintSize { class: PrintSize::of(items, is_day, false).class, blank_lines }
        );
        assert_eq!(PrintSize::of(items, is_day, false).class, class);
        assert_eq!(PrintSize::of(items, is_day, false).blank_lines, 0);
    }

    #[test]
    fn the_more_there_is_the_smaller_it_is_written() {
        check(0, true, "large", 3);
        check(14, true, "medium", 2);
        check(15, true, "small", 1);
        check(25, true, "smallest", 0);
        check(14, false, "medium", 2);
        check(30, false, "small", 0);
        check(40, false, "smallest", 0);
    }
}
