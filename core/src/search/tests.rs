use super::near::nearly_starts;
use super::*;
use proptest::prelude::*;

fn search() -> Search {
    let mut search = Search::new();
    let sessions = [
        ("Badge pick-up", "Hall C Registration"),
        ("Kubernetes at the edge", "Ada Lovelace Grand Ballroom"),
        ("Autoscaling Kubernetes", "Zoë Müller Room 155"),
        ("Why eBPF matters", "Grace Hopper; intro to Kubernetes networking"),
        ("CI/CD with C++", "Łukasz Żółć"),
        ("Edges and nodes", "Ada Byron"),
    ];
    for (index, (title, rest)) in sessions.into_iter().enumerate() {
        search.add(DocumentKind::Session, index, title, rest);
    }
    search.add(DocumentKind::Person, 0, "Ada Lovelace", "Analytical Engines");
    search.add(DocumentKind::Room, 0, "Grand Ballroom", "Salt Palace, Level 2");
    search.add(DocumentKind::Entry, 0, "ask Zoë about node churn", "");
    search
}

/// Hits as `s0 p0 r0 e0`.
fn show(hits: &[Hit]) -> String {
    let one = |hit: &Hit| {
        let letter = match hit.kind {
            DocumentKind::Session => 's',
            DocumentKind::Person => 'p',
            DocumentKind::Room => 'r',
            DocumentKind::Venue => 'v',
            DocumentKind::OwnItem => 'o',
            DocumentKind::Entry => 'e',
            DocumentKind::PublicSchedule => 'c',
        };
        format!("{letter}{}", hit.index)
    };
    hits.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(query: &str, expect: &str) {
    assert_eq!(show(&search().find(query, 10)), expect);
}

#[test]
fn every_word_must_be_found() {
    check("", "");
    check("  \t", "");
    check("?!", "");
    check("kubernetes", "s1 s2 s3");
    check("kubernetes zoe", "s2");
    check("ZOE  kuber", "s2");
    check("kubernetes badge", "");
}

#[test]
fn titles_come_before_the_rest_and_starts_before_insides() {
    check("edge", "s5 s1");
    check("edges", "s5");
    check("ada", "p0 s1 s5");
    check("ball", "r0 s1");
    check("net", "s3 s1 s2");
    check("nodes", "s5");
}

#[test]
fn a_single_letter_is_a_start() {
    check("e", "s5 s1 s3 p0");
    check("z", "e0 s2 s4");
}

#[test]
fn accents_case_and_marks_do_not_count() {
    check("muller", "s2");
    check("MÜLLER,", "s2");
    check("lukasz zolc", "s4");
    check("c++", "s4");
    check("ci/cd", "s4");
    check("\"why\" (ebpf)", "s3");
    check("pick up", "s0");
}

#[test]
fn one_mistyped_letter_is_forgiven_in_long_words() {
    check("kubernettes", "s1 s2 s3");
    check("kuberntes", "s1 s2 s3");
    check("kubernetez", "s1 s2 s3");
    check("kubenretes", "s1 s2 s3");
    check("xubernetes", "s1 s2 s3");
    check("lovelaec", "p0 s1");
    check("grave hoper", "s3");
    check("gracehopper", "s3");
    check("zolx", "s4");
    check("adge kubernetes", "s1");
    check("nodes badge", "");
    check("bridge edge", "");
    check("kubernettes zeo", "");
    check("kubernettes zoe", "s2");
    check("kubenretez", "");
    check("adb", "");
}

#[test]
fn exact_hits_leave_the_forgiven_ones_out() {
    let mut search = Search::new();
    search.add(DocumentKind::Session, 0, "Meshes", "");
    search.add(DocumentKind::Session, 1, "Mashes", "");
    assert_eq!(show(&search.find("mesh", 10)), "s0");
    assert_eq!(show(&search.find("mush", 10)), "s0 s1");
}

#[test]
fn of_equal_hits_the_first_added_come_first() {
    assert_eq!(show(&search().find("ada", 10)), "p0 s1 s5");
    assert_eq!(show(&search().find("kubernetes", 2)), "s1 s2");
}

#[test]
fn a_document_is_found_by_each_of_its_titles() {
    let mut search = Search::new();
    let room = search.add(DocumentKind::Room, 0, "UB2.252A (Lameere)", "Solbosch");
    search.add_title(room, "Rust");
    search.add(DocumentKind::Session, 1, "Rust for Linux", "");
    search.add(DocumentKind::Session, 2, "Why Rust", "");
    assert_eq!(show(&search.find("rust", 10)), "r0 s1 s2");
    assert_eq!(show(&search.find("lameere rust", 10)), "r0");
}

#[test]
fn what_stands_only_in_a_long_text_comes_last() {
    let mut search = search();
    let inside = search.add(DocumentKind::Session, 6, "Panel", "");
    search.add_long_text(inside, "Everybody on Kubernetes, hyperedges and edges. Edges!");
    search.add_long_text(4, "Kubernetes in one room");
    let check = |query: &str, expect: &str| assert_eq!(show(&search.find(query, 10)), expect, "{query}");
    check("kubernetes", "s1 s2 s3 s4 s6");
    check("edges", "s5 s6");
    check("hyper", "s6");
    check("peredges", "");
    check("everybody panel", "s6");
    check("e", "s5 s1 s3 p0");
    // One letter is forgiven in titles only.
    check("evrybody", "");
}

#[test]
fn several_collections_are_searched_as_one() {
    let mut own = Search::new();
    own.add(DocumentKind::OwnItem, 0, "Dinner near the edge", "");
    own.add(DocumentKind::Entry, 0, "Kubernettes is hard to spell", "");
    let check = |query: &str, expect: &str| assert_eq!(show(&find_in(&[&search(), &own], query)), expect, "{query}");
    check("edge", "s5 s1 o0");
    check("dinner", "o0");
    // Nothing is forgiven once a word is found anywhere.
    check("kubernettes", "e0");
    check("diner", "o0");
    check("nodes dinner", "");
}

/// One edit, by the book: try them all.
fn is_one_edit_of_a_start(word: &[char], other: &[char]) -> bool {
    (0..=other.len()).any(|end| {
        let start = &other[..end];
        let replaced = start.len() == word.len() && start.iter().zip(word).filter(|(a, b)| a != b).count() <= 1;
        let without = |long: &[char], short: &[char]| {
            long.len() == short.len() + 1
                && (0..long.len()).any(|gone| [&long[..gone], &long[gone + 1..]].concat() == short)
        };
        let swapped = start.len() == word.len()
            && (1..word.len()).any(|at| {
                let mut swapped = word.to_vec();
                swapped.swap(at - 1, at);
                swapped == start
            });
        replaced || without(start, word) || without(word, start) || swapped
    })
}

proptest! {
    #[test]
    fn nearly_is_one_edit(word in "[abc]{1,6}", other in "[abc]{0,8}") {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        if word.len() >= 4 && other.len() >= 3 && nearly_starts(&other, &word) {
            prop_assert!(nearly_has(&other, &word));
        }
        prop_assert_eq!(nearly_starts(&other, &word), is_one_edit_of_a_start(&letters(&word), &letters(&other)));
    }

    #[test]
    fn what_is_in_a_document_is_found(title: String, rest: String, from in 0_usize..20) {
        let mut search = search();
        search.add(DocumentKind::Entry, 7, &title, &rest);
        let word: String = title.split_whitespace().next().unwrap_or("").chars().skip(from).take(5).collect();
        let found = search.find(&word, 100);
        let is_word = fold(&word).chars().filter(|c| c.is_alphanumeric()).count() > 1;
        if is_word && word.chars().all(char::is_alphanumeric) {
            prop_assert!(found.contains(&Hit { kind: DocumentKind::Entry, index: 7 }), "{word:?}");
        }
    }
}
