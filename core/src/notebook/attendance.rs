//! How much of a session the user saw: one answer, kept as marks that older Lanyards know.

use super::marks::{Mark, Marks};

/// How much of a session the user saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attendance {
    /// All of it, or as much as counts.
    Attended,
    /// The first half only.
    FirstHalf,
    /// The second half only.
    SecondHalf,
    /// Nothing.
    Missed,
}

impl Attendance {
    /// All answers, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Attended, Self::FirstHalf, Self::SecondHalf, Self::Missed];

    /// As shown on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Attended => "Attended",
            Self::FirstHalf => "1st half",
            Self::SecondHalf => "2nd half",
            Self::Missed => "Missed",
        }
    }

    /// What the marks on a session say; `None` when they say nothing of it. Two tabs may have said two things: whoever was
    /// there did not miss it, and who saw both halves saw all.
    pub fn of(marks: Marks) -> Option<Self> {
        match (marks.attended, marks.first_half, marks.second_half) {
            (true, true, false) => Some(Self::FirstHalf),
            (true, false, true) => Some(Self::SecondHalf),
            (true, _, _) => Some(Self::Attended),
            (false, _, _) => marks.missed.then_some(Self::Missed),
        }
    }

    /// The marks to change so that they say this answer, or none.
    pub fn changes(marks: Marks, answer: Option<Self>) -> Vec<(Mark, bool)> {
        let is = |wanted: &[Self]| answer.is_some_and(|answer| wanted.contains(&answer));
        let wanted = [
            (Mark::Attended, is(&[Self::Attended, Self::FirstHalf, Self::SecondHalf])),
            (Mark::FirstHalf, is(&[Self::FirstHalf])),
            (Mark::SecondHalf, is(&[Self::SecondHalf])),
            (Mark::Missed, is(&[Self::Missed])),
        ];
        wanted.into_iter().filter(|(mark, on)| marks.get(*mark) != *on).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(mut marks: Marks, answer: Option<Attendance>) -> Marks {
        for (mark, on) in Attendance::changes(marks, answer) {
            marks.set(mark, on);
        }
        marks
    }

    #[test]
    fn every_answer_takes_the_place_of_every_other() {
        let answers = Attendance::ALL.map(Some).into_iter().chain([None]);
        for (before, after) in answers.clone().flat_map(|before| answers.clone().map(move |after| (before, after))) {
            let starred = Marks { star: true, watch_later: true, ..Marks::default() };
            let marks = changed(changed(starred, before), after);
            assert_eq!(Attendance::of(marks), after, "after {before:?}");
            assert!(marks.star && marks.watch_later, "the other marks stay");
            assert!(Attendance::changes(marks, after).is_empty());
        }
    }

    #[test]
    fn two_answers_at_once_are_one() {
        let attended = Marks { attended: true, missed: true, ..Marks::default() };
        assert_eq!(Attendance::of(attended), Some(Attendance::Attended));
        let both = Marks { attended: true, first_half: true, second_half: true, ..Marks::default() };
        assert_eq!(Attendance::of(both), Some(Attendance::Attended));
        let taken_off = Marks { first_half: true, ..Marks::default() };
        assert_eq!(Attendance::of(taken_off), None, "as an older Lanyard takes it off");
    }
}
