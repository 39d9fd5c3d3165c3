//! Somebody's phone is lost, or there is a second one: everything goes into a file, and comes out of it again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use lanyard_core::notebook::{Mark, OwnItem, OwnItemId};
use lanyard_core::schedule::{Instant, SessionKey};
use lanyard_journeys::Outcome;
use lanyard_journeys::browser::{Browser, Profile};
use lanyard_journeys::page::Page;
use lanyard_journeys::past::{Past, put_named_photos};
use lanyard_journeys::stage::{Stage, journey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::hand_over::saved;

/// Another phone, which has never seen the app.
pub struct Phone {
    pub browser: Browser,
    profile: Profile,
}

impl Phone {
    async fn bought() -> Outcome<Self> {
        let profile = Profile::fresh()?;
        Ok(Self { browser: Browser::start(&profile).await?, profile })
    }

    pub async fn new(stage: &Stage) -> Outcome<Self> {
        let phone = Self::bought().await?;
        phone.page().open(&stage.at("#/now")).await?;
        phone.page().started().await?;
        Ok(phone)
    }

    pub fn page(&self) -> &Page {
        self.browser.page()
    }

    /// Saves a backup, and gives where it is. `passphrase` is empty for none.
    pub async fn back_up(&self, stage: &Stage, passphrase: &str) -> Outcome<PathBuf> {
        let page = self.page();
        let folder = self.folder().await?;
        page.open(&stage.at("#/backup")).await?;
        page.started().await?;
        if !passphrase.is_empty() {
            let open =
                "const ways = document.querySelector('details'); if (ways) ways.open = true; return ways !== null;";
            page.wait("the page is there", async || Ok(page.run(open, vec![]).await? == true)).await?;
            page.find("password", "Passphrase").await?.send_keys(passphrase).await?;
        }
        page.press("Prepare the backup").await?;
        page.press("Download").await?;
        page.status("The last backup was saved just now…").await?;
        self.saved_as(&folder, "lanyard-backup-").await
    }

    /// Where this phone saves, with nothing in it.
    pub async fn folder(&self) -> Outcome<PathBuf> {
        let folder = self.profile.path().join("saved");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let allowed = json!({ "behavior": "allow", "downloadPath": folder.to_string_lossy() });
        self.page().devtools("Browser.setDownloadBehavior", allowed).await?;
        Ok(folder)
    }

    /// The file that the page names, by the beginning of its name.
    pub async fn saved_as(&self, folder: &Path, begins: &str) -> Outcome<PathBuf> {
        let script = "return document.body.innerText.match(new RegExp(arguments[0] + '[-.\\\\w]+'))[0]";
        let name = self.page().run(script, vec![begins.into()]).await?;
        saved(self.page(), folder, name.as_str().ok_or("the file has no name")?).await
    }

    /// Chooses a file on the page of backups.
    pub async fn look_into(&self, stage: &Stage, file: &Path) -> Outcome {
        let page = self.page();
        page.open(&stage.at("#/backup")).await?;
        page.started().await?;
        page.choose("A backup file", file).await
    }

    async fn restore(&self, stage: &Stage, file: &Path) -> Outcome {
        self.look_into(stage, file).await?;
        self.page().press("Restore").await?;
        self.page().status("Restored: …").await?;
        Ok(())
    }

    /// All words of the notebook.
    async fn notebook(&self, stage: &Stage) -> Outcome<String> {
        let page = self.page();
        page.open(&stage.at("#/notebook")).await?;
        page.started().await?;
        page.says("Notebook").await?;
        page.text().await
    }
}

/// The files of a backup; the zip's own checksums hold.
pub fn files(backup: &Path) -> Outcome<BTreeMap<String, Vec<u8>>> {
    files_in(File::open(backup)?)
}

/// The files of a backup that is nowhere on disk.
pub fn files_in(backup: impl Read + Seek) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut zip = zip::ZipArchive::new(backup)?;
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name().to_owned(), bytes);
    }
    Ok(files)
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> Outcome<&'a str> {
    Ok(std::str::from_utf8(files.get(path).ok_or_else(|| format!("{path} is missing"))?)?)
}

/// A notebook with something of each kind, and so many photos.
pub async fn fill(phone: &Phone, stage: &Stage, photos: u32) -> Outcome {
    fill_with(phone, stage, photos, 60_000).await
}

/// The same, with photos of so many bytes.
pub async fn fill_with(phone: &Phone, stage: &Stage, photos: u32, bytes: u32) -> Outcome {
    let page = phone.page();
    let ids = put_named_photos(page, photos, bytes).await?;
    let mut past = Past::default();
    past.note(1, "Ask Ana about the *gateway*");
    past.note_on(&SessionKey::new("kubecon", "1i7ke"), "A keynote", "Two lines\nof notes");
    past.mark(&SessionKey::new("kubecon", "1i7ke"), "A keynote", Mark::Star);
    let start = Instant(1_731_546_000);
    past.own_item(&OwnItem {
        id: OwnItemId("dinner".into()),
        title: "Dinner".to_owned(),
        start,
        end: None,
        location: "Red Iguana".to_owned(),
        note: String::new(),
        deleted: None,
        based_on: None,
    });
    for (number, id) in (10..).zip(&ids) {
        past.photo(number, id, &format!("Slide {number}"));
    }
    past.put(page, stage).await
}

#[test]
fn a_new_phone_gets_everything_and_the_file_says_it_without_lanyard() -> Outcome {
    journey(async |stage| {
        let (old, new) = (Phone::new(&stage).await?, Phone::new(&stage).await?);
        fill(&old, &stage, 3).await?;
        let backup = old.back_up(&stage, "").await?;
        let found = files(&backup)?;
        let manifest: Value = serde_json::from_str(text(&found, "manifest.json")?)?;
        let listed = manifest["files"].as_array().cloned().unwrap_or_default();
        assert_eq!(listed.len() + 1, found.len(), "every file is listed: {manifest}");
        for file in &listed {
            let bytes = found.get(file["path"].as_str().unwrap_or_default()).ok_or("a listed file is missing")?;
            let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(file["sha256"], json!(digest), "{file}");
            assert_eq!(file["bytes"], json!(bytes.len()), "{file}");
        }
        assert_eq!(manifest["counts"]["photos"], json!(3));
        let words = text(&found, "notebook.md")?;
        for part in
            ["Ask Ana about the *gateway*", "Two lines\nof notes", "- A keynote", "Dinner: Red Iguana", "Slide 10"]
        {
            assert!(words.contains(part), "{part} is not in\n{words}");
        }

        new.look_into(&stage, &backup).await?;
        let page = new.page();
        page.says("Adds 5 notes, 1 mark, 1 own item").await?;
        page.says("Adds 3 photos, 180 kB.").await?;
        page.press("Restore").await?;
        page.status("Restored: …").await?;
        page.says("3 photos").await?;
        assert_eq!(page.troubles().await?, Vec::<String>::new());
        assert!(new.notebook(&stage).await?.contains("Two lines"));
        let again = new.back_up(&stage, "").await?;
        let again = files(&again)?;
        for (path, bytes) in found.iter().filter(|(path, _)| !["manifest.json", "notebook.md"].contains(&path.as_str()))
        {
            assert!(again.get(path) == Some(bytes), "{path} is another one after it was restored");
        }

        // The same file once more changes nothing, and undoing takes all of it away.
        new.look_into(&stage, &backup).await?;
        page.says("Everything in it is here already.").await?;
        page.press("Close").await?;
        page.run("window.isBeforeUndo = true", vec![]).await?;
        page.press("Undo the last restore").await?;
        let began_anew = async || Ok(page.run("return window.isBeforeUndo === undefined", vec![]).await? == true);
        page.wait("the page is loaded anew", began_anew).await?;
        assert!(new.notebook(&stage).await?.contains("Nothing here yet"));
        // It can be restored again.
        new.restore(&stage, &backup).await?;
        assert!(new.notebook(&stage).await?.contains("Two lines"));
        old.browser.close().await?;
        new.browser.close().await
    })
}

#[test]
fn two_phones_that_take_each_others_backup_are_alike() -> Outcome {
    journey(async |stage| {
        let (one, other) = (Phone::new(&stage).await?, Phone::new(&stage).await?);
        fill(&one, &stage, 0).await?;
        other.restore(&stage, &one.back_up(&stage, "").await?).await?;
        for (phone, words) in [(&one, "Written on the one"), (&other, "Written on the other")] {
            let page = phone.page();
            page.go("#/now").await?;
            page.press("Capture").await?;
            page.find("textbox", "What do you want to keep?").await?.send_keys(words).await?;
            page.status("Saved on this phone").await?;
            page.press("Done").await?;
        }
        let (of_one, of_other) = (one.back_up(&stage, "").await?, other.back_up(&stage, "").await?);
        one.restore(&stage, &of_other).await?;
        other.restore(&stage, &of_one).await?;
        let [one_has, other_has] = [files(&one.back_up(&stage, "").await?)?, files(&other.back_up(&stage, "").await?)?];
        for words in ["Written on the one", "Written on the other", "Ask Ana"] {
            assert!(text(&one_has, "notebook.json")?.contains(words), "{words}");
        }
        assert_eq!(text(&one_has, "notebook.json")?, text(&other_has, "notebook.json")?);
        assert_eq!(text(&one_has, "trips.json")?, text(&other_has, "trips.json")?);
        one.browser.close().await?;
        other.browser.close().await
    })
}

#[test]
fn a_passphrase_opens_what_it_closed() -> Outcome {
    journey(async |stage| {
        let (old, new) = (Phone::new(&stage).await?, Phone::new(&stage).await?);
        fill(&old, &stage, 1).await?;
        let backup = old.back_up(&stage, "correct horse").await?;
        let locked = std::fs::read_to_string(&backup)?;
        assert!(locked.starts_with("eyJ") && !locked.contains("Ask Ana") && locked.split('.').count() == 5);
        new.look_into(&stage, &backup).await?;
        let page = new.page();
        for (passphrase, then) in
            [("wrong horse", "This passphrase does not open the file"), ("correct horse", "Adds 3 notes")]
        {
            let field = page.find("password", "The passphrase of this backup").await?;
            field.send_keys(passphrase).await?;
            page.press("Open it").await?;
            page.says(then).await?;
        }
        page.press("Restore").await?;
        page.status("Restored: …").await?;
        assert!(new.notebook(&stage).await?.contains("Ask Ana"));
        old.browser.close().await?;
        new.browser.close().await
    })
}

#[test]
fn where_there_is_no_room_for_photos_the_words_are_restored() -> Outcome {
    journey(async |stage| {
        let old = Phone::new(&stage).await?;
        fill_with(&old, &stage, 12, 1_000_000).await?;
        let backup = old.back_up(&stage, "").await?;
        // Before the app opens its database: Chromium remembers for a while how much room it found.
        let new = Phone::bought().await?;
        let page = new.page();
        let quota = json!({ "origin": stage.server.origin(), "quotaSize": 6_000_000 });
        page.devtools("Storage.overrideQuotaForOrigin", quota).await?;
        new.look_into(&stage, &backup).await?;
        page.says("Adds 12 photos").await?;
        page.press("Restore").await?;
        page.status("Restored: …").await?;
        page.says("There was no room for 12 photos. The words are there.").await?;
        page.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": stage.server.origin() })).await?;
        assert!(new.notebook(&stage).await?.contains("Ask Ana"));
        // With room again, the same file brings the photos.
        new.look_into(&stage, &backup).await?;
        page.says("Adds 12 photos").await?;
        page.press("Restore").await?;
        page.says("12 photos").await?;
        page.status("Restored: …").await?;
        old.browser.close().await?;
        new.browser.close().await
    })
}

#[test]
fn what_is_no_backup_changes_nothing() -> Outcome {
    journey(async |stage| {
        let phone = Phone::new(&stage).await?;
        fill(&phone, &stage, 0).await?;
        let backup = phone.back_up(&stage, "").await?;
        let before = phone.notebook(&stage).await?;
        let folder = phone.profile.path().join("saved");
        let mut changed = std::fs::read(&backup)?;
        let at = changed.windows(7).position(|part| part == b"Ask Ana").ok_or("the note is not in the backup")?;
        changed[at] = b'a';
        for (name, bytes, said) in [
            ("changed.zip", changed.as_slice(), "This backup is damaged"),
            ("short.zip", changed.get(..at).unwrap_or_default(), "Nothing was changed."),
            ("a.txt", b"some words".as_slice(), "This is no backup of Lanyard."),
            ("empty.zip", b"".as_slice(), "Nothing was changed."),
        ] {
            let file = folder.join(name);
            std::fs::write(&file, bytes)?;
            phone.look_into(&stage, &file).await?;
            phone.page().says(said).await.map_err(|why| format!("{name}: {why}"))?;
        }
        assert_eq!(phone.notebook(&stage).await?, before);
        phone.browser.close().await
    })
}
