//! Retrospective: what the week becomes. The outline, how it will be read, and the ways out.

mod colleague;
mod outline;
mod piece;
mod preview;
mod publish;
mod rows;
mod templates;

use lanyard_core::notebook::{EntryKind, Mark};
use lanyard_core::records::StorageHealth;
use lanyard_core::retrospective::{OutlineKind, OutlineRow, OutlineView, PieceKind, outgoing};
use leptos::prelude::*;

use crate::components::header::inner_header;
use crate::components::html::{HtmlElement, a, all, article, div, live, nav, p};
use crate::components::plain_row::link;
use crate::components::saved::none_yet;
use crate::components::words;
use crate::route::{Page, Route};
use crate::state::App;
use crate::state::outline::OutlineHandle;

pub fn page(app: App) -> HtmlElement {
    let chosen = Memo::new(move |_| {
        app.navigation.route.with(|route| match route.page {
            Page::Retrospective(kind, view) => (kind, view),
            _ => Default::default(),
        })
    });
    let kind = Memo::new(move |_| chosen.get().0);
    let view = Memo::new(move |_| chosen.get().1);
    let outline = OutlineHandle::new(app, kind);
    let back = Page::Notebook(app.last_view.get_untracked());
    let ways = nav().class("chips").aria_label("Retrospective").children(
        OutlineView::ALL.map(|each| way(app, move |kind, _| (kind, each), each.label(), chosen)).into_iter().collect(),
    );
    let kinds = nav().class("chips").aria_label("For whom").children(
        OutlineKind::ALL
            .map(|each| way(app, move |_, view| (each, view), kind_name(each), chosen))
            .into_iter()
            .collect(),
    );
    let shown = Memo::new(move |_| state(app));
    let body = move || match view.get() {
        OutlineView::Outline => outline::view(app, outline),
        OutlineView::Preview => preview::view(app, outline),
        OutlineView::Publish => publish::view(app, outline),
    };
    let body = live(move || match shown.get() {
        RetrospectiveState::Loading => none_yet(app, "").into(),
        RetrospectiveState::Empty => nothing_yet(app).into(),
        RetrospectiveState::Full => {
            let facts = p().class("facts").child(move || outline.rows.with(|rows| in_short(&rows.rows)));
            all((facts, live(body)))
        }
    });
    article()
        .class("retrospective")
        .child(inner_header(app, back, "Notebook", "Retrospective".to_owned(), ()))
        .child(div().class("retrospective-ways").child(ways).child(kinds))
        .child(body)
}

/// Whether there is anything to write up.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RetrospectiveState {
    /// Nobody knows yet.
    Loading,
    Empty,
    Full,
}

fn state(app: App) -> RetrospectiveState {
    if app.storage.health().get() == StorageHealth::Loading {
        return RetrospectiveState::Loading;
    }
    let has_written = app.notebook.entries().with(|all| !all.is_empty());
    let has_planned = app.timeline.with(|timeline| !timeline.items().is_empty());
    if !has_written && !has_planned && app.marks.sessions_with(Mark::Attended).is_empty() {
        RetrospectiveState::Empty
    } else {
        RetrospectiveState::Full
    }
}

fn kind_name(kind: OutlineKind) -> &'static str {
    match kind {
        OutlineKind::Post => "Post",
        OutlineKind::Report => "Report",
    }
}

/// A way to another side of it. The history gets no step.
fn way(
    app: App,
    to: impl Fn(OutlineKind, OutlineView) -> (OutlineKind, OutlineView) + Copy + Send + Sync + 'static,
    name: &'static str,
    chosen: Memo<(OutlineKind, OutlineView)>,
) -> HtmlElement {
    let target = move || {
        let (kind, view) = chosen.get();
        to(kind, view)
    };
    let href = move || {
        let (kind, view) = target();
        app.navigation.route.with(|route| route.to(Page::Retrospective(kind, view))).href()
    };
    a().class("chip").href(href).aria_current(move || (target() == chosen.get()).then_some("page")).child(name)
}

/// `6 days · 14 talks · 9 takeaways · 5 photos · 3 stay out`.
fn in_short(rows: &[OutlineRow]) -> String {
    let (mut talks, mut photos, mut notes) = (0, 0, 0);
    for row in outgoing(rows) {
        match row.piece.kind {
            PieceKind::Session(_) => talks += 1,
            PieceKind::Picture(_) => photos += 1,
            PieceKind::Heading => {}
            _ if row.piece.entry.is_some() => notes += 1,
            _ => {}
        }
    }
    let withheld = rows.iter().filter(|row| row.is_withheld()).count();
    let counted = [(talks, "talk", "talks"), (notes, "entry", "entries"), (photos, EntryKind::Photo.word(), "photos")];
    let mut parts: Vec<String> = counted
        .into_iter()
        .filter(|(count, _, _)| *count > 0)
        .map(|(count, one, many)| words::count(count, one, many))
        .collect();
    match withheld {
        0 => parts.push("nothing private in it".to_owned()),
        1 => parts.push("1 piece stays out".to_owned()),
        count => parts.push(format!("{count} pieces stay out")),
    }
    parts.join(" · ")
}

/// An empty notebook has nothing to tell, and an example shows what it would.
fn nothing_yet(app: App) -> HtmlElement {
    let example = app.has_example().then(|| {
        a().class("plain-row more").href(Route::into_example().href()).child(lanyard_core::agenda::WELCOME_EXAMPLE)
    });
    let closing = link(app, Page::Closing(None)).class("plain-row more").child("Close the week");
    let words = "What you capture and the talks you attend become a post here. There is nothing yet.";
    div().child(none_yet(app, words)).child(closing).child(example)
}
