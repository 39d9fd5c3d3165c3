use proptest::prelude::*;

use super::*;
use crate::agenda::fixture::{add, at, day, going, late, none, only, own, timed, trip};
use crate::agenda::{AgendaItemRef, ConferenceDays, Filter, FilterContext, Overlap, Timeline};
use crate::notebook::OwnItem;
use crate::schedule::{Session, SessionKey, SessionStatus, Trip, When, Zone};

const LEAST: i32 = 15;

fn grid(trip: &Trip, own: &[OwnItem], query: &str, mine: &dyn Fn(&SessionKey) -> bool) -> Grid {
    let filter = Filter::from_query(query);
    let timeline = Timeline::of(trip, &ConferenceDays::of(trip), &going(mine), own);
    let context = FilterContext::new(&timeline, mine, at("10:45"));
    Grid::of(trip, day(), filter.grid.unwrap_or_default(), &filter, &context, LEAST)
}

/// `title 10:00-10:30 left+width` of each cell, by column.
fn drawn(trip: &Trip, own: &[OwnItem], grid: &Grid) -> Vec<String> {
    let cell = |cell: &GridCell| {
        let title = cell.what.title(trip, own).unwrap();
        let [start, end] =
            [cell.start, cell.end].map(|minute| trip.zone.local(grid.start.plus_minutes(minute.into())).clock());
        format!(" {title} {start}-{end} {}+{}", cell.left, cell.width)
    };
    let column = |column: &GridColumn| {
        let cells: Vec<String> = grid.cells_of(column).iter().map(cell).collect();
        format!("{}:{}", column.name, cells.join(","))
    };
    grid.columns.iter().map(column).collect()
}

#[track_caller]
fn check(query: &str, expect: &[&str]) {
    let own = [own("lunch", "11:50", Some("12:40")), own("booth", "09:00", Some("17:00"))];
    let trip = trip();
    let grid = grid(&trip, &own, query, &only(&["early", "upstairs"]));
    assert_eq!(drawn(&trip, &own, &grid), expect, "{query}");
}

#[test]
fn each_room_has_its_column_in_the_trip_s_order() {
    check(
        "grid=rooms",
        &[
            "Yours: booth 09:00-17:00 100+45, lunch 11:50-12:40 0+100",
            "main: opening 09:00-09:30 145+100, early 10:00-10:30 145+100, early-too 14:00-14:30 145+100",
            "beside: desk 08:00-17:00 345+45, long 10:00-11:30 245+100",
            "upper: upstairs 11:00-11:45 390+100",
            "attic: no-level 14:00-14:30 490+100",
            "lobby: elsewhere 11:00-11:45 590+100",
            "counter: far 14:00-14:30 690+100",
            "No room: somewhere 14:00-14:30 790+100",
        ],
    );
}

#[test]
fn what_is_at_once_in_a_column_stands_side_by_side() {
    check(
        "grid=venues&type=Keynote&type=Workshop&event=main",
        &["palace: opening 09:00-09:30 0+100, long 10:00-11:30 0+100"],
    );
    check("grid=tracks&event=side", &["No track: far 14:00-14:30 0+70, somewhere 14:00-14:30 70+70"]);
}

#[test]
fn columns_by_track_and_by_venue() {
    check("grid=tracks&track=Storage", &["Storage: upstairs 11:00-11:45 0+100"]);
    let trip = trip();
    let names = |query| {
        let grid = grid(&trip, &[], query, &none);
        grid.columns.into_iter().map(|column| column.name).collect::<Vec<String>>()
    };
    assert_eq!(names("grid=tracks"), ["Storage", "No track"]);
    assert_eq!(names("grid=venues"), ["palace", "hotel", "bar", "Elsewhere"]);
    assert_eq!(names("grid=rooms&event=nowhere"), [""; 0]);
}

#[test]
fn a_filter_leaves_out_columns_and_what_is_mine_stands_with_my_own() {
    check(
        "grid=rooms&view=mine",
        &[
            "Yours: booth 09:00-17:00 100+45, lunch 11:50-12:40 0+100",
            "main: early 10:00-10:30 145+100",
            "upper: upstairs 11:00-11:45 245+100",
        ],
    );
}

#[test]
fn what_is_short_is_as_long_as_can_be_tapped_and_moves_nothing_under_another() {
    let mut trip = trip();
    let short = |id, start, end| timed(id, 0, start, Some(end), Some(0));
    add(&mut trip, [short("one", "12:00", "12:05"), short("two", "12:05", "12:10"), short("last", "16:55", "17:00")]);
    let grid = grid(&trip, &[], "grid=rooms&room=main", &none);
    let lines = drawn(&trip, &[], &grid);
    let expect = "main: opening 09:00-09:30 0+140, early 10:00-10:30 0+140, one 12:00-12:15 0+70, two 12:05-12:20 70+70, \
                  early-too 14:00-14:30 0+140, last 16:55-17:10 0+140";
    assert_eq!(lines, [expect]);
    assert_eq!(grid.minutes, 540, "there is room for the last one");
}

#[test]
fn what_has_no_time_is_listed_apart() {
    let mut trip = trip();
    add(&mut trip, [late("years off", 0, "10:00", "10:30")]);
    let far = trip.sessions.iter_mut().find(|session| session.id.as_str() == "years off").unwrap();
    far.when = When::stated(at("10:00").plus_minutes(60 * 24 * 400), None);
    let grid = grid(&trip, &[], "grid=rooms", &none);
    let titles: Vec<&str> = grid.untimed.iter().map(|what| what.title(&trip, &[]).unwrap()).collect();
    assert_eq!((titles.as_slice(), grid.minutes), (["years off", "timeless"].as_slice(), 540));
}

#[test]
fn the_first_hour_is_full_in_the_trip_s_own_time() {
    let mut trip = trip();
    trip.zone = Zone::fixed("Asia/Kathmandu", 5 * 3600 + 2700, "NPT");
    let start = at("08:00");
    trip.sessions.retain(|session| session.id.as_str() == "desk");
    let days = ConferenceDays::of(&trip);
    let timeline = Timeline::of(&trip, &days, &going(&none), &[]);
    let context = FilterContext::new(&timeline, &none, start);
    let grid = Grid::of(&trip, day(), GridColumns::Rooms, &Filter::default(), &context, LEAST);
    assert_eq!((trip.zone.local(grid.start).minute(), grid.cells[0].start), (0, 45));
    assert!((grid.start, grid.minute_of(grid.start)) <= (start, Some(0)));
    assert_eq!(grid.minute_of(grid.start.plus_minutes(-1)), None);
}

#[track_caller]
fn check_words(what: AgendaItemRef, state: Option<&str>, overlaps: &[i64], expect: &str) {
    let mut trip = trip();
    for session in trip.sessions.iter_mut().filter(|session| session.id.as_str() == "far") {
        session.status = SessionStatus::Cancelled;
    }
    let own = [own("Lunch", "12:00", None)];
    let overlaps: Vec<Overlap> = overlaps.iter().map(|minutes| Overlap { with: what, minutes: *minutes }).collect();
    assert_eq!(cell_words(&trip, &own, what, state, &overlaps).as_deref(), Some(expect));
}

#[test]
fn a_cell_says_when_where_what_and_how_it_stands_with_mine() {
    let index = |id: &str| {
        let trip = trip();
        AgendaItemRef::Session(trip.sessions.iter().position(|session| session.id.as_str() == id).unwrap())
    };
    check_words(index("early"), Some("going"), &[15], "10:00 to 10:30, main, early, going, overlaps by 15 min");
    check_words(index("opening"), None, &[], "09:00, main, opening");
    check_words(index("far"), None, &[], "14:00 to 14:30, counter, far, cancelled");
    check_words(index("timeless"), None, &[], "time not known, timeless");
    check_words(AgendaItemRef::Own(0), None, &[5, 70], "12:00, yours, Lunch, overlaps 2 by up to 1 h 10 min");
    assert_eq!(cell_words(&trip(), &[], AgendaItemRef::Own(7), None, &[]), None);
    let classes = [index("early"), AgendaItemRef::Own(0)].map(|what| cell_class(&trip(), what));
    assert_eq!(classes, ["cell event-0", "cell own"]);
}

/// A day of sessions: minute, length, room, whether it has one, whether it runs in the background.
fn any_day() -> impl Strategy<Value = Trip> {
    let session = (0..1_400_i64, 0..400_i64, 0..7_usize, 0..5_usize);
    proptest::collection::vec(session, 0..60).prop_map(|sessions| {
        let mut trip = trip();
        trip.sessions.clear();
        for (number, (start, length, room, kind)) in sessions.into_iter().enumerate() {
            let start = at("00:00").plus_minutes(start);
            let session = timed(&number.to_string(), 0, "00:00", None, (room < trip.rooms.len()).then_some(room));
            let when = When::stated(start, (kind != 0).then(|| start.plus_minutes(length)));
            trip.sessions.push(Session { when, background: kind == 1, track: (kind > 2).then(|| kind - 1), ..session });
        }
        add(&mut trip, []);
        trip
    })
}

fn any_columns() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["grid=rooms", "grid=tracks", "grid=venues"])
}

proptest! {
    #[test]
    fn everything_has_its_place_and_nothing_lies_over_anything(trip in any_day(), query in any_columns()) {
        let grid = grid(&trip, &[], query, &none);
        let mut placed: Vec<AgendaItemRef> = grid.cells.iter().map(|cell| cell.what).collect();
        placed.sort_unstable();
        let all: Vec<AgendaItemRef> = (0..trip.sessions.len()).map(AgendaItemRef::Session).collect();
        prop_assert_eq!(placed, all);
        for (index, cell) in grid.cells.iter().enumerate() {
            let column = &grid.columns[cell.column];
            prop_assert!(column.cells.contains(&index));
            prop_assert!(column.left <= cell.left && cell.left + cell.width <= column.left + column.width);
            prop_assert!(0 <= cell.start && cell.start + LEAST <= cell.end && cell.end <= grid.minutes);
            let area = GridArea {
                left: cell.left, right: cell.left + cell.width, top: cell.start, bottom: cell.end,
            };
            prop_assert_eq!(grid.cells_in(area), [index], "it has its place for itself");
            prop_assert_eq!(grid.cell_at(cell.left, cell.end - 1), Some(index));
            prop_assert_eq!(grid.cell_of(cell.what), Some(index));
        }
    }

    #[test]
    fn an_area_has_the_cells_that_are_in_it(
        trip in any_day(), query in any_columns(), left in -50..900_i32, width in 0..500_i32, top in -60..1_500_i32,
        height in 0..600_i32,
    ) {
        let grid = grid(&trip, &[], query, &none);
        let area = GridArea { left, right: left + width, top, bottom: top + height };
        let all = grid.cells.iter().enumerate().filter(|(_, cell)| cell.is_in(&area)).map(|(index, _)| index);
        prop_assert_eq!(grid.cells_in(area), all.collect::<Vec<usize>>());
        for (index, column) in grid.columns.iter().enumerate() {
            let is_between = column.left < area.right && area.left < column.left + column.width;
            prop_assert_eq!(grid.columns_between(area.left, area.right).contains(&index), is_between);
        }
    }

    #[test]
    fn every_cell_is_reached_from_every_other_by_arrow_keys(trip in any_day(), query in any_columns()) {
        let grid = grid(&trip, &[], query, &none);
        let arrows = [GridStep::Up, GridStep::Down, GridStep::Left, GridStep::Right];
        for start in 0..grid.cells.len() {
            let (mut reached, mut next) = (vec![false; grid.cells.len()], grid.cursor(start).into_iter().collect::<Vec<_>>());
            while let Some(cursor) = next.pop() {
                if !std::mem::replace(&mut reached[cursor.cell], true) {
                    next.extend(arrows.map(|step| grid.step(cursor, step)));
                }
            }
            prop_assert!(reached.iter().all(|reached| *reached), "from {}", start);
        }
    }

    #[test]
    fn a_step_leads_somewhere_and_keeps_the_time_it_goes_across_at(
        trip in any_day(), query in any_columns(), steps in proptest::collection::vec(0..8_usize, 0..40), across in -9..999_i32,
    ) {
        let grid = grid(&trip, &[], query, &none);
        let Some(mut cursor) = grid.nearest(across, 600) else {
            prop_assert!(grid.cells.is_empty());
            return Ok(());
        };
        for step in steps {
            let step = GridStep::ALL[step];
            let next = grid.step(cursor, step);
            let (from, to) = (grid.cells[cursor.cell], grid.cells[next.cell]);
            match step {
                GridStep::Left => prop_assert!(to.left <= from.left && next.minute == cursor.minute),
                GridStep::Right => prop_assert!(to.left >= from.left && next.minute == cursor.minute),
                _ => prop_assert!(to.column == from.column && (next == cursor || next.minute == to.start)),
            }
            cursor = next;
        }
    }
}
