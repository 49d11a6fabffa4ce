//! Answers that are not 200: a code for the person, the cause for the log, never a person's data.

use crate::store::{NotPulled, NotPushed, NotTaken, StoreError};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use model::wire::Trouble;

/// What a handler gives.
pub type Answer<T> = Result<T, Refusal>;

/// A refusal, as it goes out.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    trouble: Trouble,
    after: Option<u32>,
}

impl Refusal {
    /// A status and a code.
    pub fn new(status: StatusCode, code: &str) -> Self {
        Self { status, trouble: Trouble::new(code), after: None }
    }

    /// With more than a code.
    pub fn of(status: StatusCode, trouble: Trouble) -> Self {
        Self { status, trouble, after: None }
    }

    /// To be tried again after so many seconds.
    pub fn after(mut self, seconds: u32) -> Self {
        self.after = Some(seconds);
        self
    }

    /// Nobody is signed in here.
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out")
    }

    /// This device is no longer trusted: it hands in what it holds, and wipes itself.
    pub fn drain() -> Self {
        let to = Some("/api/v1/drain".into());
        Self::of(StatusCode::FORBIDDEN, Trouble { to, ..Trouble::new("drain") })
    }

    /// Not for this person; answers as if it were not there.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden")
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.trouble)).into_response();
        if let Some(seconds) = self.after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "storage");
        match error {
            StoreError::Full => Self::new(StatusCode::INSUFFICIENT_STORAGE, "storage_full").after(60),
            StoreError::Failed(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable").after(5),
        }
    }
}

impl From<NotPushed> for Refusal {
    fn from(error: NotPushed) -> Self {
        match error {
            NotPushed::NewDevice => Self::new(StatusCode::CONFLICT, "new_device"),
            NotPushed::Refused(_) => Self::new(StatusCode::CONFLICT, "refused"),
            NotPushed::Store(error) => error.into(),
        }
    }
}

impl From<NotTaken> for Refusal {
    fn from(error: NotTaken) -> Self {
        match error {
            NotTaken::NotNamed => Self::new(StatusCode::NOT_FOUND, "not_named"),
            NotTaken::WrongBytes => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_bytes"),
            NotTaken::Unfit(unfit) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, unfit.code()),
            NotTaken::Store(error) => error.into(),
        }
    }
}

impl From<NotPulled> for Refusal {
    fn from(error: NotPulled) -> Self {
        match error {
            NotPulled::HistoryChanged(have) => {
                let trouble = Trouble { have: Some(have), ..Trouble::new("history_changed") };
                Self::of(StatusCode::CONFLICT, trouble)
            }
            NotPulled::Store(error) => error.into(),
        }
    }
}

/// No such address.
pub async fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "not_found")
}
