//! What was promised: entries of that kind, and `- [ ]` lines in any other.

use super::entry::{Entry, EntryKind};
use crate::schedule::Day;
use crate::text::{Block, RichText, markdown};

/// Something still to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// The index of its entry in the list that was given.
    pub entry: usize,
    /// For a task inside a note, its line in the note's text; [`crate::text::markdown::set_task`] ticks it.
    pub line: Option<usize>,
    /// What is to be done: the entry's text, or for a task inside a note what follows its `[ ]`.
    pub text: String,
    /// The day it is due; always `None` for a task inside a note.
    pub due: Option<Day>,
}

/// The open ones: those with a day first, the earliest of them on top, then the others in the order of the entries.
pub fn open_follow_ups(entries: &[Entry]) -> Vec<FollowUp> {
    let mut open = Vec::new();
    for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.deleted.is_none()) {
        if entry.is_open_follow_up() {
            open.push(FollowUp { entry: index, line: None, text: entry.text.clone(), due: entry.due });
        }
        // A done follow-up has no open parts.
        if entry.kind != EntryKind::FollowUp && entry.text.contains("[ ]") {
            let lines: Vec<&str> = entry.text.lines().collect();
            for line in open_tasks(&markdown(&entry.text)) {
                let text = lines.get(line).and_then(|text| text.split_once("[ ]"));
                let text = text.map_or("", |(_, text)| text.trim()).to_owned();
                open.push(FollowUp { entry: index, line: Some(line), text, due: None });
            }
        }
    }
    open.sort_by_key(|follow_up| (follow_up.due.is_none(), follow_up.due));
    open
}

/// The lines of the tasks that are not ticked.
fn open_tasks(text: &RichText) -> Vec<usize> {
    fn walk(blocks: &[Block], lines: &mut Vec<usize>) {
        for block in blocks {
            match block {
                Block::List { items, .. } => {
                    for item in items {
                        lines.extend(item.task.filter(|task| !task.done).map(|task| task.line));
                        walk(&item.blocks, lines);
                    }
                }
                Block::Quote(inside) => walk(inside, lines),
                Block::Paragraph(_) | Block::Heading { .. } | Block::Code { .. } => {}
            }
        }
    }
    let mut lines = Vec::new();
    walk(&text.blocks, &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Attachment, EntryId};
    use super::*;
    use crate::schedule::Instant;
    use crate::text::markdown::set_task;

    fn entry(kind: EntryKind, text: &str) -> Entry {
        let mut entry = Entry::new(EntryId::new(text), Instant(0), Attachment::Hallway, None);
        entry.kind = kind;
        entry.text = text.into();
        entry
    }

    #[test]
    fn dated_ones_come_first_and_tasks_in_notes_count() {
        let mut late = entry(EntryKind::FollowUp, "late");
        late.due = Some(Day(20));
        let mut soon = entry(EntryKind::FollowUp, "soon");
        soon.due = Some(Day(10));
        let mut done = entry(EntryKind::FollowUp, "done\n- [ ] inside");
        done.done = true;
        let mut deleted = entry(EntryKind::FollowUp, "deleted");
        deleted.deleted = Some(Instant(1));
        let note = entry(EntryKind::Note, "Talk\n\n- [ ] send slides\n- [x] ask\n  - [ ] nested\n\n`[ ]` is no task");
        let all = [note, late, entry(EntryKind::FollowUp, "some day"), soon, done, deleted];
        let open = open_follow_ups(&all);
        let texts: Vec<(&str, Option<usize>)> = open.iter().map(|it| (it.text.as_str(), it.line)).collect();
        let expect =
            [("soon", None), ("late", None), ("send slides", Some(2)), ("nested", Some(4)), ("some day", None)];
        assert_eq!(texts, expect);
        let ticked = set_task(&all[0].text, 2, true);
        assert_eq!(open_follow_ups(&[entry(EntryKind::Note, &ticked)]).len(), 1);
    }
}
