//! The agendas of several people for one trip: who is where, and who could cover what.

use crate::agenda::{Slot, slot};
use crate::schedule::{Day, SessionKey, Trip};

/// Somebody and what they picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// The name, as shown.
    pub name: String,
    /// Their sessions; those that the trip does not have count nowhere.
    pub sessions: Vec<SessionKey>,
}

/// A session that at least one of them picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedPick {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// Indices of those who picked it, in order.
    pub who: Vec<usize>,
}

/// Who goes where, when a group wants to hear as many of its sessions as it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Index into [`Trip::sessions`].
    pub session: usize,
    /// The index of whoever goes; `None` when everybody is somewhere else by then.
    pub by: Option<usize>,
}

/// What any of them picked, in the order of the trip; with a day, only what is on it.
pub fn shared_picks(trip: &Trip, people: &[Participant], day: Option<Day>) -> Vec<SharedPick> {
    let on_day = |index: &usize| day.is_none() || trip.sessions.get(*index).is_some_and(|session| session.day == day);
    let picked = |index: usize| {
        let key = trip.sessions.get(index).map(|session| trip.key(session))?;
        let has_it = |(_, person): &(usize, &Participant)| person.sessions.contains(&key);
        let who: Vec<usize> = people.iter().enumerate().filter(has_it).map(|(index, _)| index).collect();
        (!who.is_empty()).then_some(SharedPick { session: index, who })
    };
    (0..trip.sessions.len()).filter(on_day).filter_map(picked).collect()
}

/// A suggestion for so many people: nobody is in two places, no session has two of them, and no other plan covers more
/// sessions. Whoever picked a session takes it where they can, and then whoever has least to do.
///
/// Sessions without a time, and those that clash with nothing since they last all day, are left out.
pub fn cover(trip: &Trip, picks: &[SharedPick], people: usize) -> Vec<Cover> {
    let slot_of = |pick: &SharedPick| trip.sessions.get(pick.session).and_then(slot);
    let mut timed: Vec<(&SharedPick, Slot)> = picks.iter().filter_map(|pick| Some((pick, slot_of(pick)?))).collect();
    timed.sort_by_key(|(_, slot)| *slot);
    let left_out = too_many(&timed, people);
    let mut plans: Vec<Vec<Slot>> = vec![Vec::new(); people];
    let mut covers = Vec::new();
    for (index, (pick, slot)) in timed.iter().enumerate() {
        let is_free = |plan: &[Slot]| plan.last().is_none_or(|last| !overlap(last, slot));
        let free = plans.iter().enumerate().filter(|(_, plan)| is_free(plan));
        let best = free.min_by_key(|(person, plan)| (!pick.who.contains(person), plan.len(), *person));
        let by = best.map(|(person, _)| person).filter(|_| !left_out.contains(&index));
        if let Some(plan) = by.and_then(|person| plans.get_mut(person)) {
            plan.push(*slot);
        }
        covers.push(Cover { session: pick.session, by });
    }
    covers
}

/// As few as have to be left out so that never more than so many take place at a time: whenever there is one too many, the
/// one that would take longest from there on.
fn too_many(timed: &[(&SharedPick, Slot)], people: usize) -> Vec<usize> {
    let mut left_out = Vec::new();
    let mut running: Vec<(usize, Slot)> = Vec::new();
    for (index, (_, slot)) in timed.iter().enumerate() {
        running.retain(|(_, other)| overlap(other, slot));
        running.push((index, *slot));
        if running.len() > people {
            let longest = running.iter().enumerate().max_by_key(|(_, (index, slot))| (slot.end, *index));
            if let Some(place) = longest.map(|(place, _)| place) {
                left_out.push(running.remove(place).0);
            }
        }
    }
    left_out
}

/// Whether one cannot hear the whole of both. What takes no time is heard in passing.
fn overlap(one: &Slot, other: &Slot) -> bool {
    one.start < other.end && other.start < one.end
}

/// Two letters for each name, no two the same: `AL` for Ada Lovelace, else another letter of hers, else a number.
pub fn initials(names: &[&str]) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for name in names {
        let mut words = name.split_whitespace();
        let word = words.next().unwrap_or("?");
        let first: String = word.chars().take(1).collect();
        let second = words.next_back().unwrap_or_else(|| word.get(first.len()..).unwrap_or_default());
        let letters = second.chars().map(|letter| format!("{first}{letter}").to_uppercase());
        let numbered = (1..).map(|number| format!("{first}{number}").to_uppercase());
        let alone = Some(first.to_uppercase()).filter(|_| second.is_empty());
        let free = alone.into_iter().chain(letters).chain(numbered).find(|letters| !taken.contains(letters));
        taken.extend(free);
    }
    taken
}

#[cfg(test)]
mod tests;
