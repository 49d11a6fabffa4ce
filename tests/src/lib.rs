//! What the stories across crates are told with.
//!
//! | module | for |
//! |---|---|
//! | [`checkout`] | every text file of the checkout |
//! | [`source`] | Rust source taken apart into code, comments and texts |

pub mod checkout;
pub mod source;
