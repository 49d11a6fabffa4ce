//! Photos: pieces in, whole ones out.

use super::{
    auth::Auth,
    sync::malformed,
    trouble::{Answer, Refusal},
};
use crate::{
    state::State,
    store::{NotTaken, Piece},
};
use axum::{
    Json,
    body::Bytes,
    extract,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::{
    photo::{MOST_BYTES, PhotoId, Unfit},
    wire::PhotoHeld,
};

/// `PUT /api/v1/photos/{sha256}`, with `Content-Range: bytes 0-32767/180000`, or `bytes */180000` and
/// no body to ask how much is here. The answer says that, whatever was sent: a sender goes on from
/// there.
pub(super) async fn take(
    extract::State(state): extract::State<State>,
    auth: Auth,
    extract::Path(name): extract::Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, extract::rejection::BytesRejection>,
) -> Answer<Json<PhotoHeld>> {
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
        _ => malformed("body"),
    })?;
    let range = headers.get(header::CONTENT_RANGE).and_then(|range| range.to_str().ok());
    let (at, of) = range.and_then(|range| read(range, body.len() as u64)).ok_or_else(|| malformed("content-range"))?;
    let id: PhotoId = name.parse().map_err(|_| Refusal::from(NotTaken::NotNamed))?;
    if of > MOST_BYTES as u64 {
        return Err(NotTaken::Unfit(Unfit::TooLarge).into());
    }
    let piece = Piece { id, of, at, bytes: &body };
    Ok(Json(state.store.take_photo(&auth.permit, piece, state.now()).await?))
}

/// Where a piece of that length begins, and how large the whole is.
fn read(range: &str, length: u64) -> Option<(u64, u64)> {
    let (piece, of) = range.strip_prefix("bytes ")?.split_once('/')?;
    let of = of.parse().ok().filter(|of| *of > 0)?;
    if piece == "*" {
        return (length == 0).then_some((0, of));
    }
    let (first, last) = piece.split_once('-')?;
    let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
    let fits = last < of && last.checked_sub(first)?.checked_add(1)? == length;
    fits.then_some((first, of))
}

/// `GET /api/v1/photos/{sha256}`: by whoever may see a record that names it. What one may not see
/// answers exactly as what does not exist, or has not come yet.
pub(super) async fn photo(
    extract::State(state): extract::State<State>,
    auth: Auth,
    extract::Path(name): extract::Path<String>,
) -> Answer<Response> {
    let not_found = || Refusal::new(StatusCode::NOT_FOUND, "not_found");
    let id: PhotoId = name.parse().map_err(|_| not_found())?;
    let (mime, bytes) = state.store.photo(&auth.permit, id).await?.ok_or_else(not_found)?;
    Ok(([(header::CONTENT_TYPE, mime)], bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_range_says_where_a_piece_stands() {
        assert_eq!(read("bytes 0-32767/180000", 32_768), Some((0, 180_000)));
        assert_eq!(read("bytes 163840-179999/180000", 16_160), Some((163_840, 180_000)));
        assert_eq!(read("bytes */180000", 0), Some((0, 180_000)));
        for (wrong, length) in [
            ("bytes 0-9/180000", 9),
            ("bytes 9-0/180000", 10),
            ("bytes 0-10/10", 11),
            ("bytes 0-18446744073709551615/18446744073709551615", 0),
            ("bytes */0", 0),
            ("bytes */7", 7),
            ("bytes -1/7", 1),
            ("0-9/10", 10),
            ("bytes 0-9/*", 10),
            ("", 0),
        ] {
            assert_eq!(read(wrong, length), None, "{wrong}");
        }
    }
}
