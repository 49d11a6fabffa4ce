//! The sync engine: what the phone holds, how it is kept, and how it reaches the township.
//!
//! ```text
//!   a person's tap                                   the server
//!        │                                               ▲ │
//!        ▼                                               │ ▼
//!   Engine::save ──► Journal::save ──► State        Remote::sync
//!   (intentions)     one strict        rows + ops        ▲ │
//!                    transaction       on top = View     │ ▼
//!                                          ▲        Engine::round
//!                                          │             │
//!                                          └── plan ◄────┘  (verdicts, rows, cursors:
//!                                               │            one transaction)
//!                                               ▼
//!                                        Journal::settle
//! ```
//!
//! - **Up go intentions** ([`model::op::Op`]), **down come states** ([`model::record::Record`]).
//!   What a person sees is the server's rows with the phone's own unconfirmed ops on top.
//! - **A save is one strict transaction** that stores the ops and the next number; only when it has
//!   completed may the screen say 已存本机. Only a verdict makes it 已上传.
//! - **Every op gets its own verdict.** One that is refused goes to repair and blocks nothing.
//! - **Nothing is dropped but by a person.** An answer that is not of the protocol's form, or does
//!   not name every op that was sent, changes nothing.
//! - **No clock decides anything**; no browser, no HTTP here. The world is handed in through
//!   [`ports`].

#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod memory;
pub mod plan;
pub mod ports;
pub mod run;
pub mod state;

pub use ports::{Broken, Draft, Journal, Kept, Online, Page, Refused, Remote, Save};
pub use run::{Engine, Intent, Round};
pub use state::{Held, Standing, State};
