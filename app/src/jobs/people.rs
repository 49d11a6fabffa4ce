//! Doors and people as a register: registered, put in order, told apart and joined.
//!
//! | folder | for |
//! |---|---|
//! | [`doubles`] | 疑似重复: what looks alike, compared, joined or kept apart |
//! | [`register`] | 登记住户: a door and its people at once |
//! | [`order`] | 走访顺序: by dragging, by buttons, by walking |
//! | [`card`] | 户卡: a door's card with its code, to be printed |

pub mod card;
pub mod doubles;
pub mod order;
pub mod register;
