//! Photos: what a record names and does not carry.
//!
//! A record says by digest which photos belong to it ([`crate::field::Holds::Photos`]); the bytes go
//! after it, by themselves. The digest is the name, so whoever has the bytes can tell that they are
//! the right ones, and whoever asks twice gets the same.
//!
//! A photo is made small and bare on the phone. The server does not trust that: [`look`] tells a
//! picture by what stands in it, and finds what a camera writes beside it (EXIF: the place, the time,
//! the phone).

use crate::record::Data;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;
use std::{fmt, str::FromStr};

/// A phone makes a photo no larger than this, in bytes.
pub const AIM_BYTES: usize = 200_000;
/// A phone makes its long side no longer than this, in pixels.
pub const AIM_SIDE: u32 = 1_600;
/// The server takes no photo above this, in bytes.
pub const MOST_BYTES: usize = 256 * 1024;
/// The server takes none with a longer side: a small file can hold a picture that fills a phone's
/// memory.
pub const MOST_SIDE: u32 = 2_048;
/// So many bytes go at a time: a few seconds on the thinnest line, between which records go first.
pub const PIECE_BYTES: usize = 32 * 1024;

/// A photo's name: the SHA-256 of its bytes. Written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhotoId([u8; 32]);

impl PhotoId {
    /// Of that digest.
    pub const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// The digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PhotoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text that names no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPhoto;

impl fmt::Display for NotAPhoto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the name of a photo")
    }
}

impl FromStr for PhotoId {
    type Err = NotAPhoto;
    fn from_str(text: &str) -> Result<Self, NotAPhoto> {
        let digits = text.as_bytes();
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(NotAPhoto),
        };
        let mut digest = [0; 32];
        if digits.len() != 2 * digest.len() {
            return Err(NotAPhoto);
        }
        for (byte, pair) in digest.iter_mut().zip(digits.chunks(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(digest))
    }
}

impl Serialize for PhotoId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PhotoId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A photo as a record names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PhotoRef {
    /// Which.
    pub sha256: PhotoId,
    /// How large it is.
    pub bytes: u64,
}

impl PhotoRef {
    /// Reads what a record says; none if that is no photo.
    pub fn read(item: &Value) -> Option<Self> {
        let sha256 = item.get("sha256")?.as_str()?.parse().ok()?;
        Some(Self { sha256, bytes: item.get("bytes")?.as_u64()? })
    }
}

/// The photos that a payload names: whatever stands in a list and looks like one. So the photos of a
/// kind or a field that this build does not know go along as well, and who asks carries no kinds.
pub fn named(data: &Data) -> Vec<PhotoRef> {
    let mut named = Vec::new();
    for list in data.values().filter_map(Value::as_array) {
        named.extend(list.iter().filter_map(PhotoRef::read));
    }
    named
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// For `Content-Type`.
    pub mime: &'static str,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// Why something is no photo to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Neither a JPEG nor a still WebP, or damaged, or with something behind its end.
    NotAPicture,
    /// It carries more than the picture.
    HasMetadata,
    /// In bytes or pixels.
    TooLarge,
}

impl Unfit {
    /// Its code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Unfit::NotAPicture => "not_a_picture",
            Unfit::HasMetadata => "has_metadata",
            Unfit::TooLarge => "too_large",
        }
    }
}

/// Looks at bytes that are said to be a photo.
///
/// # Errors
/// [`Unfit`].
pub fn look(bytes: &[u8]) -> Result<Picture, Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let (mime, (width, height)) = match bytes {
        [0xff, 0xd8, segments @ ..] => ("image/jpeg", jpeg(segments)?),
        [b'R', b'I', b'F', b'F', a, b, c, d, b'W', b'E', b'B', b'P', chunks @ ..] => {
            let rest = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            if rest != bytes.len() - 8 {
                return Err(Unfit::NotAPicture);
            }
            ("image/webp", webp(chunks)?)
        }
        _ => return Err(Unfit::NotAPicture),
    };
    match (width, height) {
        (0, _) | (_, 0) => Err(Unfit::NotAPicture),
        _ if width.max(height) > MOST_SIDE => Err(Unfit::TooLarge),
        _ => Ok(Picture { mime, width, height }),
    }
}

/// Walks through the segments of a JPEG to its end; gives its width and height.
fn jpeg(mut rest: &[u8]) -> Result<(u32, u32), Unfit> {
    let mut size = None;
    loop {
        let [0xff, marker, after @ ..] = rest else { return Err(Unfit::NotAPicture) };
        match marker {
            // Before a marker there may be any number of these.
            0xff => {
                rest = &rest[1..];
                continue;
            }
            0xd9 => return size.filter(|_| after.is_empty()).ok_or(Unfit::NotAPicture),
            _ => {}
        }
        let [high, low, ..] = after else { return Err(Unfit::NotAPicture) };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let body = after.get(2..length).ok_or(Unfit::NotAPicture)?;
        rest = &after[length..];
        match marker {
            // Huffman and arithmetic tables stand among the frames.
            0xc4 | 0xcc | 0xdb | 0xdd => {}
            0xc0..=0xcf => {
                let [_, h1, h0, w1, w0, ..] = body else { return Err(Unfit::NotAPicture) };
                let side = |high: &u8, low: &u8| u32::from(u16::from_be_bytes([*high, *low]));
                size = Some((side(w1, w0), side(h1, h0)));
            }
            0xda => rest = behind_scan(rest),
            0xe0 if body.starts_with(b"JFIF\0") => {}
            // How colours are meant says nothing of where and when.
            0xe2 if body.starts_with(b"ICC_PROFILE\0") => {}
            0xee if body.starts_with(b"Adobe") => {}
            0xe0..=0xef | 0xfe => return Err(Unfit::HasMetadata),
            _ => return Err(Unfit::NotAPicture),
        }
    }
}

/// What comes behind the picture's own data: the next marker that is not part of it.
fn behind_scan(data: &[u8]) -> &[u8] {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    data.windows(2).position(is_marker).map_or(&[], |at| &data[at..])
}

/// Walks through the chunks of a WebP to its end; gives its width and height.
fn webp(mut rest: &[u8]) -> Result<(u32, u32), Unfit> {
    let mut size = None;
    let mut has_picture = false;
    while !rest.is_empty() {
        let [n0, n1, n2, n3, a, b, c, d, after @ ..] = rest else { return Err(Unfit::NotAPicture) };
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        let body = after.get(..length).ok_or(Unfit::NotAPicture)?;
        rest = after.get(length + length % 2..).ok_or(Unfit::NotAPicture)?;
        let found = match &[*n0, *n1, *n2, *n3] {
            b"VP8X" => body.get(4..10).map(|side| (1 + number(&side[..3]), 1 + number(&side[3..]))),
            b"VP8 " if body.get(3..6) == Some(&[0x9d, 0x01, 0x2a]) => {
                has_picture = true;
                body.get(6..10).map(|side| (number(&side[..2]) & 0x3fff, number(&side[2..]) & 0x3fff))
            }
            b"VP8L" if body.first() == Some(&0x2f) => {
                has_picture = true;
                body.get(1..5).map(number).map(|sides| (1 + (sides & 0x3fff), 1 + (sides >> 14 & 0x3fff)))
            }
            b"ALPH" | b"ICCP" => continue,
            b"VP8 " | b"VP8L" | b"ANIM" | b"ANMF" => return Err(Unfit::NotAPicture),
            _ => return Err(Unfit::HasMetadata),
        };
        size = size.max(Some(found.ok_or(Unfit::NotAPicture)?));
    }
    size.filter(|_| has_picture).ok_or(Unfit::NotAPicture)
}

/// A little-endian number of at most four bytes.
fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Payload, visit};
    use serde_json::json;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        [&[0xff, marker], &length[..], body].concat()
    }

    fn frame(width: u16, height: u16) -> Vec<u8> {
        let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
        segment(0xc0, &[8, h[0], h[1], w[0], w[1], 1, 1, 0x11, 0])
    }

    /// With these segments behind the first, two scans, and data that looks like markers.
    fn jpeg(more: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
        bytes.extend(more.concat());
        bytes.extend(frame(640, 480));
        for data in [[0x12, 0xff, 0x00, 0xe1, 0xff, 0xd3], [7; 6]] {
            bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
            bytes.extend(data);
        }
        bytes.extend([0xff, 0xd9]);
        bytes
    }

    fn webp(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut body = b"WEBP".to_vec();
        for (name, data) in chunks {
            body.extend(*name);
            body.extend(u32::try_from(data.len()).expect("short").to_le_bytes());
            body.extend(*data);
            body.extend(vec![0; data.len() % 2]);
        }
        [b"RIFF".to_vec(), u32::try_from(body.len()).expect("short").to_le_bytes().to_vec(), body].concat()
    }

    const LOSSY: (&[u8; 4], &[u8]) = (b"VP8 ", &[0, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01, 9]);

    #[test]
    fn a_bare_picture_is_taken() {
        let jpeg = look(&jpeg(&[segment(0xe2, b"ICC_PROFILE\0\x01\x01")]));
        assert_eq!(jpeg, Ok(Picture { mime: "image/jpeg", width: 640, height: 480 }));
        assert_eq!(look(&webp(&[LOSSY])), Ok(Picture { mime: "image/webp", width: 640, height: 480 }));
        let lossless = webp(&[(b"VP8L", &[0x2f, 0x7f, 0xc2, 0x77, 0x00])]);
        assert_eq!(look(&lossless), Ok(Picture { mime: "image/webp", width: 640, height: 480 }));
    }

    #[test]
    fn whatever_a_camera_writes_beside_it_is_found_wherever_it_stands() {
        for (marker, body) in [(0xe1, &b"Exif\0\0"[..]), (0xe1, b"http://ns.adobe.com/xap/1.0/\0"), (0xfe, b"me")] {
            assert_eq!(look(&jpeg(&[segment(marker, body)])), Err(Unfit::HasMetadata), "{marker:x}");
        }
        let mut between = jpeg(&[]);
        between.truncate(between.len() - 2);
        between.extend([segment(0xe1, b"Exif\0\0"), vec![0xff, 0xd9]].concat());
        assert_eq!(look(&between), Err(Unfit::HasMetadata));
        let extended: (&[u8; 4], &[u8]) = (b"VP8X", &[8, 0, 0, 0, 0x7f, 2, 0, 0xdf, 1, 0]);
        for name in [b"EXIF", b"XMP ", b"mine"] {
            assert_eq!(look(&webp(&[extended, LOSSY, (name, b"II*\0")])), Err(Unfit::HasMetadata));
        }
        assert!(look(&webp(&[extended, LOSSY])).is_ok());
    }

    #[test]
    fn what_is_no_picture_or_more_than_one_is_not_taken() {
        let behind = [jpeg(&[]), b"and more".to_vec()].concat();
        let cut = &jpeg(&[])[..40];
        let padded = [webp(&[LOSSY]), vec![0; 2]].concat();
        let moving = webp(&[LOSSY, (b"ANMF", b"1234")]);
        let empty = webp(&[(b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 9, 0, 0])]);
        for bytes in [b"", b"<svg/>".as_slice(), b"\xff\xd8\xff\xd9", &behind, cut, &padded, &moving, &empty] {
            assert_eq!(look(bytes), Err(Unfit::NotAPicture), "{:?}", &bytes[..bytes.len().min(20)]);
        }
        for end in 0..jpeg(&[]).len() {
            assert!(look(&jpeg(&[])[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_picture_that_would_fill_a_phone_is_too_large() {
        let mut wide = vec![0xff, 0xd8];
        wide.extend(frame(60_000, 2));
        wide.extend([0xff, 0xd9]);
        assert_eq!(look(&wide), Err(Unfit::TooLarge));
        assert_eq!(look(&vec![0; MOST_BYTES + 1]), Err(Unfit::TooLarge));
    }

    #[test]
    fn a_name_is_written_in_one_way_only() {
        let text = "0f".repeat(32);
        let id: PhotoId = text.parse().expect("a name");
        assert_eq!((id.to_string(), serde_json::to_value(id).expect("JSON")), (text.clone(), json!(text)));
        for wrong in [text.to_uppercase(), text[1..].into(), format!("{text}0"), "字".repeat(64), String::new()] {
            assert_eq!(wrong.parse::<PhotoId>(), Err(NotAPhoto));
        }
    }

    #[test]
    fn a_record_names_its_photos() {
        let sample = (visit::KIND.samples)().remove(0);
        assert_eq!(named(&sample), visit::Visit::read(&sample).photos);
        assert_eq!(named(&sample).len(), 1);
        let one = |name: &str| json!({"sha256": name, "bytes": 7, "taken_by": "a drone"});
        let of_the_future = json!({"scans": [one(&"0f".repeat(32)), one("no name"), 3], "one": one(&"1f".repeat(32))});
        let of_the_future = of_the_future.as_object().expect("an object");
        let names: Vec<String> = named(of_the_future).iter().map(|photo| photo.sha256.to_string()).collect();
        assert_eq!(names, ["0f".repeat(32)]);
    }
}
