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
//! - **Every op gets its own verdict.** One that is refused goes to repair and blocks nothing. It
//!   leaves repair in one of three ways: a person mends it (a new op that names it), a person gives
//!   it up, or, when it was refused only because a record was missing there, it goes again by
//!   itself as soon as that record has come ([`plan::again`]). A verdict is final for its op, so
//!   each of these is an op of its own.
//! - **Nothing is dropped but by a person.** An answer that is not of the protocol's form, or does
//!   not name every op that was sent, changes nothing.
//! - **No clock decides anything**; no browser, no HTTP here. The world is handed in through
//!   [`ports`].
//!
//! # When nothing is new
//! That is what most syncs find, and on a thin line each byte of them counts. A phone that has read
//! everything up to the mark of the last answer names neither its scopes nor its places in them
//! ([`plan::have`]), and is answered as briefly. Should what it may hold have changed meanwhile, it is
//! told so, and asks once more in full.
//!
//! # Photos
//! A record names its photos and does not carry them. They are kept in the transaction that keeps the
//! record, and go up after it, in pieces, each answered by how much the server has: a line that was
//! cut goes on from there. Between two pieces whatever record has been saved meanwhile goes first, so
//! none waits for a photo. A photo stays here until its op is forgotten; a restored server that lacks
//! it is given it again.
//!
//! # When two have changed the same
//! A change says which version of each field its author saw. The server joins it with what stands,
//! field by field, by the class that stands beside the field in the model (`model::merge`). Where
//! people have to look it raises a `conflict`: a record like any other, so it reaches whoever holds
//! the door, and choosing is a change of that record.
//!
//! Two who make the same record without knowing of each other give it the same id, made from what it
//! is about. The later one is joined as a change by someone who had seen nothing.
//!
//! # When people and doors are moved
//! Ops are judged before scopes are applied. What was recorded at a door follows the door; what was
//! recorded under a duty that ended lately is taken and marked late; a change of what is no longer
//! one's own is refused and shown to whoever holds it. Leaving a scope takes its rows and never
//! what is unsent, in repair or half-written.
//!
//! # When an app is old, or new
//! - **Its ops are taken whatever it is.** Kinds and fields that one side does not know are kept and
//!   passed on as they are. An app that is too old to read rows (`pull_too_old`) is told the verdicts
//!   with that refusal, and the mark that vouches for them; it goes on recording and sending, sees what
//!   it held, and reads on from its cursors when it is updated. One that knows the code alone keeps its
//!   ops and hears the same verdicts after the update.
//! - **A half-filled form** stays of the version in which it was begun ([`Engine::keep_draft`]).
//! - What phones keep is read by every later app: `tests/golden` here and in the model.
//!
//! # When the server has no room
//! Nothing is taken then, and nothing leaves the phone; the same request without ops brings down what
//! is new ([`plan::Otherwise::HoldBack`]), and a later one everything up.
//!
//! # When something is lost
//! - **On the phone**: ops are numbered without a gap. The phone says where it began to count and
//!   how far it has come, and the server misses what it neither has nor is still promised.
//! - **A copied phone** brings numbers that stand for other ops already: it takes a new device id
//!   (`new_device`) and counts on.
//! - **On the server**: every answer bears a mark, a number with the hash of all commits up to it,
//!   kept in the same transaction as the answer's verdicts and sent back with the next request. A
//!   server that was restored from a backup older than that does not know it (`history_changed`);
//!   the phone offers all that it still holds again and reads from the start. Cursors alone would
//!   not do: a phone that reads in pages can have a verdict that is younger than its cursors.

#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod memory;
pub mod photos;
pub mod plan;
pub mod ports;
pub mod run;
pub mod state;

pub use ports::{Broken, Draft, Journal, Kept, Online, Page, Photo, Refused, Remote, Save};
pub use run::{Engine, Intent, Round};
pub use state::{Held, Seen, Standing, State};
