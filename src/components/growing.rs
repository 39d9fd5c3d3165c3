//! A list of groups that is drawn a few rows a frame, from where one wants to be and then around it.

use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;

use super::slices::Pace;
use crate::platform::scrolling;

/// The rows of a group.
struct GrowingRows {
    all: usize,
    drawn: RwSignal<usize>,
}

/// How many rows of which groups are drawn by now. Copy it freely.
#[derive(Clone, Copy)]
pub struct Growing {
    groups: StoredValue<Arc<[GrowingRows]>>,
    begun: RwSignal<Range<usize>>,
    busy: RwSignal<bool>,
}

impl Growing {
    /// Begins after the next frame: the one that shows the page itself has enough to do. `order` names each group once.
    /// `drawn` is called after each frame.
    pub fn new(sizes: Vec<usize>, order: Vec<usize>, step: usize, drawn: impl Fn() + 'static) -> Self {
        let first = order.first().copied().unwrap_or(0);
        let groups = sizes.into_iter().map(|all| GrowingRows { all, drawn: RwSignal::new(0) }).collect();
        let growing = Self {
            groups: StoredValue::new(groups),
            begun: RwSignal::new(first..first),
            busy: RwSignal::new(!order.is_empty()),
        };
        let pace = Pace::starting_with(step);
        scrolling::before_next_frame(move |_| growing.go_on(order.into_iter(), pace, drawn));
        growing
    }

    /// The groups of which something is drawn. Reactive.
    pub fn begun(self) -> Range<usize> {
        self.begun.get()
    }

    /// How many rows of a group are drawn. Reactive.
    pub fn drawn(self, group: usize) -> usize {
        self.groups.with_value(|groups| groups.get(group).map_or(0, |rows| rows.drawn.get()))
    }

    /// Whether rows are still to come, as `aria-busy` says it.
    pub fn busy(self) -> Option<&'static str> {
        self.busy.get().then_some("true")
    }

    /// Ends with the last row, and when the list is gone.
    fn go_on(self, mut order: std::vec::IntoIter<usize>, mut pace: Pace, drawn: impl Fn() + 'static) {
        scrolling::before_next_frame(move |frame| {
            let Some(groups) = self.groups.try_get_value() else { return };
            drawn();
            if order.as_slice().is_empty() {
                return self.busy.set(false);
            }
            let mut room = pace.at(frame);
            while room > 0
                && let Some(group) = order.as_slice().first().copied()
                && let Some(rows) = groups.get(group)
            {
                let there = rows.drawn.get_untracked();
                let more = room.min(rows.all - there);
                room -= more;
                if there == 0 {
                    self.begun.update(|begun| *begun = begun.start.min(group)..begun.end.max(group + 1));
                }
                rows.drawn.set(there + more);
                if there + more == rows.all {
                    order.next();
                }
            }
            self.go_on(order, pace, drawn);
        });
    }
}
