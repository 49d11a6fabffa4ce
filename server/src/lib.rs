//! The program `doorstep`: takes what phones send, gives each op its verdict, counts, and shows
//! those who lead where things stand.
//!
//! ```text
//! http (thin) ──► auth: request → Permit ──► ingest (decides) ──► store (the only SQL)
//! ```
//!
//! [`app`] makes the whole program a router that can be called in process, which is how it is
//! tested.

pub mod http;
pub mod ingest;
pub mod ops;
pub mod password;
pub mod reading;
pub mod register;
pub mod seal;
pub mod state;
pub mod store;
pub mod tls;
pub mod world;

pub use http::app;
pub use state::{Options, State};
