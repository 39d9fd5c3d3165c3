//! The outline: the draft as the user has arranged it.
//!
//! Nothing here changes an edit. Each time the draft is made anew, the edits are laid over it: a text that the user changed
//! is merged with what the notebook or the schedule made of the piece since, three-way, with the text that the edit was
//! made of as the base. Where both changed the same words the user's stand, and the other is shown beside them. A piece that
//! was edited stays when what it was made of has gone, and then goes out only when the user says so.

use std::collections::HashMap;
use std::sync::Arc;

use super::edit::{EditedText, PieceEdit, Placement};
use super::piece::{OutlinePiece, PieceId, PieceKind, PrivacyReason};
use super::privacy::UnnamedPeople;
use crate::text;

/// A piece as it stands in the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineRow {
    /// The piece with the text that goes out; the draft's own where nothing of it was changed.
    pub piece: Arc<OutlinePiece>,
    /// What the draft says, where that is not what the piece says.
    drafted: Option<String>,
    /// Who changed the text.
    pub state: RowState,
    /// Of the piece's reasons to stay, those that the user has not said yes to. Until there are none it does not go out.
    pub open: Vec<PrivacyReason>,
    /// Whether the user has added it.
    pub is_own: bool,
}

/// Who changed the text of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowState {
    /// Nobody: it is the draft's.
    Drafted,
    /// The user.
    Edited,
    /// Both, in the same words. The user's text stands; [`OutlineRow::drafted`] says the other one.
    Conflict,
}

/// Where a row can be moved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Towards the beginning.
    Up,
    /// Towards the end.
    Down,
}

impl OutlineRow {
    /// What the draft says, before the user's changes; empty for what the user has added.
    pub fn drafted(&self) -> &str {
        self.drafted.as_deref().unwrap_or(&self.piece.text)
    }

    /// Whether it would go in, and has a reason to stay.
    pub fn is_withheld(&self) -> bool {
        self.piece.included && !self.open.is_empty() && !self.piece.text.trim().is_empty()
    }

    /// The user's new text for this row, as it is kept. While two changes wait for a decision the user goes on with the one
    /// that stands, and the other one is not forgotten.
    pub fn edited(&self, before: Option<&EditedText>, text: String) -> EditedText {
        let base = match (self.state, before) {
            (RowState::Conflict, Some(before)) => before.base.clone(),
            _ => self.drafted().to_owned(),
        };
        EditedText { base, text }
    }
}

/// Lays the edits over the draft.
pub fn arrange(pieces: &[Arc<OutlinePiece>], edits: &[PieceEdit], unnamed: &UnnamedPeople) -> Vec<OutlineRow> {
    let mut by_id: HashMap<&PieceId, &PieceEdit> = edits.iter().map(|edit| (&edit.id, edit)).collect();
    let drafted: Vec<OutlineRow> =
        pieces.iter().map(|piece| row(by_id.remove(&piece.id), piece.clone(), unnamed)).collect();
    let mut sections = Sections::of(drafted);
    let mut left: Vec<&PieceEdit> = by_id.into_values().filter(|edit| stays(edit)).collect();
    left.sort_by(|one, other| one.id.cmp(&other.id));
    let mut placed: Vec<(&Placement, &PieceEdit)> =
        edits.iter().filter_map(|edit| Some((edit.placement.as_ref()?, edit))).collect();
    placed.sort_by(|(one, a), (other, b)| (one.order, &a.id).cmp(&(other.order, &b.id)));
    for edit in left.iter().filter(|edit| edit.placement.is_none()) {
        sections.put_last(without_draft(edit, unnamed));
    }
    for (placement, edit) in placed {
        if left.contains(&edit) {
            sections.put(vec![without_draft(edit, unnamed)], placement);
        } else if let Some(rows) = sections.take(&edit.id) {
            sections.put(rows, placement);
        }
    }
    sections.0.into_iter().flatten().collect()
}

/// Whether an edit stays without its piece: what the user has added, and words of the user's.
fn stays(edit: &PieceEdit) -> bool {
    edit.deleted.is_none() && (edit.is_own || edit.text.is_some())
}

fn row(edit: Option<&PieceEdit>, mut piece: Arc<OutlinePiece>, unnamed: &UnnamedPeople) -> OutlineRow {
    let Some(edited) = edit.and_then(|edit| edit.text.as_ref()) else {
        return finished(edit, piece, None, RowState::Drafted);
    };
    let merged = text::merge(&edited.base, &edited.text, &piece.text);
    let state = if merged.is_some() { RowState::Edited } else { RowState::Conflict };
    let words = merged.unwrap_or_else(|| edited.text.clone());
    if words == piece.text {
        return finished(edit, piece, None, RowState::Drafted);
    }
    let changed = Arc::make_mut(&mut piece);
    let drafted = std::mem::replace(&mut changed.text, words);
    changed.reasons.retain(|reason| !matches!(reason, PrivacyReason::Names(_)));
    changed.reasons.extend(unnamed.named_in(&changed.text));
    if let PieceKind::Session(_) = changed.kind {
        // Who speaks is public.
        let speakers = unnamed.named_in(&drafted);
        changed.reasons.retain(|reason| !speakers.contains(reason));
    }
    finished(edit, piece, Some(drafted), state)
}

/// The row of a piece that the draft does not have: the user's own, or what stays of one that has gone.
fn without_draft(edit: &PieceEdit, unnamed: &UnnamedPeople) -> OutlineRow {
    let edited = edit.text.clone().unwrap_or_default();
    let mut piece = OutlinePiece::new(edit.id.clone(), edit.kind.clone(), edited.text);
    piece.reasons = unnamed.named_in(&piece.text);
    if !edit.is_own {
        piece.reasons.insert(0, PrivacyReason::Gone);
    }
    finished(Some(edit), Arc::new(piece), Some(edited.base), RowState::Edited)
}

fn finished(
    edit: Option<&PieceEdit>,
    mut piece: Arc<OutlinePiece>,
    drafted: Option<String>,
    state: RowState,
) -> OutlineRow {
    if let Some(included) = edit.and_then(|edit| edit.included).filter(|included| *included != piece.included) {
        Arc::make_mut(&mut piece).included = included;
    }
    let is_released = |reason: &&PrivacyReason| edit.is_some_and(|edit| edit.released.contains(&reason.word()));
    let open = piece.reasons.iter().filter(|reason| !is_released(reason)).cloned().collect();
    OutlineRow { drafted, state, open, is_own: edit.is_some_and(|edit| edit.is_own), piece }
}

/// Sections, each of which begins with its heading.
struct Sections(Vec<Vec<OutlineRow>>);

impl Sections {
    fn of(rows: Vec<OutlineRow>) -> Self {
        let mut sections = vec![Vec::new()];
        for row in rows {
            if row.piece.kind == PieceKind::Heading {
                sections.push(Vec::new());
            }
            if let Some(section) = sections.last_mut() {
                section.push(row);
            }
        }
        Self(sections)
    }

    fn find(&self, id: &PieceId) -> Option<(usize, usize)> {
        let rows = self.0.iter().enumerate();
        rows.flat_map(|(section, rows)| rows.iter().enumerate().map(move |(index, row)| (section, index, row)))
            .find(|(_, _, row)| row.piece.id == *id)
            .map(|(section, index, _)| (section, index))
    }

    fn put_last(&mut self, row: OutlineRow) {
        if let Some(section) = self.0.last_mut() {
            section.push(row);
        }
    }

    /// Takes out a piece: a section whole, a session with what is about it right after it.
    fn take(&mut self, id: &PieceId) -> Option<Vec<OutlineRow>> {
        let (at, index) = self.find(id)?;
        let section = self.0.get_mut(at)?;
        let row = section.get(index)?;
        match &row.piece.kind {
            PieceKind::Heading => Some(self.0.remove(at)),
            PieceKind::Session(key) => {
                let key = Some(key.clone());
                let belong = section.iter().skip(index + 1).take_while(|row| row.piece.about == key).count();
                Some(section.drain(index..=index + belong).collect())
            }
            _ => Some(vec![section.remove(index)]),
        }
    }

    fn put(&mut self, rows: Vec<OutlineRow>, placement: &Placement) {
        let is_section = rows.first().is_some_and(|row| row.piece.kind == PieceKind::Heading);
        let place = self.find(&placement.after).or_else(|| {
            let (section, _) = self.find(&placement.section)?;
            Some((section, self.0.get(section)?.len().checked_sub(1)?))
        });
        let (section, index) = place.unwrap_or_else(|| {
            let last = self.0.len().saturating_sub(1);
            (last, self.0.get(last).map_or(0, |rows| rows.len().saturating_sub(1)))
        });
        if is_section {
            self.0.insert(section + 1, rows);
        } else if let Some(section) = self.0.get_mut(section) {
            let index = section.len().min(index + 1);
            section.splice(index..index, rows);
        }
    }
}

/// The next number for a placement.
pub fn next_order(edits: &[PieceEdit]) -> u32 {
    let orders = edits.iter().filter_map(|edit| edit.placement.as_ref()).map(|placement| placement.order);
    orders.max().map_or(1, |order| order.saturating_add(1))
}

/// Where a piece goes when it is moved by one; `None` at the end of its way. What stands before the text, and the first
/// section, stay where they are.
pub fn moved(rows: &[OutlineRow], id: &PieceId, direction: Direction, order: u32) -> Option<Placement> {
    let at = rows.iter().position(|row| row.piece.id == *id)?;
    let row = rows.get(at)?;
    let headings: Vec<usize> = headings(rows);
    if row.piece.kind == PieceKind::Heading {
        let index = headings.iter().position(|heading| *heading == at)?;
        let before = match direction {
            Direction::Up => index.checked_sub(2)?,
            Direction::Down => index + 1,
        };
        // The first section stays the first.
        let heading = headings.get(before).filter(|_| index > 0).and_then(|heading| rows.get(*heading))?;
        return Some(Placement { after: heading.piece.id.clone(), section: heading.piece.id.clone(), order });
    }
    let after = match direction {
        Direction::Up => before(rows, at).filter(|before| headings.first().is_some_and(|first| before >= first))?,
        Direction::Down => behind(rows, at).filter(|after| *after < rows.len())?,
    };
    let section = headings.iter().rev().find(|heading| **heading <= after).and_then(|heading| rows.get(*heading))?;
    Some(Placement { after: rows.get(after)?.piece.id.clone(), section: section.piece.id.clone(), order })
}

/// The row after which a piece goes when it moves up: over the one before it, or over a session with all that is about it.
fn before(rows: &[OutlineRow], at: usize) -> Option<usize> {
    let mut over = at.checked_sub(1)?;
    let about = rows.get(over).and_then(|row| row.piece.about.clone());
    if about.is_some() && rows.get(at).is_some_and(|row| row.piece.about != about) {
        while over > 0 && rows.get(over - 1).is_some_and(|row| row.piece.about == about) {
            over -= 1;
        }
    }
    over.checked_sub(1)
}

/// The row after which a piece goes when it moves down.
fn behind(rows: &[OutlineRow], at: usize) -> Option<usize> {
    let next = at + block(rows, at);
    let is_about_the_same = || rows.get(at).map(|row| &row.piece.about) == rows.get(next).map(|row| &row.piece.about);
    Some(if is_about_the_same() { next } else { next + block(rows, next).saturating_sub(1) })
}

/// How many rows move together: a session takes along what is about it.
fn block(rows: &[OutlineRow], at: usize) -> usize {
    match rows.get(at).map(|row| &row.piece.kind) {
        Some(PieceKind::Session(key)) => {
            1 + rows.iter().skip(at + 1).take_while(|row| row.piece.about.as_ref() == Some(key)).count()
        }
        _ => 1,
    }
}

fn headings(rows: &[OutlineRow]) -> Vec<usize> {
    let is_heading = |(index, row): (usize, &OutlineRow)| (row.piece.kind == PieceKind::Heading).then_some(index);
    rows.iter().enumerate().filter_map(is_heading).collect()
}

#[cfg(test)]
mod tests;
