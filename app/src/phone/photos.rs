//! Photos on this phone, as the screens need them.

use super::Phone;
use crate::device::ShownPicture;
use model::photo::PhotoId;
use sync::{Broken, Draft, Photo};

impl Phone {
    /// Keeps a photo with the half-filled form that names it.
    ///
    /// # Errors
    /// [`Broken`]: neither is kept.
    pub async fn keep_photo(&self, photo: Photo, draft: Draft) -> Result<(), Broken> {
        let engine = self.engine().ok_or_else(|| Broken::Failed("signed_out".into()))?;
        engine.keep_photo(photo, draft).await
    }

    /// Whether a photo is on this phone.
    pub fn has_photo(&self, id: PhotoId) -> bool {
        self.peek(|state| state.photo(id).is_some()).unwrap_or_default()
    }

    /// Where the page finds a photo: on this phone if it is here, else on the server.
    pub async fn show_photo(&self, id: PhotoId) -> ShownPicture {
        let kept = match self.engine() {
            // What cannot be read here may still be there.
            Some(engine) => engine.photo(id).await.ok().flatten(),
            None => None,
        };
        if let Some(bytes) = kept
            && let Some(shown) = self.device().show_picture(bytes).await
        {
            return shown;
        }
        ShownPicture { address: format!("/api/v1/photos/{id}"), lent: None }
    }
}
