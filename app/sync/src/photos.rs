//! The engine's way with photos: kept with what names them, sent after it, dropped with it.

use crate::{
    plan,
    ports::{Broken, Draft, Photo, PhotoPiece, PhotoStands, Refused, named_photos},
    run::{Engine, Round},
};
use model::{
    op::Op,
    photo::{PIECE_BYTES, PhotoId},
};

impl Engine {
    /// Keeps a photo with the half-filled form that names it.
    ///
    /// # Errors
    /// [`Broken`]; neither is kept.
    pub async fn keep_photo(&self, photo: Photo, draft: Draft) -> Result<(), Broken> {
        self.journal.put_photo(&photo, &draft).await?;
        self.change(|state| {
            state.photographed(photo.id);
            state.drafted(draft);
        });
        Ok(())
    }

    /// The bytes of a photo; none if it is not on this phone.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn photo(&self, id: PhotoId) -> Result<Option<Vec<u8>>, Broken> {
        self.journal.photo(id).await
    }

    /// The photos that ops name, to be kept in the same transaction. One that is gone must be taken
    /// out of the form by whoever fills it in: what says 已存本机 is whole.
    pub(crate) async fn photos_of(&self, ops: &[Op]) -> Result<Vec<Photo>, Broken> {
        let mut photos = Vec::new();
        for id in named_photos(ops, []) {
            let bytes = self.photo(id).await?.ok_or_else(|| Broken::Failed("photo".into()))?;
            photos.push(Photo { id, bytes });
        }
        Ok(photos)
    }

    /// Drops what nothing names any more.
    pub(crate) async fn tidy_photos(&self) -> Result<(), Broken> {
        // What the journal cannot drop now is found again at the next start.
        if self.state_mut().lets_photos_go() { self.journal.drop_unnamed_photos().await } else { Ok(()) }
    }

    /// Sends the photos whose records the server has.
    pub(crate) async fn send_photos(&self) -> Round {
        loop {
            let next = self.state().photo_to_send();
            let Some(id) = next else { return Round::Done };
            if let Err(round) = self.send_photo(id).await {
                return round;
            }
        }
    }

    /// Sends one, until it is there, is refused, or a record has gone first; else how the whole
    /// attempt ended.
    async fn send_photo(&self, id: PhotoId) -> Result<(), Round> {
        let bytes = self.photo(id).await.map_err(Round::Broken)?;
        let Some(bytes) = bytes else {
            self.mark(id, PhotoStands::Refused("missing".into())).await?;
            return Ok(());
        };
        let of = bytes.len() as u64;
        let mut piece = Vec::new();
        let (mut at, mut anew) = (0, false);
        loop {
            let was_asked = piece.is_empty();
            let sent = PhotoPiece { id, of, at, bytes: std::mem::take(&mut piece) };
            let have = match self.remote.put_photo(sent).await {
                Ok(held) if held.of == of && held.have <= of && (was_asked || held.have > at) => held.have,
                // Not of the protocol's form: it would go on for ever.
                Ok(_) => return Err(Round::Later { refused: Refused::NotOurs, after: None }),
                // The pieces were of two photos, or damaged there: once more from the beginning.
                Err(refused) if refused.code() == Some("wrong_bytes") && !anew => {
                    anew = true;
                    0
                }
                Err(refused) => {
                    let Some(code) = plan::unwanted(&refused) else {
                        let after = if let Refused::Trouble { after, .. } = &refused { *after } else { None };
                        return Err(Round::Later { refused, after });
                    };
                    self.mark(id, PhotoStands::Refused(code.into())).await?;
                    return Ok(());
                }
            };
            if have == of {
                self.mark(id, PhotoStands::Sent).await?;
                return Ok(());
            }
            if self.state().unsent() > 0 {
                // A record goes first; what is to be sent may be another photo then.
                return match self.exchange().await {
                    Round::Done => Ok(()),
                    other => Err(other),
                };
            }
            let from = have as usize;
            piece = bytes[from..bytes.len().min(from + PIECE_BYTES)].to_vec();
            at = have;
        }
    }

    async fn mark(&self, id: PhotoId, stands: PhotoStands) -> Result<(), Round> {
        self.journal.mark_photo(id, stands.clone()).await.map_err(Round::Broken)?;
        self.change(|state| state.photo_marked(id, stands));
        Ok(())
    }
}
