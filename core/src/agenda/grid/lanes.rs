//! What is at the same time in one column stands side by side: in lanes, each as wide as there is room for.

use std::ops::Range;

/// Where something stands across its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lane {
    /// The lane it begins in.
    pub first: usize,
    /// How many lanes it takes.
    pub lanes: usize,
}

/// The lanes of spans of minutes that are sorted by their start, and how many lanes there are. Each takes the first lane
/// that is free, and all lanes on its right that stay free as long.
pub(super) fn lanes(spans: &[Range<i32>]) -> (Vec<Lane>, usize) {
    // Of each lane what is in it, by time.
    let mut taken: Vec<Vec<Range<i32>>> = Vec::new();
    let mut firsts = Vec::with_capacity(spans.len());
    for span in spans {
        let is_free = |lane: &Vec<Range<i32>>| lane.last().is_none_or(|last| last.end <= span.start);
        let first = taken.iter().position(is_free).unwrap_or(taken.len());
        match taken.get_mut(first) {
            Some(lane) => lane.push(span.clone()),
            None => taken.push(vec![span.clone()]),
        }
        firsts.push(first);
    }
    let is_free = |lane: &[Range<i32>], span: &Range<i32>| {
        let next = lane.partition_point(|other| other.end <= span.start);
        lane.get(next).is_none_or(|other| other.start >= span.end)
    };
    let lane = |(first, span): (usize, &Range<i32>)| {
        let right = taken.iter().skip(first + 1).take_while(|lane| is_free(lane, span)).count();
        Lane { first, lanes: 1 + right }
    };
    let count = taken.len();
    (firsts.into_iter().zip(spans).map(lane).collect(), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(spans: &[(i32, i32)], expect: &[(usize, usize)], count: usize) {
        let spans: Vec<Range<i32>> = spans.iter().map(|(start, end)| *start..*end).collect();
        let (lanes, lane_count) = lanes(&spans);
        let lanes: Vec<(usize, usize)> = lanes.iter().map(|lane| (lane.first, lane.lanes)).collect();
        assert_eq!((lanes.as_slice(), lane_count), (expect, count), "{spans:?}");
    }

    #[test]
    fn what_is_at_the_same_time_stands_side_by_side() {
        check(&[], &[], 0);
        check(&[(0, 30), (30, 60)], &[(0, 1), (0, 1)], 1);
        check(&[(0, 30), (20, 60), (30, 50)], &[(0, 1), (1, 1), (0, 1)], 2);
        check(&[(0, 60), (0, 30), (30, 60)], &[(0, 1), (1, 1), (1, 1)], 2);
    }

    #[test]
    fn what_stands_alone_takes_the_whole_width() {
        check(&[(0, 30), (0, 30), (40, 60)], &[(0, 1), (1, 1), (0, 2)], 2);
        check(&[(0, 90), (0, 30), (0, 30), (30, 60)], &[(0, 1), (1, 1), (2, 1), (1, 2)], 3);
    }

    proptest! {
        #[test]
        fn nothing_lies_over_anything(
            mut spans in proptest::collection::vec((0..300_i32, 1..90_i32), 0..40),
        ) {
            spans.sort_unstable();
            let spans: Vec<Range<i32>> = spans.into_iter().map(|(start, length)| start..start + length).collect();
            let (lanes, count) = lanes(&spans);
            for (number, (lane, span)) in lanes.iter().zip(&spans).enumerate() {
                prop_assert!(lane.lanes >= 1 && lane.first + lane.lanes <= count);
                for (other, beside) in lanes.iter().zip(&spans).skip(number + 1) {
                    let meets = span.start < beside.end && beside.start < span.end;
                    let across = lane.first < other.first + other.lanes && other.first < lane.first + lane.lanes;
                    prop_assert!(!(meets && across), "{:?} {:?} and {:?} {:?}", span, lane, beside, other);
                }
            }
        }
    }
}
