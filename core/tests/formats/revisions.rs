//! Real revisions of real schedules, applied one after the other to somebody's stars and notes.

use std::fmt::Write;
use std::path::PathBuf;

use lanyard_core::formats::{self, Context, update::doubts};
use lanyard_core::schedule::changes::{ChangeKind, Changes, update};
use lanyard_core::schedule::diff::{FieldChange, diff};
use lanyard_core::schedule::{Schedule, SessionId, SessionStatus, When};

use super::shared::shared;
use super::zones::Database;

fn read(bytes: &[u8], zone: &str) -> Schedule {
    formats::read(bytes, &Context { zone: Some(zone), zones: &Database, table: None, first_day: None })
        .unwrap()
        .schedule
}

fn apply(old: &Schedule, mut new: Schedule, changes: &mut Changes, is_kept: impl Fn(&SessionId) -> bool) -> Schedule {
    let mut difference = diff(old, &new);
    difference.keep_ids(&mut new);
    update(old, new, &difference, changes, is_kept)
}

/// The agenda that OpenShift Commons keeps in its page, as an organiser would write it in Lanyard's own format. Sessions
/// have no ids there, so the title is the id.
fn commons_as_json(page: &str) -> String {
    let mut json = "{\"lanyard\":1,\"title\":\"Commons\",\"time_zone\":\"America/Denver\",\"sessions\":[".to_owned();
    let schedule = page.split("\nschedule:").nth(1).unwrap().split("\n---").next().unwrap();
    for item in schedule.split("- local_time:").skip(1) {
        let lines = || item.lines().map(str::trim);
        let value = |name: &str| {
            let value = lines().find_map(|line| line.strip_prefix(name)).unwrap_or("").trim();
            value.trim_matches(['\'', '"']).replace("''", "'").replace('"', "\\\"")
        };
        let time = lines().next().unwrap().trim_matches('\'').to_owned();
        let speakers = lines().filter_map(|line| line.strip_prefix("- id:")).map(|id| id.trim().trim_matches('\''));
        let speakers: Vec<String> = speakers.filter(|id| !id.is_empty()).map(|id| format!("\"{id}\"")).collect();
        let (title, room) = (value("session_name:"), value("track:"));
        write!(json, "{{\"title\":\"{title}\",\"room\":\"{room}\",\"start\":\"2024-11-12T{time}\",").unwrap();
        write!(json, "\"speakers\":[{}]}},", speakers.join(",")).unwrap();
    }
    json + "]}"
}

/// One line a change, with the clock of Salt Lake City, which was seven hours behind UTC.
fn lines(changes: &Changes, current: &Schedule, is_mine: impl Fn(&SessionId) -> bool) -> Vec<String> {
    let clock = |when: &When| when.start().map_or("?".to_owned(), |start| start.at_offset(-7 * 3600).clock());
    let short = |change: &FieldChange| match change {
        FieldChange::Status { from, to } => format!("{from:?} to {to:?}"),
        FieldChange::Time { from, to } => format!("{} to {}", clock(from), clock(to)),
        FieldChange::Room { from, to } => format!("{:?} to {:?}", from.as_deref().unwrap(), to.as_deref().unwrap()),
        FieldChange::Title { from, to } => format!("{from} to {to}"),
        FieldChange::Speakers { from, to } => format!("{} to {} speakers", from.len(), to.len()),
    };
    let list = changes.list(current, is_mine);
    let line = |what: &ChangeKind| match what {
        ChangeKind::Added => "added".to_owned(),
        ChangeKind::Changed(changes) => changes.iter().map(short).collect::<Vec<_>>().join(", "),
    };
    list.iter()
        .map(|change| {
            let title: String = change.listing.title.chars().take(40).collect();
            format!("{}{title}: {}", if change.is_mine { "mine " } else { "" }, line(&change.what))
        })
        .collect()
}

const COMMONS: [&str; 7] = [
    "2024-09-20-7df8c608",
    "2024-11-03-02bc9270",
    "2024-11-05-ec317459",
    "2024-11-06-b7833659",
    "2024-11-08-4f5296fb",
    "2024-11-15-107faf30",
    "2024-11-19-9f6ca7ee",
];

fn commons() -> Option<Vec<Schedule>> {
    let path = |name| shared(&format!("kubecon-week/openshift-commons-history/{name}.mdx"));
    let paths = COMMONS.into_iter().map(path).collect::<Option<Vec<PathBuf>>>()?;
    let page = |path: &PathBuf| commons_as_json(&std::fs::read_to_string(path).unwrap());
    Some(paths.iter().map(|path| read(page(path).as_bytes(), "America/Denver")).collect())
}

/// What somebody planned in September, and has notes on.
const MINE: [&str; 4] = [
    "How to go from zero to hero with Internal Developer Portals",
    "Scaling fine-tuning of language models with distributed InstructLab on OpenShift AI",
    "The Art of the Possible: Secure OpenShift Trusted Application Pipeline",
    "What is next for OpenShift Commons & Community Awards",
];

fn is_mine(id: &SessionId) -> bool {
    MINE.contains(&id.as_str())
}

#[test]
fn openshift_commons_over_seven_revisions() {
    let Some(revisions) = commons() else { return };
    let counts: Vec<usize> = revisions.iter().map(|schedule| schedule.listings.len()).collect();
    assert_eq!(counts, [42, 46, 47, 47, 47, 47, 47]);
    assert!(revisions[0].listings.iter().filter(|listing| is_mine(&listing.id)).count() == MINE.len());

    let mut changes = Changes::default();
    let mut current = revisions[0].clone();
    let mut steps = Vec::new();
    for next in &revisions[1..] {
        current = apply(&current, next.clone(), &mut changes, is_mine);
        steps.push(lines(&changes, &current, is_mine));
        changes.acknowledge_all();
    }
    // From September to the week before the event nearly everything was settled.
    let mine: Vec<&String> = steps[0].iter().filter(|line| line.starts_with("mine ")).collect();
    assert_eq!(
        mine,
        [
            "mine The Art of the Possible: Secure OpenShif: Listed to Gone",
            "mine How to go from zero to hero with Interna: 11:00 to 11:25",
            "mine Scaling fine-tuning of language models w: 15:30 to 15:55, 0 to 3 speakers",
            "mine What is next for OpenShift Commons & Com: 0 to 2 speakers",
        ]
    );
    // Fourteen titles that occur once are in both; twelve of them changed.
    let changed = steps[0].iter().filter(|line| !line.ends_with(": added") && !line.ends_with(" to Gone"));
    assert_eq!(changed.count(), 12);
    assert_eq!(steps[1], ["Round Table Discussions: AI: added"]);
    assert_eq!(steps[2], ["AIOps: Automating ARSATs Network Operati: 0 to 2 speakers"]);
    assert_eq!(
        steps[3],
        [
            "mine What is next for OpenShift Commons & Com: Listed to Gone",
            "Lessons learned from rolling out OpenShi: 2 to 3 speakers",
            "Community Awards and What is next for Op: added",
        ]
    );
    assert_eq!(steps[4..], [Vec::<String>::new(), Vec::new()]);

    // Nothing of mine is lost: what vanished is still there, with its last known values.
    let gone = current.listings.iter().filter(|listing| listing.status == SessionStatus::Gone);
    let mut gone: Vec<(&str, Option<&str>)> =
        gone.map(|listing| (listing.id.as_str(), listing.room.as_deref())).collect();
    gone.sort();
    assert_eq!(gone, [(MINE[2], Some("Breakouts - Theatre 1")), (MINE[3], Some("Main Stage"))]);
    assert!(MINE.iter().all(|id| current.listings.iter().any(|listing| listing.id.as_str() == *id)));
}

#[test]
fn openshift_commons_seen_only_at_the_end() {
    let Some(revisions) = commons() else { return };
    let mut changes = Changes::default();
    let mut current = revisions[0].clone();
    for next in &revisions[1..] {
        current = apply(&current, next.clone(), &mut changes, is_mine);
    }
    let found = lines(&changes, &current, is_mine);
    assert_eq!(
        found[..4],
        [
            "mine The Art of the Possible: Secure OpenShif: Listed to Gone",
            "mine How to go from zero to hero with Interna: 11:00 to 11:25",
            "mine Scaling fine-tuning of language models w: 15:30 to 15:55, 0 to 3 speakers",
            "mine What is next for OpenShift Commons & Com: Listed to Gone",
        ]
    );
    // The same as from the first revision to the last in one step.
    let mut at_once = Changes::default();
    let last = apply(&revisions[0], revisions[6].clone(), &mut at_once, is_mine);
    let mut direct = lines(&at_once, &last, is_mine);
    let mut stepwise = found.clone();
    direct.sort();
    stepwise.sort();
    assert_eq!(stepwise, direct);
}

#[test]
fn two_weeks_of_a_schedule_from_sched() {
    let file = |name: &str| shared(&format!("schedules/ics/sched-kubecon-eu-2026-all-{name}.ics"));
    let (Some(old), Some(new)) = (file("older2"), file("older1")) else { return };
    let old = read(&std::fs::read(old).unwrap(), "Europe/Amsterdam");
    let new = read(&std::fs::read(new).unwrap(), "Europe/Amsterdam");
    assert_eq!(doubts(&old, &new, &diff(&old, &new)), []);
    let mut changes = Changes::default();
    // Mine: everything that a careful planner starred two weeks before, which is each fifth session.
    let mine: Vec<SessionId> = old.listings.iter().step_by(5).map(|listing| listing.id.clone()).collect();
    let is_mine = |id: &SessionId| mine.contains(id);
    let listings = new.listings.len();
    let current = apply(&old, new, &mut changes, is_mine);
    let list = changes.list(&current, is_mine);
    let having = |wanted: fn(&FieldChange) -> bool| {
        let has = |what: &ChangeKind| matches!(what, ChangeKind::Changed(changes) if changes.iter().any(wanted));
        list.iter().filter(|change| has(&change.what)).count()
    };
    // Counted independently from the raw lines of both files.
    assert_eq!(list.iter().filter(|change| change.what == ChangeKind::Added).count(), 39);
    assert_eq!(having(|change| matches!(change, FieldChange::Status { to: SessionStatus::Gone, .. })), 4);
    assert_eq!(having(|change| matches!(change, FieldChange::Time { .. })), 54);
    assert_eq!(having(|change| matches!(change, FieldChange::Room { .. })), 76);
    assert!(list.is_sorted_by_key(|change| !change.is_mine));
    assert!(mine.iter().all(|id| current.listings.iter().any(|listing| listing.id == *id)));
    let gone = current.listings.iter().filter(|listing| listing.status == SessionStatus::Gone).count();
    assert_eq!(current.listings.len(), listings + gone);
    changes.acknowledge_all();
    assert_eq!(changes.list(&current, is_mine), []);
}
