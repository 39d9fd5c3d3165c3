//! What the user changed in the outlines of retrospectives: each letter is kept, like those of entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use lanyard_core::records::{Revision, SaveState, Urgency};
use lanyard_core::retrospective::{OutlineKey, PieceEdit, PieceId, PieceKind};
use lanyard_core::schedule::Instant;
use leptos::prelude::*;

use super::records::{Change, Follower, Records};

/// The edits of every outline, in no order.
type Edits = BTreeMap<OutlineKey, Vec<PieceEdit>>;

/// Copy it freely.
#[derive(Clone, Copy)]
pub struct Retrospective {
    records: Records,
    edits: RwSignal<Arc<Edits>>,
}

impl Retrospective {
    pub fn new(records: Records) -> Self {
        Self { records, edits: RwSignal::default() }
    }

    /// What was changed in an outline. Reactive.
    pub fn edits(self, outline: &OutlineKey) -> Vec<PieceEdit> {
        self.edits.with(|edits| edits.get(outline).cloned().unwrap_or_default())
    }

    /// What was changed of one piece.
    pub fn edit(self, outline: &OutlineKey, id: &PieceId) -> Option<PieceEdit> {
        let find = |edits: &Arc<Edits>| edits.get(outline)?.iter().find(|edit| edit.id == *id).cloned();
        self.edits.with_untracked(find)
    }

    /// A name for a piece that the user adds.
    pub fn new_id(self) -> PieceId {
        PieceId::new(&["own", self.records.new_id().as_str()])
    }

    /// Changes what is kept of a piece. Call it on every input event.
    pub fn change(
        self,
        outline: &OutlineKey,
        id: &PieceId,
        kind: &PieceKind,
        urgency: Urgency,
        change: impl FnOnce(&mut PieceEdit),
    ) {
        let mut edit = self.edit(outline, id).unwrap_or_else(|| PieceEdit::new(id.clone(), kind.clone()));
        change(&mut edit);
        self.put_back(outline, edit, urgency);
    }

    /// Writes what was kept of a piece before.
    pub fn put_back(self, outline: &OutlineKey, edit: PieceEdit, urgency: Urgency) {
        let record = outline.record(&edit.id);
        // What is put back takes the place of whatever came between.
        let based_on = self.edit(outline, &edit.id).and_then(|shown| shown.based_on).or(edit.based_on.clone());
        self.records.edit(record, based_on, urgency, move |fields| edit.write(fields));
    }

    /// What became of the latest write of a piece. Reactive.
    pub fn save_state(self, outline: &OutlineKey, id: &PieceId) -> SaveState {
        self.records.save_state(&outline.record(id))
    }

    /// The versions of a piece to choose from: none, or two and more. Reactive.
    pub fn versions(self, outline: &OutlineKey, id: &PieceId) -> Vec<PieceEdit> {
        let versions = self.records.versions(&outline.record(id));
        versions.iter().filter_map(|version| Some(PieceEdit::read(version)?.1)).collect()
    }

    /// The version that the user decided on replaces all of them.
    pub fn resolve(self, outline: &OutlineKey, edit: &PieceEdit) {
        self.records.resolve(&outline.record(&edit.id), edit.based_on.as_ref(), |fields| edit.write(fields));
    }

    /// The kept versions of a piece, latest first, each with the time it was written; `None` when they cannot be read now.
    pub async fn history(self, outline: &OutlineKey, id: &PieceId) -> Option<Vec<(Instant, PieceEdit)>> {
        let rows = self.records.platform()?.main.history(&outline.record(id)).await?;
        let mut revisions: Vec<Revision> = rows.iter().filter_map(|(_, frame)| Revision::read(frame).ok()).collect();
        revisions.sort_by(|one, other| other.compare(one));
        let read = |it: &Revision| Some((Instant(it.stamp.time().seconds()), PieceEdit::read(it)?.1));
        Some(revisions.iter().filter_map(read).collect())
    }

    pub(super) fn follower(self) -> Follower {
        Box::new(move |changes: &[Change], _| {
            let new = changes.iter().filter(|change| change.is_new);
            let changed: Vec<_> = new.filter_map(|change| PieceEdit::read(&change.head)).collect();
            if changed.is_empty() {
                return;
            }
            self.edits.update(|edits| {
                let edits = Arc::make_mut(edits);
                for (outline, edit) in changed {
                    let edits = edits.entry(outline).or_default();
                    match edits.iter_mut().find(|known| known.id == edit.id) {
                        Some(known) => *known = edit,
                        None => edits.push(edit),
                    }
                }
            });
        })
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::state::trips::tests::world::{Tab, in_a_browser};
    use lanyard_core::retrospective::{EditedText, OutlineKind};

    fn key() -> OutlineKey {
        OutlineKey::new("week".into(), OutlineKind::Post)
    }

    fn id() -> PieceId {
        PieceId::new(&["entry", "a"])
    }

    fn say(tab: &Tab, text: &str) {
        let text = EditedText { base: "one two three".to_owned(), text: text.to_owned() };
        let write = |edit: &mut PieceEdit| edit.text = Some(text);
        tab.user.retrospective.change(&key(), &id(), &PieceKind::Text, Urgency::Typing, write);
    }

    fn text(tab: &Tab) -> Option<String> {
        Some(tab.user.retrospective.edit(&key(), &id())?.text?.text)
    }

    #[test]
    fn an_edit_is_kept_with_its_earlier_versions() {
        in_a_browser(async |world| {
            let tab = world.open().await;
            for words in ["one", "one two", "ONE two three"] {
                say(&tab, words);
                world.settle().await;
            }
            let again = world.open().await;
            assert_eq!(text(&again).as_deref(), Some("ONE two three"));
            let history = again.user.retrospective.history(&key(), &id()).await.unwrap();
            let texts: Vec<String> = history.into_iter().filter_map(|(_, edit)| Some(edit.text?.text)).collect();
            assert_eq!(texts, ["ONE two three", "one two", "one"]);
        });
    }

    #[test]
    fn two_tabs_change_one_piece_and_neither_change_is_lost() {
        in_a_browser(async |world| {
            let (tab, other) = (world.open().await, world.open().await);
            say(&tab, "one two three");
            world.settle().await;
            say(&tab, "ONE two three");
            let leave_out = |edit: &mut PieceEdit| edit.included = Some(false);
            other.user.retrospective.change(&key(), &id(), &PieceKind::Text, Urgency::AtOnce, leave_out);
            for _ in 0..5 {
                world.settle().await;
            }
            for tab in [&tab, &other] {
                let edit = tab.user.retrospective.edit(&key(), &id()).unwrap();
                assert_eq!((edit.included, text(tab).as_deref()), (Some(false), Some("ONE two three")));
            }
        });
    }

    #[test]
    fn what_is_put_back_is_what_was_there() {
        in_a_browser(async |world| {
            let tab = world.open().await;
            say(&tab, "first");
            world.settle().await;
            let before = tab.user.retrospective.edit(&key(), &id()).unwrap();
            say(&tab, "second");
            world.settle().await;
            tab.user.retrospective.put_back(&key(), before, Urgency::AtOnce);
            world.settle().await;
            assert_eq!(text(&tab).as_deref(), Some("first"));
        });
    }
}
