//! Two colleagues were at the same conference. Each publishes to the other, and both have one report of it.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

use lanyard_core::notebook::{Attachment, Entry, EntryId, EntryKind};
use lanyard_core::schedule::{Instant, SessionKey};
use lanyard_journeys::Outcome;
use lanyard_journeys::entering::fill;
use lanyard_journeys::past::{Past, put_named_photos};
use lanyard_journeys::stage::{Stage, journey};

use super::backups::{Phone, files};
use super::hand_over::saved;

const KEYNOTE: &str = "1i7ke";
const POST: &str = "kubecon-week-2024-retrospective.txt";

/// A phone with a note on the keynote, a takeaway, a picture, and what is nobody's business.
async fn colleague(stage: &Stage, name: &str) -> Outcome<Phone> {
    let phone = Phone::new(stage).await?;
    let page = phone.page();
    let photos = put_named_photos(page, 1, 20_000).await?;
    let mut past = Past::default();
    let keynote = || Attachment::Session(SessionKey::new("kubecon", KEYNOTE));
    let entry = |number: i64, about, text: &str| {
        let id = EntryId::from_bytes(format!("{name:-<15}{number}").into_bytes().try_into().unwrap_or_default());
        Entry { text: text.to_owned(), ..Entry::new(id, Instant(1_731_511_800 + number * 60), about, None) }
    };
    past.entry(&entry(1, keynote(), &format!("What {name} heard")));
    let kind = EntryKind::Takeaway;
    past.entry(&Entry { kind, ..entry(2, Attachment::Hallway, &format!("What {name} takes home")) });
    past.entry(&Entry { publishable: false, ..entry(3, keynote(), &format!("What {name} thinks of it")) });
    past.entry(&entry(4, Attachment::Hallway, &format!("What {name} was told")));
    let kind = EntryKind::Person;
    let person = Entry { kind, publishable: false, name: "Zoe".to_owned(), ..entry(5, Attachment::Hallway, "met") };
    past.entry(&Entry { contact: "zoe@home.example".to_owned(), ..person });
    past.entry(&entry(6, keynote(), &format!("{name} sat beside Zoe")));
    for (number, id) in (7..).zip(&photos) {
        let caption = format!("What {name} saw");
        let (kind, photo) = (EntryKind::Photo, Some(lanyard_core::notebook::PhotoId::new(id)));
        past.entry(&Entry { kind, photo, caption, ..entry(number, keynote(), "") });
    }
    past.put(page, stage).await?;
    Ok(phone)
}

/// Opens the ways out.
async fn ways_out(phone: &Phone, stage: &Stage) -> Outcome {
    phone.page().open(&stage.at("#/retrospective?show=publish")).await?;
    phone.page().started().await?;
    phone.page().says("For a colleague's report").await
}

/// Says one's name there.
async fn introduce(phone: &Phone, stage: &Stage, name: &str) -> Outcome {
    ways_out(phone, stage).await?;
    fill(phone.page(), &phone.page().find("textbox", "Your name").await?, name).await
}

/// Saves the file for a colleague.
async fn publish(phone: &Phone, stage: &Stage) -> Outcome<PathBuf> {
    let page = phone.page();
    let folder = phone.folder().await?;
    ways_out(phone, stage).await?;
    page.press("Prepare for a colleague").await?;
    page.says("is ready: 3 entries and 1 photo, ").await?;
    // The post may have been written for something that needs no preparing: then it can be downloaded here, too.
    let ways = page.all("button", "Download").await?;
    page.tap(ways.last().ok_or("no way out")?).await?;
    phone.saved_as(&folder, "lanyard-published-").await
}

/// Takes in what the other one published.
async fn take_in(phone: &Phone, stage: &Stage, file: &Path, author: &str) -> Outcome {
    phone.look_into(stage, file).await?;
    let page = phone.page();
    page.says(&format!("Published by {author}, as of")).await?;
    page.says("Adds 3 notes.").await?;
    page.says("Adds 1 photo, 20 kB.").await?;
    page.press("Restore").await?;
    page.status("Restored: …").await?;
    phone.look_into(stage, file).await?;
    page.says("Everything in it is here already.").await
}

/// The post in plain text.
async fn post(phone: &Phone, stage: &Stage) -> Outcome<String> {
    let page = phone.page();
    let folder = phone.folder().await?;
    ways_out(phone, stage).await?;
    page.press("Plain text").await?;
    page.status(&[POST, " · …"].concat()).await?;
    page.press("Download").await?;
    Ok(read_to_string(saved(page, &folder, POST).await?)?)
}

#[test]
fn two_colleagues_have_one_report_and_its_authors_are_visible() -> Outcome {
    journey(async |stage| {
        let (ben, mia) = (colleague(&stage, "Ben").await?, colleague(&stage, "Mia").await?);
        introduce(&ben, &stage, "Ben").await?;
        introduce(&mia, &stage, "Mia").await?;
        let (of_ben, of_mia) = (publish(&ben, &stage).await?, publish(&mia, &stage).await?);
        let (in_bens, in_mias) = (files(&of_ben)?, files(&of_mia)?);
        for (found, name) in [(&in_bens, "Ben"), (&in_mias, "Mia")] {
            let all: Vec<String> = found.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
            for private in ["thinks of it", "was told", "Zoe", "zoe@home", "beside"] {
                assert!(!all.iter().any(|text| text.contains(private)), "{name} published “{private}”");
            }
            assert_eq!(found.len(), 3, "manifest, notes and a picture: {:?}", found.keys());
        }
        take_in(&ben, &stage, &of_mia, "Mia").await?;
        take_in(&mia, &stage, &of_ben, "Ben").await?;
        for (phone, own, other, before) in [(&ben, "Ben", "Mia", &in_bens), (&mia, "Mia", "Ben", &in_mias)] {
            let text = post(phone, &stage).await?;
            for did in ["heard", "takes home", "saw"] {
                assert!(text.contains(&format!("{other}: What {other} {did}")), "{other} {did} is not in\n{text}");
                assert!(text.contains(&format!("What {own} {did}")), "{own} {did} is not in\n{text}");
            }
            assert!(!text.contains(&format!("{own}: ")) && !text.contains("Zoe"), "{text}");
            let page = phone.page();
            page.open(&stage.at("#/notebook")).await?;
            page.started().await?;
            page.says(&format!("by {other}")).await?;
            // Nothing of the other one's is passed on, and the file is the same as before.
            let again = files(&publish(phone, &stage).await?)?;
            assert_eq!(again.get("notebook.json"), before.get("notebook.json"));
            assert_eq!(page.troubles().await?, Vec::<String>::new());
        }
        ben.browser.close().await?;
        mia.browser.close().await
    })
}
