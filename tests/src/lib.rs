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
//! | [`work`] | what people do at doors, at random |
//! | [`program`] | the program `doorstep`, started, asked to end, killed |
//! | [`disk`] | a disk so small that it is soon full |
//! | [`proxy`] | what stands between: it counts the bytes, and does all that a bad line does |
//! | [`meter`] | what stands between where nobody can read along: it counts the bytes of TLS |
//! | [`line`] | the way of a native phone to the program, through the proxy |
//! | [`ledger`] | what was promised, kept apart from phone and server, held against the database |
//! | [`many`] | a township of many, for benches |
//! | [`picture`] | photos as phones make them, and as they must not be |
//! | [`phone`] | the real engine on a journal in memory, with a wire that can be cut |

pub mod ambient;
pub mod backend;
pub mod checkout;
pub mod disk;
pub mod ledger;
pub mod line;
pub mod many;
pub mod meter;
pub mod phone;
pub mod picture;
pub mod program;
pub mod proxy;
pub mod shelf;
pub mod source;
pub mod township;
pub mod work;
