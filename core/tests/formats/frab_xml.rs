use super::{lines, read, read_in};
use lanyard_core::schedule::SessionStatus;

/// A schedule of one event, read in Brussels' time.
#[track_caller]
fn check(conference: &str, day: &str, event: &str, expect: &str) {
    let xml = format!(
        "<schedule><conference><title>C</title>{conference}</conference><day index='1' {day}>\
         <room name='R'><event id='1'><title>T</title>{event}</event></room></day></schedule>"
    );
    assert_eq!(lines(&read_in("Europe/Brussels", xml)), [expect]);
}

const BERLIN: &str = "<time_zone_name>Europe/Berlin</time_zone_name>";

#[test]
fn a_local_start_is_in_the_zone_of_the_file_or_else_of_the_trip() {
    let (day, event) = ("date='2023-02-04'", "<start>09:30</start><duration>00:25</duration>");
    check("", day, event, "1 | T | 2023-02-04 | 2023-02-04T08:30:00Z/2023-02-04T08:55:00Z");
    check(
        "<time_zone_name>Asia/Tokyo</time_zone_name>",
        day,
        event,
        "1 | T | 2023-02-04 | 2023-02-04T00:30:00Z/2023-02-04T00:55:00Z",
    );
    // By the names that Rails gives zones.
    for (name, expect) in
        [("Tokyo", "00:30:00Z/2023-02-04T00:55"), ("Eastern Time (US &amp; Canada)", "14:30:00Z/2023-02-04T14:55")]
    {
        let zone = format!("<time_zone_name>{name}</time_zone_name>");
        check(&zone, day, event, &format!("1 | T | 2023-02-04 | 2023-02-04T{expect}:00Z"));
    }
}

#[test]
fn summer_time_changes_during_the_event() {
    let event = "<start>10:00</start><duration>01:00</duration>";
    check(BERLIN, "date='2024-10-26'", event, "1 | T | 2024-10-26 | 2024-10-26T08:00:00Z/2024-10-26T09:00:00Z");
    check(BERLIN, "date='2024-10-27'", event, "1 | T | 2024-10-27 | 2024-10-27T09:00:00Z/2024-10-27T10:00:00Z");
    // A party over the change lasts as long as it says: seven hours on the clock, eight in truth.
    let party = "<start>20:00</start><duration>08:00</duration>";
    check(BERLIN, "date='2024-10-26'", party, "1 | T | 2024-10-26 | 2024-10-26T18:00:00Z/2024-10-27T02:00:00Z");
}

#[test]
fn a_talk_after_midnight_belongs_to_the_day_before() {
    let event = "<start>02:00</start><duration>01:00</duration>";
    let change = format!("{BERLIN}<day_change>09:00:00</day_change>");
    check(&change, "date='2014-12-27'", event, "1 | T | 2014-12-27 | 2014-12-28T01:00:00Z/2014-12-28T02:00:00Z");
    check(BERLIN, "date='2014-12-27'", event, "1 | T | 2014-12-27 | 2014-12-27T01:00:00Z/2014-12-27T02:00:00Z");
    let dated = "<date>2014-12-28T02:00:00+01:00</date><start>02:00</start><duration>01:00</duration>";
    check(&change, "date='2014-12-27'", dated, "1 | T | 2014-12-27 | 2014-12-28T01:00:00Z/2014-12-28T02:00:00Z");
}

#[test]
fn a_clock_below_the_evening_of_its_room_is_after_midnight() {
    let events = |room: &str, starts: [&str; 3]| {
        let event = |start: &str| format!("<event id='{room}{start}'><title>T</title><start>{start}</start></event>");
        format!("<room name='{room}'>{}</room>", starts.map(event).concat())
    };
    let days = format!(
        "<schedule><conference><title>C</title>{{}}</conference><day date='2024-12-01'>{}{}</day></schedule>",
        events("a", ["22:00", "00:30", "01:15"]),
        // In the morning of a day, or without an evening before it, a clock means what it says.
        events("b", ["00:30", "22:00", "09:00"]),
    );
    let starts = |change: &str| -> Vec<String> {
        let reading = read(days.replace("{}", change)).unwrap();
        reading.schedule.listings.iter().map(|listing| listing.when.start().unwrap().to_string()).collect()
    };
    let first = ["2024-12-01T22:00:00Z", "2024-12-02T00:30:00Z", "2024-12-02T01:15:00Z"];
    assert_eq!(starts(""), [first, ["2024-12-01T00:30:00Z", "2024-12-01T22:00:00Z", "2024-12-01T09:00:00Z"]].concat());
    // Where the file says when its days change, nothing is guessed.
    let second = ["2024-12-01T22:00:00Z", "2024-12-01T00:30:00Z", "2024-12-01T01:15:00Z"];
    assert_eq!(starts("<day_change>00:00:00</day_change>")[..3], second);
}

#[test]
fn a_schedule_within_something_else() {
    let schedule = "<p:schedule xmlns:p='urn:x'><p:conference><p:title>C</p:title></p:conference>\
        <p:day start='2024-12-01T09:00:00+01:00'><p:room><p:name>Hall</p:name><p:event id='1'><p:title>T</p:title>\
        <p:start>10:00</p:start></p:event></p:room></p:day></p:schedule>";
    let reading =
        read(format!("<?xml-stylesheet href='x.xsl'?><reply><status/><status/><data>{schedule}</data></reply>"))
            .unwrap();
    assert_eq!(lines(&reading), ["1 | T | 2024-12-01 | 2024-12-01T10:00:00Z/"]);
    assert_eq!(reading.schedule.listings[0].room.as_deref(), Some("Hall"));
    assert_eq!(reading.schedule.title.as_deref(), Some("C"));
}

#[test]
fn a_date_in_utc_beside_a_local_start_is_believed() {
    let zone = "<time_zone_name>America/Sao_Paulo</time_zone_name>";
    let event = "<date>2019-07-21T13:00:00+00:00</date><start>10:00</start><duration>00:45</duration>";
    check(zone, "date='2019-07-21'", event, "1 | T | 2019-07-21 | 2019-07-21T13:00:00Z/2019-07-21T13:45:00Z");
}

#[test]
fn a_date_that_is_only_a_day_does_not_hide_the_start() {
    let timed = "<start>10:00</start><duration>01:00</duration>";
    let expect = "1 | T | 2020-05-26 | 2020-05-26T08:00:00Z/2020-05-26T09:00:00Z";
    for date in ["2020-05-26T00:00:00+02:00", "2020-05-26T00:00:00Z", "2020-05-26T00:00:00CEST", "2020-05-26"] {
        check(BERLIN, "date='2020-05-26'", &format!("<date>{date}</date>{timed}"), expect);
    }
    // Midnight in UTC may well be the time of a session elsewhere.
    let taipei = "<time_zone_name>Asia/Taipei</time_zone_name>";
    let event = "<date>2018-07-29T00:00:00+00:00</date><start>08:00</start><duration>01:00</duration>";
    check(taipei, "date='2018-07-29'", event, "1 | T | 2018-07-29 | 2018-07-29T00:00:00Z/2018-07-29T01:00:00Z");
}

#[test]
fn what_is_missing_stays_unknown() {
    check(BERLIN, "date='2024-10-26'", "", "1 | T | 2024-10-26 | /");
    check(BERLIN, "date='2024-10-26'", "<start>10:00</start>", "1 | T | 2024-10-26 | 2024-10-26T08:00:00Z/");
    check(BERLIN, "", "<start>10:00</start>", "1 | T |  | /");
    check(BERLIN, "date='2024-10-26'", "<start>25:00</start>", "1 | T | 2024-10-26 | /");
    check(BERLIN, "date='2024-12-01'", "<start>24:00</start>", "1 | T | 2024-12-01 | 2024-12-01T23:00:00Z/");
}

#[test]
fn durations_in_every_writing() {
    let day = "date='2024-12-01'";
    for (duration, end) in [
        ("0:30", "09:30"),
        ("01:30", "10:30"),
        ("00:45:00", "09:45"),
        ("1:30:00", "10:30"),
        ("20", "09:20"),
        ("PT20M", "09:20"),
    ] {
        let event = format!("<start>10:00</start><duration>{duration}</duration>");
        check(BERLIN, day, &event, &format!("1 | T | 2024-12-01 | 2024-12-01T09:00:00Z/2024-12-01T{end}:00Z"));
    }
    let pretalx = "<schedule><generator name='pretalx'/><day date='2024-12-01'><event id='1'><title>T</title>\
                   <start>10:00</start><duration>1:02:00</duration></event></day></schedule>";
    assert_eq!(lines(&read(pretalx).unwrap()), ["1 | T | 2024-12-01 | 2024-12-01T10:00:00Z/2024-12-02T12:00:00Z"]);
}

#[test]
fn everything_an_event_can_say() {
    let xml = "\n<?xml version='1.0'?><schedule><conference><title>C</title><base_url>https://x.example/2024/</base_url></conference>
        <day date='2024-12-01'><room name='Saal 1'><event guid='g-1' id='7' status='cancelled'>
        <title>A &amp; B</title><subtitle>Sub</subtitle><track>Art</track><type>lecture</type><language>de</language>
        <abstract>&lt;p&gt;Short&lt;/p&gt;</abstract><description><![CDATA[Long]]></description>
        <persons><person id='1'>Ada</person><person id='2' public_name='Max'/><person></person></persons>
        <links><link href='https://a.example/'>Page</link><link href='javascript:alert(1)'>Bad</link></links>
        <attachments><attachment href='/slides.pdf'>Slides</attachment></attachments>
        <url>https://x.example/7</url></event></room></day></schedule>";
    let reading = read(xml).unwrap();
    let listing = &reading.schedule.listings[0];
    assert_eq!(listing.id.as_str(), "g-1");
    assert_eq!(listing.title, "A & B");
    assert_eq!(listing.subtitle.as_deref(), Some("Sub"));
    assert_eq!(listing.room.as_deref(), Some("Saal 1"));
    assert_eq!(listing.abstract_text.as_deref(), Some("<p>Short</p>\n\nLong"));
    assert_eq!(listing.speakers.iter().map(|speaker| speaker.name.as_str()).collect::<Vec<_>>(), ["Ada", "Max"]);
    let links: Vec<_> = listing.links.iter().map(|link| (link.title.as_str(), link.url.as_str())).collect();
    assert_eq!(links, [("Page", "https://a.example/"), ("Slides", "https://x.example/slides.pdf")]);
    assert_eq!(listing.url.as_deref(), Some("https://x.example/7"));
    assert_eq!(listing.status, SessionStatus::Cancelled);
    assert_eq!(reading.problems, []);
}

#[test]
fn a_version_that_is_a_date_says_of_when_the_schedule_is() {
    for (version, expect) in [("2025-03-04 21:21", Some("2025-03-04")), ("latest", None), ("v1.1", None)] {
        let xml = format!(
            "<schedule><version>{version}</version><day date='2024-12-01'><event id='1'><title>T</title></event></day></schedule>"
        );
        let as_of = read(&xml).unwrap().schedule.as_of;
        assert_eq!(as_of.map(|day| day.to_string()).as_deref(), expect, "{version}");
    }
}

#[test]
fn no_track_is_none() {
    let xml = "<schedule><event id='1'><title>A</title><track>No Track</track></event>\
        <event id='2'><title>B</title><track>No Tracking</track></event></schedule>";
    let reading = read(xml).unwrap();
    let tracks: Vec<Option<&str>> = reading.schedule.listings.iter().map(|listing| listing.track.as_deref()).collect();
    assert_eq!(tracks, [None, Some("No Tracking")]);
}

#[test]
fn broken_markup_costs_as_little_as_it_can() {
    // An unclosed element, a stray end tag, unescaped text, a session with no id and no title, a doubled id.
    let xml = "<schedule><conference><title>C</title></conference><day date='2024-12-01'>
        <event id='1'><title>I <3 R&D</title></persons></event>
        <event id='2'><title>Two</title><links></event>
        <event><start>10:00</start></event>
        <event id='1'><title>Again</title></event>
        </day></schedule>";
    let reading = read(xml).unwrap();
    assert_eq!(
        lines(&reading),
        ["1 | I <3 R&D | 2024-12-01 | /", "2 | Two | 2024-12-01 | /", "1~2 | Again | 2024-12-01 | /"]
    );
    let places: Vec<&str> = reading.problems.iter().map(|problem| problem.location.as_str()).collect();
    assert_eq!(places, ["line 2", "line 3", "line 4", "session 1"]);
}

#[test]
fn a_file_that_breaks_off_gives_what_was_whole() {
    let whole = "<schedule><conference><title>C</title></conference><day date='2024-12-01'><event id='1'><title>One</title></event>";
    for rest in
        ["<event id='2'><title>Tw", "<event id='2'", "<!-- ", "<event id=\"2", "<event id='2'><title>Two</title>"]
    {
        let reading = read(format!("{whole}{rest}")).unwrap();
        assert_eq!(lines(&reading), ["1 | One | 2024-12-01 | /"], "{rest}");
        assert!(!reading.problems.is_empty(), "{rest}");
    }
}
