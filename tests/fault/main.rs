//! Native phones against the real program, while the line spoils what passes, the program is killed,
//! its disk is full, or its database is lost. A ledger outside of both decides what was lost.
//!
//! `cargo xtask test fault` builds the program and runs this; the long form is
//! `DOORSTEP_FAULTS=20000 DOORSTEP_KILLS=1000 cargo xtask test fault`. `docs/faults.md` has its figures.
//!
//! | module | for |
//! |---|---|
//! | [`crew`] | several phones at work at once, and what must hold of them when it has gone quiet |
//! | [`wire`] | a line that does all that lines do |
//! | [`power`] | a program that is killed again and again |
//! | [`drill`] | a database that is lost and restored from a backup |
//! | [`full`] | a disk that is full, and is given room |
//! | [`flush`] | what the program asks of the system before it answers |

mod crew;
mod drill;
mod flush;
mod full;
mod power;
mod wire;
