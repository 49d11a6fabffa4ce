//! The gate before the parser: is this file an XLSX at all, and is it safe to open?
//!
//! A workbook is a zip, and a small zip can unfold into more than the machine holds. What the
//! central directory says is checked first, since that costs nothing; then every entry is unfolded
//! once into the void, because a directory can lie (`protection.md` B12).

use super::problem::FileTrouble;
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;

/// The largest file taken, in bytes.
pub const MAX_FILE_BYTES: usize = 10 * MIB;
/// The largest entry taken, unfolded, in bytes.
pub const MAX_ENTRY_BYTES: u64 = 32 * MIB as u64;
/// All entries together, unfolded, in bytes.
pub const MAX_TOTAL_BYTES: u64 = 128 * MIB as u64;
/// An entry may unfold to at most so many times its size.
pub const MAX_RATIO: u64 = 100;
/// Workbooks have a few dozen entries; each costs work before anything is read.
const MAX_ENTRIES: usize = 1_000;
/// Below this size no ratio is suspicious: empty style tables fold very well.
const RATIO_MATTERS_FROM: u64 = 256 * 1024;

const MIB: usize = 1024 * 1024;
/// First bytes of an OLE container: an old `.xls`, or an encrypted `.xlsx`.
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// First bytes of a zip.
const ZIP: &[u8] = b"PK\x03\x04";

/// Lets a file through to the parser, or says what is wrong with it.
///
/// # Errors
/// [`FileTrouble`] for anything that is no XLSX or would unfold beyond the limits.
pub fn pass(bytes: &[u8]) -> Result<(), FileTrouble> {
    if bytes.is_empty() {
        return Err(FileTrouble::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(FileTrouble::TooLarge);
    }
    if bytes.starts_with(OLE) {
        return Err(if names_encrypted_package(bytes) { FileTrouble::Encrypted } else { FileTrouble::OldXls });
    }
    if !bytes.starts_with(ZIP) {
        return Err(FileTrouble::NotXlsx);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileTrouble::Damaged)?;
    if zip.len() > MAX_ENTRIES {
        return Err(FileTrouble::Bomb);
    }
    read_directory(&mut zip)?;
    unfold(&mut zip)
}

/// An encrypted workbook is an OLE container with a stream of this name, in UTF-16.
fn names_encrypted_package(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

fn read_directory(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), FileTrouble> {
    let mut is_workbook = false;
    let mut total: u64 = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|_| FileTrouble::Damaged)?;
        if entry.encrypted() {
            return Err(FileTrouble::Encrypted);
        }
        is_workbook |= entry.name().is_ok_and(|name| name == "[Content_Types].xml");
        total = total.saturating_add(entry.size());
        if too_much(entry.size(), entry.compressed_size()) || total > MAX_TOTAL_BYTES {
            return Err(FileTrouble::Bomb);
        }
    }
    if is_workbook { Ok(()) } else { Err(FileTrouble::NotXlsx) }
}

fn unfold(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), FileTrouble> {
    let mut total: u64 = 0;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| FileTrouble::Damaged)?;
        let folded = entry.compressed_size();
        let mut counted = Count(0);
        let copied = std::io::copy(&mut entry.take(MAX_ENTRY_BYTES + 1), &mut counted);
        total += counted.0;
        if too_much(counted.0, folded) || total > MAX_TOTAL_BYTES {
            return Err(FileTrouble::Bomb);
        }
        copied.map_err(|_| FileTrouble::Damaged)?;
    }
    Ok(())
}

fn too_much(unfolded: u64, folded: u64) -> bool {
    unfolded > MAX_ENTRY_BYTES || (unfolded > RATIO_MATTERS_FROM && unfolded > folded.saturating_mul(MAX_RATIO))
}

/// Counts bytes and forgets them.
struct Count(u64);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::{ZipWriter, write::SimpleFileOptions};

    fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
            zip.write_all(content).expect("its content");
        }
        zip.finish().expect("a zip").into_inner()
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(512, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(2048, 0);
        bytes
    }

    #[test]
    fn what_is_no_workbook_is_told_apart() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        let whole = zip_of(&[("[Content_Types].xml", b"<Types/>")]);
        let cases: &[(&[u8], FileTrouble)] = &[
            (b"", FileTrouble::Empty),
            ("姓名,电话\n".as_bytes(), FileTrouble::NotXlsx),
            (png, FileTrouble::NotXlsx),
            (&whole[..whole.len() / 2], FileTrouble::Damaged),
            (&zip_of(&[("a.txt", b"text")]), FileTrouble::NotXlsx),
            (&ole("Workbook"), FileTrouble::OldXls),
            (&ole("EncryptedPackage"), FileTrouble::Encrypted),
            (&vec![b'x'; MAX_FILE_BYTES + 1], FileTrouble::TooLarge),
        ];
        for (bytes, expected) in cases {
            assert_eq!(pass(bytes), Err(*expected));
        }
        assert_eq!(pass(&whole), Ok(()));
    }

    #[test]
    fn a_bomb_stays_outside() {
        let ratio = zip_of(&[("[Content_Types].xml", &vec![b' '; 8 * MIB])]);
        assert!(ratio.len() < 64 * 1024);
        assert_eq!(pass(&ratio), Err(FileTrouble::Bomb));
        let many: Vec<String> = (0..=MAX_ENTRIES).map(|n| format!("{n}.xml")).collect();
        let entries: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
        assert_eq!(pass(&zip_of(&entries)), Err(FileTrouble::Bomb));
    }

    #[test]
    fn a_directory_that_lies_is_found_out() {
        let honest = zip_of(&[("[Content_Types].xml", &vec![b' '; 40 * MIB])]);
        let size = (40 * MIB as u32).to_le_bytes();
        let mut lying = honest.clone();
        for at in 0..lying.len() - 4 {
            if lying[at..at + 4] == size {
                lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
            }
        }
        assert_ne!(lying, honest);
        assert_eq!(pass(&honest), Err(FileTrouble::Bomb));
        assert!(pass(&lying).is_err());
    }
}
