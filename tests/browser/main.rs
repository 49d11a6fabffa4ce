//! The real browser against the real program, driven as a person would: by the names that controls
//! have for a screen reader, by what can be read, and by pulling plugs.
//!
//! `cargo xtask test browser` builds both and runs this. By hand, after `cargo xtask serve` has
//! built the site once: `cargo test -p tests --features browser --test browser -- --test-threads=1`.
//!
//! | module | for |
//! |---|---|
//! | [`portal`] | what stands in the server's place and answers with a page of its own |
//! | [`chromium`] | a browser with a profile, started, closed, killed |
//! | [`person`] | what a person does: read, tap, type |
//! | [`day`] | the steps of a day's work |
//! | [`screen`] | sizes, languages, pictures |

mod another_way;
mod bad_input;
mod board;
mod calls;
mod chromium;
mod clues;
mod contract;
mod day;
mod dispute;
mod elder;
mod entering;
mod events;
mod firm;
mod fourteen_days;
mod isolation;
mod kills;
mod lists;
mod main_job;
mod people;
mod person;
mod photos;
mod portal;
mod post;
mod refused;
mod review;
mod screen;
mod screens;
mod start;
mod tabs;
mod teams;
mod temperature;
mod too_old;
mod wire;
mod work;
mod wrong_clock;
