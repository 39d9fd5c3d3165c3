//! The bundled week as somebody has planned it, and what Now has to say at twenty instants of it.

use lanyard_core::notebook::{Mark, OwnItem, OwnItemId};
use lanyard_core::schedule::{Instant, SessionKey};

use crate::past::Past;

/// An instant of the week: a name, when it is, what Now says then, and what it must not say.
pub struct Moment {
    /// The name of its picture.
    pub name: &'static str,
    /// RFC 3339, as it stands in an address.
    pub at: &'static str,
    /// Words that must be on screen.
    pub says: &'static [&'static str],
    /// Words that must not.
    pub never: &'static [&'static str],
}

/// What is starred: event, session, and its title.
const STARS: [(&str, &str, &str); 14] = [
    ("rejekts", "ebpf-grandma", "I explained eBPF to my grandma"),
    ("rejekts", "CZ9VGR", "Karpenter and Cluster Autoscaler: A data-driven comparison"),
    ("rejekts", "UZJWHM", "How the heck do I debug distroless containers?"),
    ("summit", "steering-ama", "Steering Committee AMA"),
    ("summit", "social", "Contributor Social"),
    ("commons", "mainstage-0900-1", "Keynote Kickoff"),
    ("side", "signoz-growthbook", "SigNoz + GrowthBook Happy Hour @ KubeCon NA 2024"),
    ("kubecon", "1i7kJ", "All-Your-GPUs-Are-Belong-to-Us"),
    ("kubecon", "1i7li", "Using OpenTelemetry for Deep Observability"),
    ("kubecon", "1how7", "Understanding How OpenTelemetry Network Uses eBPF"),
    ("side", "after-dark", "Kubecon After Dark with Red Hat, AWS & Veeam"),
    ("kubecon", "1oUD0", "Kubernetes Sig Meet and Greet"),
    ("kubecon", "1howi", "Applications, Platforms, and Infrastructure Oh My!"),
    ("kubecon", "1i7rP", "Platform Engineering in Financial Institutions"),
];

/// Own items: the title, the start and the end.
const OWN: [(&str, &str, Option<&str>); 4] = [
    ("Dinner with colleagues", "2024-11-13T19:00:00-07:00", Some("2024-11-13T20:30:00-07:00")),
    ("Booth", "2024-11-14T10:00:00-07:00", Some("2024-11-14T16:30:00-07:00")),
    ("Breakfast with Jan", "2024-11-15T08:00:00-07:00", None),
    ("Flight home", "2024-11-16T09:00:00-07:00", Some("2024-11-16T13:00:00-07:00")),
];

/// The week's stars and own items, as they are stored.
pub fn planned() -> Past {
    let mut past = Past::default();
    for (event, session, title) in STARS {
        past.mark(&SessionKey { event: event.into(), session: session.into() }, title, Mark::Star);
    }
    for (title, start, end) in OWN {
        past.own_item(&OwnItem {
            id: OwnItemId(title.into()),
            title: title.to_owned(),
            start: Instant::parse(start).unwrap_or(Instant(0)),
            end: end.and_then(Instant::parse),
            location: String::new(),
            note: String::new(),
            deleted: None,
            based_on: None,
        });
    }
    past
}

macro_rules! moments {
    ($($name:literal $at:literal says $says:tt never $never:tt)*) => {
        /// Twenty instants, from before the week until after it.
        pub const MOMENTS: &[Moment] = &[$(Moment {
            name: $name,
            at: concat!("2024-11-", $at, ":00-07:00"),
            says: &$says,
            never: &$never,
        }),*];
    };
}

moments! {
    "before" "08T10:00" says ["Not yet", "Starts in 2 days", "Your plan"] never ["On now"]
    "sunday-morning" "10T09:00"
        says ["Next · 14:00, in 5 h", "1 of yours today has no time", "Later today"] never ["min walk", "Nothing of yours"]
    "sunday-talk" "10T14:10" says ["On now · 20 min left, until 14:30", "Next · 15:06, in 56 min"] never ["Nothing of yours"]
    "sunday-between" "10T14:45" says ["Next · 15:06, in 21 min"] never ["On now ·"]
    "sunday-evening" "10T20:00"
        says ["The programme is over for today.", "Next · tomorrow, Mon 11 Nov 18:00", "Your day"] never ["min walk"]
    "monday-noon" "11T12:00" says ["Next · 18:00, in 6 h", "1 of yours today has no time"] never ["On now ·"]
    "monday-social" "11T19:00" says ["On now · 2 h left, until 21:00"] never ["Nothing of yours"]
    "tuesday-morning" "12T08:30" says ["Next · 09:00, in 30 min", "Later today"] never ["Nothing of yours"]
    "tuesday-keynote" "12T09:15" says ["On now · 30 min left, until 09:45", "Next · 16:30"] never ["Nothing of yours"]
    "tuesday-party" "12T17:00" says ["On now · 2 h 30 min left, until 19:30", "Next · tomorrow"] never ["min walk"]
    "wednesday-morning" "13T08:00" says ["Next · 11:15, in 3 h 15 min", "Later today"] never ["Nothing of yours"]
    "wednesday-talk" "13T11:20" says ["On now · 30 min left, until 11:50", "Next · 15:25"] never ["Nothing of yours"]
    "wednesday-between" "13T16:30" says ["Next · 17:25, in 55 min", "Leave by", "min walk"] never ["On now ·"]
    "wednesday-before-dinner" "13T18:30"
        says ["Next · 19:00, in 30 min", "Dinner with colleagues", "Overlaps by 30 min: Dinner with colleagues"] never ["min walk"]
    "wednesday-party" "13T20:10" says ["On now · 20 min left, until 20:30", "On now · end not known"] never ["Nothing of yours"]
    "wednesday-night" "13T23:30"
        says ["The programme is over for today.", "Next · tomorrow, Thu 14 Nov 10:00", "Your day"] never ["min walk"]
    "after-midnight" "14T00:30" says ["Next · 10:00, in 9 h 30 min", "The day starts at"] never ["Nothing of yours"]
    "thursday-booth" "14T12:45" says ["On now · 1 h 45 min left, until 14:30", "Also yours, all the while", "Booth"] never []
    "friday-end" "15T18:00" says ["The programme is over for today.", "Next · tomorrow, Sat 16 Nov 09:00", "Your day"] never []
    "after" "16T08:00" says ["This trip is over", "Still to come", "Flight home"] never ["On now ·"]
}
