//! What the stories across crates are told with.
//!
//! | module | for |
//! |---|---|
//! | [`checkout`] | every text file of the checkout |
//! | [`source`] | Rust source taken apart into code, comments and texts |
//! | [`ambient`] | time and chance from a seed |
//! | [`backend`] | what a story needs of a server, whichever it is |
//! | [`township`] | the real router on a database of its own, with a few doors and people |
//! | [`shelf`] | the real ingest on a shelf in memory: the same answers, many more histories |
//! | [`phone`] | the real engine on a journal in memory, with a wire that can be cut |

pub mod ambient;
pub mod backend;
pub mod checkout;
pub mod phone;
pub mod shelf;
pub mod source;
pub mod township;
