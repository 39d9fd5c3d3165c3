use super::*;
use crate::checksum::crc32;
use crate::schedule::{Day, Local};
use crate::zip::{ZipEntry, ZipWriter};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use std::io::{Cursor, Read, Write};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

const MOST: u64 = 10_000_000;

type Files = Vec<(String, Vec<u8>)>;

/// A zip by another writer.
fn zip_of(files: &Files, method: CompressionMethod, comment: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_comment(comment);
    writer.add_directory("photos", SimpleFileOptions::default()).unwrap();
    for (path, bytes) in files {
        writer.start_file(path, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn slice(zip: &[u8], range: Range<u64>) -> &[u8] {
    zip.get(range.start as usize..range.end as usize).unwrap_or_default()
}

fn listed(zip: &[u8]) -> Result<Vec<ZippedFile>, ZipReadError> {
    let directory = find_directory(slice(zip, end_range(zip.len() as u64)), zip.len() as u64)?;
    directory.read(slice(zip, directory.range()), MOST)
}

/// Everything in it; what does not unpack to what it should be is damaged.
fn read(zip: &[u8]) -> Result<Files, ZipReadError> {
    let unpacked = |file: ZippedFile| {
        let content = slice(zip, file.content(slice(zip, file.header()))?);
        let mut bytes = Vec::new();
        match file.compression {
            Compression::Stored => bytes.extend(content),
            Compression::Deflated => {
                let unpacking = flate2::read::DeflateDecoder::new(content);
                unpacking.take(file.length + 1).read_to_end(&mut bytes).map_err(|_| ZipReadError::Damaged)?;
            }
        }
        let is_right = crc32(&bytes) == file.checksum && bytes.len() as u64 == file.length;
        if is_right { Ok((file.path, bytes)) } else { Err(ZipReadError::Damaged) }
    };
    listed(zip)?.into_iter().map(unpacked).collect()
}

fn example() -> Files {
    vec![
        ("manifest.json".to_owned(), b"{}".to_vec()),
        ("photos/na\u{ef}ve \u{1f980}.jpg".to_owned(), b"a ".repeat(600)),
        ("empty".to_owned(), Vec::new()),
    ]
}

#[test]
fn what_another_writer_put_in_is_found() {
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        assert_eq!(read(&zip_of(&example(), method, "")), Ok(example()));
        let comment = "PK\u{5}\u{6} ".repeat(8_000);
        assert_eq!(read(&zip_of(&example(), method, &comment)), Ok(example()), "the end is not in the comment");
        assert_eq!(read(&zip_of(&Vec::new(), method, "")), Ok(Vec::new()));
    }
}

#[test]
fn what_we_write_we_read() {
    let mut zip = ZipWriter::new(Local { day: Day::from_ymd(2026, 11, 27).unwrap(), second: 0 });
    let mut all = Vec::new();
    for (path, bytes) in example() {
        let mut entry = ZipEntry::default();
        entry.take(&bytes);
        all.extend(zip.add(&path, entry).unwrap());
        all.extend(bytes);
    }
    all.extend(zip.finish().unwrap());
    assert_eq!(read(&all), Ok(example()));
}

/// Replaces bytes of the example, counted from the mark of a record.
fn changed(mark: u32, offset: usize, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip_of(&example(), CompressionMethod::Deflated, "");
    let at = zip.windows(4).rposition(|window| window == mark.to_le_bytes()).unwrap() + offset;
    zip.splice(at..at + bytes.len(), bytes.iter().copied());
    zip
}

#[test]
fn what_is_not_to_be_trusted_is_refused() {
    #[track_caller]
    fn check(zip: &[u8], expect: ZipReadError) {
        assert_eq!(read(zip), Err(expect));
    }
    let named = |path: &str| zip_of(&vec![(path.to_owned(), vec![1])], CompressionMethod::Stored, "");
    let whole = zip_of(&example(), CompressionMethod::Stored, "");
    check(b"", ZipReadError::NotAZip);
    check(&[b'{'; 100_000], ZipReadError::NotAZip);
    check(&whole[..whole.len() - 1], ZipReadError::NotAZip);
    check(&whole[1..], ZipReadError::Damaged);
    check(&[b"x", &*whole].concat(), ZipReadError::Damaged);
    for path in ["../x", "/x", "a/../../x", "C:/x", "a\\..\\x", "a/./b"] {
        check(&named(path), ZipReadError::LeadsOut);
    }
    check(&changed(DIRECTORY_HEADER, 8, &[1, 8]), ZipReadError::Encrypted);
    check(&changed(DIRECTORY_HEADER, 10, &[93]), ZipReadError::UnknownMethod);
    check(&changed(DIRECTORY_HEADER, 24, &[0xff; 4]), ZipReadError::Zip64);
    check(&changed(DIRECTORY_HEADER, 24, &[0, 0, 0, 1]), ZipReadError::TooLarge);
    check(&changed(DIRECTORY_HEADER, 42, &[0; 4]), ZipReadError::Overlapping);
    check(&changed(DIRECTORY_HEADER, 20, &[0, 1]), ZipReadError::Overlapping);
    check(&changed(LOCAL_HEADER, 28, &[1]), ZipReadError::Damaged);
    check(&changed(DIRECTORY_END, 4, &[1]), ZipReadError::Damaged);
    check(&changed(DIRECTORY_END, 8, &[3, 0, 3, 0]), ZipReadError::Damaged);
    check(&changed(DIRECTORY_END, 12, &[0, 0, 0, 3]), ZipReadError::Zip64);
}

#[test]
fn a_file_is_there_once() {
    let twice = zip_of(&vec![("aa".to_owned(), vec![1]), ("ab".to_owned(), vec![2])], CompressionMethod::Stored, "");
    let mut same = twice.clone();
    for at in 1..twice.len() {
        if twice[at - 1..].starts_with(b"ab") {
            same[at] = b'a';
        }
    }
    assert_eq!(read(&twice).map(|files| files.len()), Ok(2));
    assert_eq!(listed(&same), Err(ZipReadError::Damaged));
}

#[test]
fn a_name_in_an_unknown_code_page_loses_its_accents() {
    assert_eq!(path(b"caf\x82", false), Ok("caf\u{fffd}".to_owned()));
    assert_eq!(path("caf\u{e9}".as_bytes(), false), Ok("caf\u{e9}".to_owned()), "as macOS writes it");
    assert_eq!(path(b"caf\x82", true), Err(ZipReadError::Damaged));
}

#[test]
fn more_than_a_zip_can_hold_is_said() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..65_536 {
        writer.start_file(format!("{number}"), SimpleFileOptions::default()).unwrap();
    }
    assert_eq!(listed(&writer.finish().unwrap().into_inner()), Err(ZipReadError::Zip64));
}

fn files() -> impl Strategy<Value = Files> {
    let files = btree_map("[a-z/]{0,6}[a-z\u{e9}]", vec(any::<u8>(), 0..300), 0..8);
    files.prop_map(|files| files.into_iter().filter(|(path, _)| !path.starts_with('/')).collect())
}

fn method() -> impl Strategy<Value = CompressionMethod> {
    prop_oneof![Just(CompressionMethod::Stored), Just(CompressionMethod::Deflated)]
}

proptest! {
    #[test]
    fn every_zip_of_another_writer_is_read(files in files(), method in method(), comment in "(?s).{0,40}") {
        prop_assert_eq!(read(&zip_of(&files, method, &comment)), Ok(files));
    }

    #[test]
    fn no_change_makes_it_panic_or_take_much(
        files in files(),
        method in method(),
        changes in vec((any::<Index>(), prop_oneof![any::<u8>(), Just(0), Just(0xff)]), 1..4),
        cut in prop::option::weighted(0.1, any::<Index>()),
    ) {
        let mut zip = zip_of(&files, method, "");
        for (index, byte) in changes {
            let at = index.index(zip.len());
            zip[at] = byte;
        }
        zip.truncate(cut.map_or(zip.len(), |cut| cut.index(zip.len())));
        if let Ok(listed) = listed(&zip) {
            let ranges: Vec<_> = listed.iter().filter_map(|file| file.content(slice(&zip, file.header())).ok()).collect();
            prop_assert!(ranges.iter().all(|range| range.end <= zip.len() as u64));
            prop_assert!(listed.iter().map(|file| file.length).sum::<u64>() <= MOST);
            prop_assert!(ranges.iter().map(|range| range.end - range.start).sum::<u64>() <= zip.len() as u64);
        }
        let _ = read(&zip);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..400), length in any::<u64>()) {
        let end = [&bytes[..], b"PK\x05\x06", &[0; 18]].concat();
        let _ = find_directory(&end, length);
        let directory = DirectoryLocation { range: 0..bytes.len() as u64, files: 3 };
        let _ = directory.read(&[&b"PK\x01\x02"[..], &bytes].concat(), MOST);
    }
}
