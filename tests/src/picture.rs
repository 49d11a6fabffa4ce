//! Photos as phones make them, and as they must not be: JPEGs that hold nothing worth looking at, but
//! are put together as real ones.

use model::photo::PhotoId;
use sha2::{Digest, Sha256};
use sync::Photo;

/// The name of these bytes.
pub fn name(bytes: &[u8]) -> PhotoId {
    PhotoId::new(Sha256::digest(bytes).into())
}

/// These bytes as a photo, whatever they are.
pub fn photo(bytes: Vec<u8>) -> Photo {
    Photo { id: name(&bytes), bytes }
}

/// A bare JPEG of so many bytes; another for each seed.
pub fn jpeg(seed: u8, length: usize) -> Vec<u8> {
    with(seed, length, &[])
}

/// A JPEG with what a camera writes beside it.
pub fn with_exif(seed: u8, length: usize) -> Vec<u8> {
    with(seed, length, &segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"))
}

/// A JPEG with another segment in it.
fn with(seed: u8, length: usize, more: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    bytes.extend(more);
    bytes.extend(segment(0xc0, &[8, 4, 0xb0, 6, 0x40, 1, 1, 0x11, 0]));
    bytes.extend(segment(0xda, &[1, 1, 0, 0, 63, 0]));
    // Never 0xff, which would begin a marker.
    let noise = (0u32..).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8 ^ seed).map(|byte| byte.min(0xfe));
    let rest = length.checked_sub(bytes.len() + 2).expect("longer than a frame");
    bytes.extend(noise.take(rest));
    bytes.extend([0xff, 0xd9]);
    bytes
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xff, marker], &length[..], body].concat()
}
