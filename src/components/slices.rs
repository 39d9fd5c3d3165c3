//! A long list, drawn slice by slice, one a frame: the first rows are there at once, and no frame keeps the page busy
//! for so long that a tap would wait.

use leptos::prelude::*;

use super::html::{HtmlElement, live};
use crate::platform::scrolling;

/// How many items the next frame takes: more where frames come quickly, fewer where they do not.
#[derive(Clone, Copy)]
pub struct Pace {
    items: usize,
    last_frame: Option<f64>,
}

impl Pace {
    const MOST: usize = 24;
    /// Up to here a frame came as soon as the screen wanted it.
    const SMOOTH_MILLIS: f64 = 20.0;
    /// From here on a tap would wait.
    const SLOW_MILLIS: f64 = 40.0;

    pub fn starting_with(items: usize) -> Self {
        Self { items, last_frame: None }
    }

    /// `frame` is the time of the frame that is about to be painted.
    pub fn at(&mut self, frame: f64) -> usize {
        let since = self.last_frame.replace(frame).map(|last| frame - last);
        match since {
            Some(millis) if millis <= Self::SMOOTH_MILLIS => self.items = (self.items + 2).min(Self::MOST),
            Some(millis) if millis > Self::SLOW_MILLIS => self.items = (self.items / 2).max(2),
            _ => {}
        }
        self.items
    }
}

/// How many items of a list are drawn by now. Copy it freely.
#[derive(Clone, Copy)]
pub struct Slices {
    total: RwSignal<usize>,
    drawn: RwSignal<usize>,
    step: usize,
    /// Counts how often it has begun to draw the rest. Only the last time goes on.
    round: StoredValue<usize>,
}

impl Slices {
    /// Draws `step` of `total` items at once, and the rest with the next frames.
    pub fn new(total: usize, step: usize) -> Self {
        let (total, drawn, round) = (RwSignal::new(total), RwSignal::new(step), StoredValue::new(0));
        let slices = Self { total, drawn, step, round };
        slices.begin_again();
        slices
    }

    /// Back to the first `step` items, because the list is another one; the rest comes with the next frames.
    pub fn begin_again(self) {
        self.drawn.set(self.step);
        // The frame that shows the first ones has enough to do.
        scrolling::after_next_frame(move || self.draw_the_rest());
    }

    /// How many there are by now. Reactive.
    pub fn drawn(self) -> usize {
        self.drawn.get()
    }

    /// How many there will be. Reactive.
    pub fn total(self) -> usize {
        self.total.get()
    }

    /// Draws so many more, with the next frames.
    pub fn more(self, count: usize) {
        self.total.update(|total| *total += count);
        self.draw_the_rest();
    }

    /// Some items, the first of which is number `first`.
    pub fn part(self, first: usize, draw: impl Fn() -> Vec<HtmlElement> + Send + Sync + 'static) -> AnyView {
        let is_here = Memo::new(move |_| self.drawn() > first);
        live(move || is_here.get().then(&draw))
    }

    fn draw_the_rest(self) {
        if let Some(round) = self.round.try_update_value(|round| {
            *round += 1;
            *round
        }) {
            self.draw_slice(round, Pace::starting_with(self.step));
        }
    }

    /// Ends with the last one, and when the list is gone.
    fn draw_slice(self, round: usize, mut pace: Pace) {
        scrolling::before_next_frame(move |frame| {
            let Some((drawn, total)) = self.drawn.try_get_untracked().zip(self.total.try_get_untracked()) else {
                return;
            };
            if drawn < total && self.round.try_get_value() == Some(round) {
                self.drawn.set(total.min(drawn + pace.at(frame)));
                self.draw_slice(round, pace);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_takes_as_many_as_keep_the_page_smooth() {
        let mut pace = Pace::starting_with(4);
        let mut at = |frame: f64| pace.at(frame);
        let quick: Vec<usize> = [0.0, 16.0, 33.0, 50.0].map(&mut at).to_vec();
        assert_eq!(quick, [4, 6, 8, 10]);
        let slow: Vec<usize> = [80.0, 130.0, 190.0, 250.0].map(&mut at).to_vec();
        assert_eq!(slow, [10, 5, 2, 2]);
        let again = (1..40).map(|frame| at(250.0 + 16.0 * f64::from(frame))).last();
        assert_eq!(again, Some(Pace::MOST));
    }
}
