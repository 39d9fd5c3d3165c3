//! Follow-ups for other programs: as tasks of a calendar (RFC 5545, section 3.6.2), and as a list in Markdown.

use super::note::note_line;
use crate::schedule::{Day, Instant, words};
use crate::text::content_line::{push_line, push_text};
use crate::text::{Inline, plain_title};

/// Something to be done, as it goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpExport {
    /// The same for the same follow-up each time; `@lanyard` is added.
    pub uid: String,
    /// What is to be done, in plain text; one line of it is taken.
    pub text: String,
    /// The day it is due.
    pub due: Option<Day>,
    /// Whether it was dealt with.
    pub done: bool,
    /// Who does it; empty for the writer.
    pub owner: String,
}

/// A calendar of tasks. Its type is `text/calendar`.
pub fn follow_ups_calendar(follow_ups: &[FollowUpExport], now: Instant) -> String {
    let mut out = String::new();
    push_line(&mut out, "BEGIN", "VCALENDAR");
    push_line(&mut out, "VERSION", "2.0");
    push_line(&mut out, "PRODID", "-//Lanyard//Lanyard//EN");
    for follow_up in follow_ups {
        push_line(&mut out, "BEGIN", "VTODO");
        push_text(&mut out, "UID", &format!("{}@lanyard", follow_up.uid));
        push_line(&mut out, "DTSTAMP", &now.basic());
        let owner = plain_title(&follow_up.owner);
        let text = match plain_title(&follow_up.text) {
            text if text.is_empty() => "Follow-up".to_owned(),
            text => text,
        };
        push_text(&mut out, "SUMMARY", &if owner.is_empty() { text } else { format!("{text} ({owner})") });
        if let Some(due) = follow_up.due {
            push_line(&mut out, "DUE;VALUE=DATE", &due.to_string().replace('-', ""));
        }
        push_line(&mut out, "STATUS", if follow_up.done { "COMPLETED" } else { "NEEDS-ACTION" });
        if follow_up.done {
            push_line(&mut out, "PERCENT-COMPLETE", "100");
        }
        push_line(&mut out, "END", "VTODO");
    }
    push_line(&mut out, "END", "VCALENDAR");
    out
}

/// A list of tasks in Markdown, a line each: `- [ ] Send the slides (Ana, by 18 Nov 2024)`.
pub fn follow_ups_list(follow_ups: &[FollowUpExport]) -> String {
    let line = |follow_up: &FollowUpExport| {
        let mut text = plain_title(&follow_up.text);
        if let Some(note) = owner_and_due(&follow_up.owner, follow_up.due) {
            text.push_str(&format!(" ({note})"));
        }
        format!("- [{}] {}\n", if follow_up.done { 'x' } else { ' ' }, note_line(&[Inline::Text(text)]))
    };
    follow_ups.iter().map(line).collect()
}

/// `Ana, by 18 Nov 2024`; `None` when neither is known.
pub(super) fn owner_and_due(owner: &str, due: Option<Day>) -> Option<String> {
    let owner = plain_title(owner);
    let due = due.map(|day| format!("by {}", day_and_year(day)));
    let parts: Vec<String> = Some(owner).filter(|owner| !owner.is_empty()).into_iter().chain(due).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// `18 Nov 2024`.
pub(super) fn day_and_year(day: Day) -> String {
    format!("{} {}", words::date(day), day.ymd().0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn follow_up(text: &str, owner: &str, due: Option<Day>, done: bool) -> FollowUpExport {
        FollowUpExport { uid: "f1".into(), text: text.into(), due, done, owner: owner.into() }
    }

    #[test]
    fn follow_ups_are_tasks_of_a_calendar() {
        let all = [
            follow_up("Send slides; ask, too", "Ana", Some(Day(20_045)), false),
            follow_up("Two\nlines", "", None, true),
        ];
        let expect = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Lanyard//Lanyard//EN\r\n\
            BEGIN:VTODO\r\nUID:f1@lanyard\r\nDTSTAMP:20241113T214200Z\r\nSUMMARY:Send slides\\; ask\\, too (Ana)\r\n\
            DUE;VALUE=DATE:20241118\r\nSTATUS:NEEDS-ACTION\r\nEND:VTODO\r\n\
            BEGIN:VTODO\r\nUID:f1@lanyard\r\nDTSTAMP:20241113T214200Z\r\nSUMMARY:Two lines\r\nSTATUS:COMPLETED\r\n\
            PERCENT-COMPLETE:100\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
        assert_eq!(follow_ups_calendar(&all, Instant(1_731_534_120)), expect);
    }

    #[test]
    fn follow_ups_are_a_list_of_tasks() {
        let all =
            [follow_up("Send *slides*", "Ana", Some(Day(20_045)), false), follow_up("# Two\nlines", "", None, true)];
        let expect = "- [ ] Send \\*slides\\* (Ana, by 18 Nov 2024)\n- [x] \\# Two lines\n";
        assert_eq!(follow_ups_list(&all), expect);
        assert_eq!(follow_ups_list(&[]), "");
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_line(text in "(?s).{0,120}", owner in "(?s).{0,40}", uid in "(?s).{0,20}") {
            let all = [FollowUpExport { uid, ..follow_up(&text, &owner, Some(Day(20_045)), true) }];
            let calendar = follow_ups_calendar(&all, Instant(0)).replace("\r\n ", "");
            prop_assert_eq!(calendar.matches("\r\n").count(), 12);
            prop_assert!(!calendar.replace("\r\n", "").contains(char::is_control));
            prop_assert_eq!(follow_ups_list(&all).lines().count(), 1);
        }
    }
}
