//! How a file leaves the phone: by the share sheet, as words in the share sheet, or as a download.
//!
//! Each platform refuses something else, and none of them says so before the tap:
//!
//! - **Chromium** shares files of the types of its list alone
//!   (`third_party/blink/renderer/modules/webshare/FILE_TYPES.md`, checked in
//!   `chrome/browser/webshare/share_service_impl.cc` and, on Android, in `ShareServiceImpl.java`): no `.md`, `.zip`, `.ics`,
//!   `.json` or `.vcf`. `navigator.canShare` does not look at the list (`CanShareInternal` in `navigator_share.cc`): it
//!   says yes, and `share` then fails with `NotAllowedError`. So the list has to be known here. Nor does it share more than
//!   50 MiB, or a text of more than 120 × 1,024 letters on Android and 1,024 × 1,024 elsewhere (`kMaxSharedFileBytes`,
//!   `kMaxTextLength`, same file). w3c/web-share issues 127, 200 and 284 are about the same.
//! - **WebKit** shares files of every type (w3c/web-share#284: an `.epub` goes through in Safari). An app on the home screen
//!   of an iPhone has no downloads: the file is shown on top of the app, with no way back but to end the app
//!   (coder/coder#27853, bp2008/ui3#178, pulsejet/memories#596). There nothing is offered but the share sheet.
//! - **Firefox** shares files on no desktop, and on Android words alone; `canShare` says so.
//! - **All** open the share sheet within a tap alone, and forget the tap after some seconds (HTML, "transient activation":
//!   five in Chromium and WebKit), and once it was used: webkit.org/blog/13862. So a file is made before the tap that hands
//!   it over, and a sheet that was refused is not tried again in another way by itself.
//!
//! Windows resolves `share` when its sheet opens, others when something was chosen: nothing is told as handed over.

/// Extensions that Chromium shares, of those that anything here could have.
const CHROMIUM_SHARES: [&str; 12] =
    ["avif", "bmp", "css", "csv", "gif", "htm", "html", "jpeg", "jpg", "png", "txt", "webp"];

/// Extensions of files that somebody reads. Others are for programs, to which their words alone are of no use.
const READ_BY_PEOPLE: [&str; 5] = ["csv", "htm", "html", "md", "txt"];

/// `kMaxSharedFileBytes` of Chromium.
const MOST_BYTES: u64 = 50 * 1024 * 1024;

/// `kMaxTextLength` of Chromium on Android, in UTF-16 units, which are no more than the bytes of a text.
const MOST_TEXT_BYTES: u64 = 120 * 1024;

/// What is to be known of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts<'a> {
    /// With its extension.
    pub name: &'a str,
    /// How large it is.
    pub bytes: u64,
    /// Whether all of it is text.
    pub is_text: bool,
}

/// What the browser says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SharingFacts {
    /// It has `navigator.share`.
    pub has_share_sheet: bool,
    /// `navigator.canShare` says yes to this very file.
    pub takes_file: bool,
    /// It is WebKit on a phone or tablet: the only one that has `navigator.standalone`.
    pub is_ios: bool,
    /// The app was put on the home screen and started from there.
    pub is_installed: bool,
}

/// One way to hand a file over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverWay {
    /// The file, in the share sheet.
    ShareFile,
    /// The words of the file, in the share sheet.
    ShareText,
    /// A download.
    Download,
}

/// The ways that work here, those that keep the file as it is before the others. Perhaps none.
pub fn ways(file: FileFacts<'_>, browser: SharingFacts) -> Vec<HandOverWay> {
    let extension = file.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let is_on_list = CHROMIUM_SHARES.contains(&extension.as_str()) && file.bytes <= MOST_BYTES;
    let is_read_by_people = READ_BY_PEOPLE.contains(&extension.as_str());
    let shares_file = browser.has_share_sheet && browser.takes_file && (browser.is_ios || is_on_list);
    let has_words = file.is_text && file.bytes <= MOST_TEXT_BYTES;
    // Where there is no other way, words for a program are better than nothing.
    let is_trapped = browser.is_ios && browser.is_installed;
    let shares_text = browser.has_share_sheet && !shares_file && has_words && (is_read_by_people || is_trapped);
    let ways = [
        (shares_file, HandOverWay::ShareFile),
        (!is_trapped, HandOverWay::Download),
        (shares_text, HandOverWay::ShareText),
    ];
    ways.into_iter().filter(|(works, _)| *works).map(|(_, way)| way).collect()
}

/// The way of a button that only says "Save": a download where downloads work.
pub fn way_to_save(ways: &[HandOverWay]) -> Option<HandOverWay> {
    ways.iter().find(|way| **way == HandOverWay::Download).or(ways.first()).copied()
}

#[cfg(test)]
mod tests {
    use super::HandOverWay::{Download, ShareFile, ShareText};
    use super::*;

    const ANDROID: SharingFacts =
        SharingFacts { has_share_sheet: true, takes_file: true, is_ios: false, is_installed: false };
    const IPHONE: SharingFacts = SharingFacts { is_ios: true, ..ANDROID };

    #[track_caller]
    fn check(name: &str, bytes: u64, browser: SharingFacts, expect: &[HandOverWay]) {
        let is_text = !name.ends_with(".zip") && !name.ends_with(".jpg");
        assert_eq!(ways(FileFacts { name, bytes, is_text }, browser), expect, "{name}");
    }

    #[test]
    fn chromium_shares_what_is_on_its_list() {
        for browser in [ANDROID, SharingFacts { is_installed: true, ..ANDROID }] {
            check("day 1.html", 9_000, browser, &[ShareFile, Download]);
            check("photo.JPG", 300_000, browser, &[ShareFile, Download]);
            check("day 1.md", 9_000, browser, &[Download, ShareText]);
            check("week.zip", 9_000, browser, &[Download]);
            check("Ana.vcf", 200, browser, &[Download]);
            check("agenda.ics", 200, browser, &[Download]);
            check("copy.json", 200, browser, &[Download]);
            check("no extension", 200, browser, &[Download]);
        }
    }

    #[test]
    fn chromium_shares_no_more_than_it_says() {
        check("week.html", MOST_BYTES, ANDROID, &[ShareFile, Download]);
        check("week.html", MOST_BYTES + 1, ANDROID, &[Download]);
        check("week.md", MOST_TEXT_BYTES, ANDROID, &[Download, ShareText]);
        check("week.md", MOST_TEXT_BYTES + 1, ANDROID, &[Download]);
    }

    #[test]
    fn an_iphone_shares_every_type() {
        for name in ["day 1.md", "week.zip", "Ana.vcf", "agenda.ics", "copy.json", "day 1.html"] {
            check(name, 9_000, IPHONE, &[ShareFile, Download]);
        }
    }

    #[test]
    fn an_installed_app_on_an_iphone_never_downloads() {
        let installed = SharingFacts { is_installed: true, ..IPHONE };
        check("week.zip", 9_000, installed, &[ShareFile]);
        check("Ana.vcf", 200, installed, &[ShareFile]);
        let before_files = SharingFacts { takes_file: false, ..installed };
        check("Ana.vcf", 200, before_files, &[ShareText]);
        check("week.zip", 9_000, before_files, &[]);
        check("Ana.vcf", 200, SharingFacts { has_share_sheet: false, ..before_files }, &[]);
    }

    #[test]
    fn others_share_words_or_download() {
        let firefox_android = SharingFacts { takes_file: false, ..ANDROID };
        check("day 1.html", 9_000, firefox_android, &[Download, ShareText]);
        check("week.zip", 9_000, firefox_android, &[Download]);
        check("day 1.md", 9_000, SharingFacts::default(), &[Download]);
    }

    #[test]
    fn to_save_is_to_download_where_that_works() {
        assert_eq!(way_to_save(&[ShareFile, Download]), Some(Download));
        assert_eq!(way_to_save(&[ShareFile]), Some(ShareFile));
        assert_eq!(way_to_save(&[]), None);
    }
}
