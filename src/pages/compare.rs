//! Compare: my agenda beside those that colleagues have shared; who is where, and who could cover what.

use lanyard_core::notebook::Mark;
use lanyard_core::schedule::{Day, Session, SessionKey, Trip};
use lanyard_core::share::{Cover, Participant, SharedPick, cover, initials, shared_picks};
use leptos::prelude::*;

use super::phone;
use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, all, article, b, button, chip, chips, div, li, live, p, span, titled, ul};
use crate::components::plain_row::link;
use crate::components::{share, words};
use crate::platform::focus;
use crate::route::Page;
use crate::state::colleagues::{ColleagueAgenda, colleagues, keep, participant};
use crate::state::{App, event_class};

const NOBODY_YET: &str = "Nobody's agenda is here yet. Ask colleagues for theirs: under Trip they find “Share my agenda”. Open \
     their link or scan their code, and tap Compare.";

/// How many colours there are for people.
const COLORS: usize = 8;

/// Which sessions are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// Whatever anybody picked.
    All,
    /// Where I am with somebody.
    Together,
    /// Where somebody is, and I am not.
    Others,
}

/// The people that are compared, me first, and what they picked.
#[derive(Clone, PartialEq)]
struct Group {
    people: Vec<Participant>,
    letters: Vec<String>,
}

#[derive(Clone, Copy)]
struct Comparing {
    app: App,
    group: Memo<Group>,
    day: RwSignal<Option<Day>>,
    listed: RwSignal<Listed>,
    covers: RwSignal<bool>,
}

pub fn page(app: App) -> HtmlElement {
    let kept = Memo::new(move |_| colleagues(app.settings));
    let group = Memo::new(move |_| group(app, &kept.get()));
    let comparing = Comparing {
        app,
        group,
        day: RwSignal::new(None),
        listed: RwSignal::new(Listed::All),
        covers: RwSignal::new(false),
    };
    let body = move || match kept.with(Vec::is_empty) {
        true => p().class("empty").child(NOBODY_YET).into(),
        false => all((
            live(move || people(app, &kept.get(), group)),
            live(move || comparing.days()),
            comparing.choices(),
            live(move || comparing.list()),
            live(move || comparing.parts()),
        )),
    };
    article()
        .class("compare")
        .child(inner_header(app, Page::Trip, "Trip", "Compare agendas".to_owned(), ()))
        .child(body)
}

fn group(app: App, kept: &[ColleagueAgenda]) -> Group {
    let trip = app.trip.get();
    let me = Participant { name: "You".to_owned(), sessions: app.marks.sessions_with(Mark::Star) };
    let others = kept.iter().map(|colleague| participant(app.trips, &trip, colleague));
    let people: Vec<Participant> = [me].into_iter().chain(others).collect();
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let letters = initials(&names);
    Group { people, letters }
}

/// Whose agendas are here: the way to each, and to let it go.
fn people(app: App, kept: &[ColleagueAgenda], group: Memo<Group>) -> HtmlElement {
    let group = group.get();
    let row = |(index, colleague): (usize, &ColleagueAgenda)| {
        let here = group.people.get(index + 1).map_or(0, |person| person.sessions.len());
        let elsewhere = colleague.agenda.count().saturating_sub(here);
        let mut facts = words::count(here, "session", "sessions");
        if elsewhere > 0 {
            facts += &format!(", {elsewhere} not in this trip");
        }
        let way = link(app, Page::Shared(colleague.payload.clone())).child(b().child(colleague.name.clone()));
        let name = colleague.name.clone();
        let let_go = move || {
            focus::focus_heading();
            let (name, before) = keep(app.settings, &name, "");
            let said = format!("The agenda of {name} was removed. Nothing of yours was changed.");
            app.notices.say_with_undo(said, move || drop(keep(app.settings, &name, &before)));
        };
        let remove = button()
            .class("button")
            .aria_label(format!("Remove the agenda of {}", colleague.name))
            .on_click(let_go)
            .child("Remove");
        let words = div().class("row-words").child(way).child(" ").child(span().child(facts));
        li().child(div().class("plain-row").child(face(&group, index + 1)).child(words).child(remove))
    };
    let rows = kept.iter().enumerate().map(row).collect();
    let trip = kept.first().map(|colleague| colleague.agenda.trip.clone());
    let way_to_trip = trip.map(|trip| phone::way_to_trip(app, move |catalog| catalog.find(&trip)));
    div().child(way_to_trip).child(ul().class("rows").children(rows))
}

/// Somebody's initials, in a colour of their own.
fn face(group: &Group, person: usize) -> HtmlElement {
    let letters = group.letters.get(person).cloned().unwrap_or_default();
    let name = group.people.get(person).map(|person| person.name.clone()).unwrap_or_default();
    span().class(format!("face event-{}", person % COLORS)).role("img").aria_label(name).child(letters)
}

impl Comparing {
    fn shown_day(self, days: &[Day]) -> Option<Day> {
        let today = self.app.trip.with(|trip| trip.today(self.app.now()));
        self.day.get().or_else(|| days.contains(&today).then_some(today)).or_else(|| days.first().copied())
    }

    /// The days on which anybody picked something.
    fn all_days(self) -> Vec<Day> {
        let trip = self.app.trip.get();
        let picks = self.group.with(|group| shared_picks(&trip, &group.people, None));
        let mut days: Vec<Day> =
            picks.iter().filter_map(|pick| trip.sessions.get(pick.session).and_then(|session| session.day)).collect();
        days.sort();
        days.dedup();
        days
    }

    fn picks(self, trip: &Trip) -> Vec<SharedPick> {
        let day = self.shown_day(&self.all_days());
        self.group.with(|group| shared_picks(trip, &group.people, day))
    }

    fn days(self) -> Option<HtmlElement> {
        let days = self.all_days();
        let shown = self.shown_day(&days);
        let one = |day: &Day| {
            let day = *day;
            chip(words::day_short(day), move || Some(day) == shown, move || self.day.set(Some(day)))
        };
        (days.len() > 1).then(|| chips("Day", days.iter().map(one).collect()))
    }

    fn choices(self) -> HtmlElement {
        let one = |name: &str, listed: Listed| {
            chip(name.to_owned(), move || self.listed.get() == listed, move || self.listed.set(listed))
        };
        let covers = chip(
            "Who covers what".to_owned(),
            move || self.covers.get(),
            move || self.covers.update(|covers| *covers = !*covers),
        );
        let listed = vec![
            one("Everybody", Listed::All),
            one("Together", Listed::Together),
            one("Without you", Listed::Others),
            covers,
        ];
        chips("What is listed", listed)
    }

    fn covers(self, trip: &Trip, picks: &[SharedPick]) -> Vec<Cover> {
        match self.covers.get() {
            true => cover(trip, picks, self.group.with(|group| group.people.len())),
            false => Vec::new(),
        }
    }

    fn list(self) -> HtmlElement {
        let trip = self.app.trip.get();
        let picks = self.picks(&trip);
        let covers = self.covers(&trip, &picks);
        let listed = self.listed.get();
        let group = self.group.get();
        let is_listed = |pick: &&SharedPick| match listed {
            Listed::All => true,
            Listed::Together => pick.who.len() > 1 && pick.who.contains(&0),
            Listed::Others => !pick.who.contains(&0),
        };
        let row = |pick: &SharedPick| {
            let session = trip.sessions.get(pick.session)?;
            let cover = covers.iter().find(|cover| cover.session == pick.session);
            Some(self.row(&trip, session, pick, cover, &group))
        };
        let rows: Vec<HtmlElement> = picks.iter().filter(is_listed).filter_map(row).collect();
        match (rows.is_empty(), listed) {
            (false, _) => ul().class("rows").children(rows),
            (true, Listed::All) => p().class("empty").child("Nobody has picked anything in this trip."),
            (true, Listed::Together) => p().class("empty").child("You are with nobody on this day."),
            (true, Listed::Others) => p().class("empty").child("Nobody is anywhere without you on this day."),
        }
    }

    fn row(
        self,
        trip: &Trip,
        session: &Session,
        pick: &SharedPick,
        cover: Option<&Cover>,
        group: &Group,
    ) -> HtmlElement {
        let clock = |at: Option<_>| at.map(|at| words::clock(trip, at)).unwrap_or_default();
        let time = p()
            .class("row-time")
            .child(b().child(clock(session.when.start())))
            .child(" ")
            .child(span().child(clock(session.when.end())));
        let facts =
            [trip.event(session).map(|event| event.short.clone()), trip.room(session).map(|room| room.name.clone())];
        let facts = facts.into_iter().flatten().collect::<Vec<String>>().join(" · ");
        let title = link(self.app, Page::Session(trip.key(session))).class("row-title").child(session.title.clone());
        let body = div().class("row-body").child(title).child(p().class("row-facts").child(facts));
        let faces = pick.who.iter().map(|person| face(group, *person)).collect();
        let cover = cover.map(|cover| match cover.by.and_then(|by| group.people.get(by)) {
            Some(person) if cover.by == Some(0) => span().class("tag").child(format!("{} cover it", person.name)),
            Some(person) => span().class("tag").child(format!("{} covers it", person.name)),
            None => span().class("tag warns").child("Nobody has it"),
        });
        let class = format!("row {}", event_class(trip.event(session)));
        li().class(class).child(time).child(body).child(p().class("row-tags").children(faces).child(cover))
    }

    /// What each of the others would cover, as a link back to them.
    fn parts(self) -> Option<HtmlElement> {
        let trip = self.app.trip.get();
        let covers = self.covers(&trip, &self.picks(&trip));
        let group = self.group.get();
        let part = |(index, person): (usize, &Participant)| {
            let of_person = covers.iter().filter(|cover| cover.by == Some(index));
            let sessions = of_person.filter_map(|cover| trip.sessions.get(cover.session));
            let keys: Vec<SessionKey> = sessions.map(|session| trip.key(session)).collect();
            let name = format!("{} (plan)", person.name);
            let given = share::part(self.app, &name, &keys)?;
            let title = format!("{} covers {}", person.name, words::count(keys.len(), "session", "sessions"));
            Some(titled(title, given))
        };
        let parts: Vec<HtmlElement> = group.people.iter().enumerate().skip(1).filter_map(part).collect();
        (!parts.is_empty()).then(|| div().class("share").children(parts))
    }
}
