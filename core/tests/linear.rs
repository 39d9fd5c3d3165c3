//! Whatever looks at what people write takes time in proportion to it: a note of 1 MB must not hold up a phone.
//!
//! A text 16 times as long may take 40 times as long. What goes over the text once for each of its different words or
//! runs takes 64 times and more. The time that counts is this thread's own on the processor, and the best of several
//! attempts, so that a busy machine fails nothing.

use std::hint::black_box;
use std::thread;
use std::time::Duration;

use lanyard_core::notebook::{self, Attachment, Entry, EntryId, Grouping, KnownNames, group};
use lanyard_core::schedule::{self, Day};
use lanyard_core::search::{DocumentKind, Search, fold};
use lanyard_core::text;

/// Bytes of the shorter text.
const SHORT: usize = 1 << 12;
const LONGER: usize = 16;
const MOST_LONGER: u32 = 40;
/// What is done faster than this may take as long as it likes: it is lost among what else the machine does.
const TOO_SHORT_TO_TELL: Duration = Duration::from_millis(20);
const ATTEMPTS: usize = 8;

/// Texts of about so many bytes that somebody might write, or paste to do harm.
fn texts(bytes: usize) -> Vec<(String, String)> {
    let repeated = |unit: &str| unit.repeat(bytes / unit.len() + 1);
    let units = [
        "word ",
        "- [ ] task\n",
        "- [ ]\n",
        "- item\n  - [ ] inner\n",
        "- a\n\n",
        "1. a\n",
        "  - a\n",
        "- ",
        "> quote\n",
        "> - [ ] x\n",
        ">",
        "`",
        "` ``",
        "``` a\n",
        "```\n",
        "~~~\n",
        "*",
        "**a ",
        "*a",
        "a*b*",
        "_",
        "_a ",
        "**a*b",
        "[",
        "[]",
        "[a](",
        "[a](b) ",
        "[a](http://b) ",
        "<",
        "<http://a> ",
        "<http://",
        "http://a.b ",
        "http://",
        "http://a",
        "mailto:a@b ",
        "h",
        "\\",
        "\\*",
        "# h\n",
        "#",
        "#tag ",
        "#tag",
        "@",
        "@a ",
        "@a",
        "@Ana López ",
        "\n",
        " ",
        "\t",
        "  \n",
        "\r\n",
        "a\n",
        "<b>",
        "<p>a",
        "<ul><li>",
        "<a href=\"x\">",
        "<!--",
        "&",
        "&amp;",
        "&#1;",
        "</p>",
        "<div",
        "<pre>",
        "😀",
        "\u{200d}",
        "\u{301}",
        "é",
        "(",
        ")",
        "@@a.",
        "<blockquote>",
        "<b><i>",
        "</b></i>",
        "http://a.b/(",
        "http://a.b/).",
        "a.b.",
        "*a **b ",
        "`a``b`",
    ];
    // Behind a word a line begins nothing.
    let named = |before: &str, unit: &str| {
        (format!("{before:?}, then {unit:?} again and again"), [before, &repeated(unit)].concat())
    };
    let mut all: Vec<(String, String)> = units.iter().flat_map(|unit| [named("", unit), named("a ", unit)]).collect();
    let mut numbered = |name: &str, unit: &dyn Fn(usize) -> String| {
        let mut text = String::from("a ");
        for number in 1.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&unit(number));
        }
        all.push((name.to_owned(), text));
    };
    numbered("ever longer runs of backticks", &|number| ["`".repeat(number).as_str(), " "].concat());
    numbered("ever longer runs of stars", &|number| ["*".repeat(number).as_str(), "a "].concat());
    numbered("tags", &|number| format!("#t{number} "));
    numbered("names", &|number| format!("@n{number} "));
    numbered("fences", &|number| format!("\n{}", "`".repeat(3 + number % 300)));
    numbered("deeper and deeper", &|number| format!("\n{}- a", "  ".repeat(number % 40)));
    numbered("hosts", &|number| format!("http://h{number}.x/ "));
    all
}

type Work = (&'static str, fn(&str));

fn works() -> Vec<Work> {
    vec![
        ("markdown", |text| drop(black_box(text::markdown(text)))),
        ("html", |text| drop(black_box(text::html(text)))),
        ("of_abstract", |text| drop(black_box(text::of_abstract(text)))),
        ("plain", |text| drop(black_box(text::plain(text)))),
        ("plain_title", |text| drop(black_box(text::plain_title(text)))),
        ("excerpt", |text| drop(black_box(text::excerpt(text, 80)))),
        ("set_task", |text| drop(black_box(text::markdown::set_task(text, 7, true)))),
        ("cursor", |text| {
            black_box(text::cursor::carry(text, &[text, "x"].concat(), text.len()));
        }),
        ("merge", |text| drop(black_box(text::merge(text, &["x ", text].concat(), &[text, " x"].concat())))),
        ("merge of two halves", |text| {
            let half = text.get(text.ceil_char_boundary(text.len() / 2)..).unwrap_or("");
            drop(black_box(text::merge(text, half, &[text, " x"].concat())));
        }),
        ("mentions", |text| drop(black_box(notebook::mentions(text, &names())))),
        ("tags", |text| drop(black_box(notebook::tags(text)))),
        ("groups", |text| {
            for by in Grouping::ALL {
                black_box(group(&[note(text)], by, &|_| Day(0), &names()));
            }
        }),
        ("pieces", |text| drop(black_box(notebook::pieces(text, &names())))),
        ("follow-ups", |text| drop(black_box(notebook::open_follow_ups(&[note(text)])))),
        ("search", |text| {
            let mut search = Search::new();
            search.add(DocumentKind::Entry, 0, text, text);
            for words in ["wordy", "a a", "tasks inner"] {
                black_box(search.find(words, 10));
            }
        }),
        ("fold", |text| drop(black_box(fold(text)))),
    ]
}

fn names() -> KnownNames {
    KnownNames::new(["Ana López", "Ana"].into_iter())
}

fn note(text: &str) -> Entry {
    let mut entry = Entry::new(EntryId::new("x"), schedule::Instant(0), Attachment::Hallway, None);
    entry.text = text.to_owned();
    entry
}

/// How long this thread has been on a processor.
fn on_processor() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
}

fn measure(work: fn(&str), text: &str) -> Duration {
    let start = on_processor();
    work(text);
    on_processor().saturating_sub(start)
}

/// The works that take too long for the longer of two texts.
fn slow(name: &str, short: &str, long: &str) -> Vec<String> {
    let slow = |(work_name, work): Work| {
        let mut best = (Duration::MAX, Duration::MAX);
        let is_linear = (0..ATTEMPTS).any(|_| {
            best = (best.0.min(measure(work, short)), best.1.min(measure(work, long)));
            best.1 < TOO_SHORT_TO_TELL || best.1 < best.0 * MOST_LONGER
        });
        (!is_linear).then(|| format!("{work_name} of {name}: {:?} becomes {:?}", best.0, best.1))
    };
    works().into_iter().filter_map(slow).collect()
}

#[test]
fn time_is_linear_in_the_text() {
    let (short, long) = (texts(SHORT), texts(SHORT * LONGER));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let slow = thread::scope(|scope| {
        let part = |first: usize| {
            let texts = short.iter().zip(&long).skip(first).step_by(threads);
            move || texts.flat_map(|((name, short), (_, long))| slow(name, short, long)).collect::<Vec<String>>()
        };
        let running: Vec<_> = (0..threads).map(|first| scope.spawn(part(first))).collect();
        running.into_iter().flat_map(|part| part.join().unwrap()).collect::<Vec<String>>()
    });
    assert!(slow.is_empty(), "not linear:\n{}", slow.join("\n"));
}
