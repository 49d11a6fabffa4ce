//! The jobs people do, one folder each: the page (view only) and its state (plain, tested).

pub mod add;
pub mod calls;
pub mod clock;
pub mod directive;
pub mod dispute;
pub mod entering;
pub mod errands;
pub mod firm;
pub mod daily;
pub mod events;
pub mod for_whom;
pub mod households;
pub mod isolation;
pub mod mine;
pub mod needs;
pub mod overview;
pub mod papers;
pub mod photos;
mod places;
pub mod rounds;
pub mod sign_in;
pub mod start;
pub mod teams;
pub mod temperature;
pub mod today;
pub mod visit;
pub mod workload;
