//! The jobs people do, one folder each: the page (view only) and its state (plain, tested).

pub mod add;
pub mod clock;
pub mod dispute;
pub mod households;
pub mod isolation;
pub mod mine;
pub mod overview;
pub mod photos;
pub mod sign_in;
pub mod temperature;
pub mod today;
pub mod visit;
