//! 体温登记: the people of one door, one after the other.

pub mod screen;
pub mod state;
