//! The jobs people do, one folder each: the page (view only) and its state (plain, tested).

pub mod add;
pub mod calls;
pub mod clock;
pub mod dispute;
pub mod errands;
pub mod gate;
pub mod households;
pub mod isolation;
pub mod mine;
pub mod needs;
pub mod overview;
pub mod photos;
mod places;
pub mod sign_in;
pub mod temperature;
pub mod today;
pub mod visit;
