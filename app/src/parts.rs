//! The parts that every screen is made of. Each is plain, typed, and accessible by itself; how they
//! look stands in `style/`, one sheet a part. No part knows of records, storage or the network, and
//! none speaks: words come from [`crate::words`] through the settings in the context.
//!
//! Words are given as [`Text`], with `into`: a `&str`, a `String`, or a closure
//! (`label=move || w.get().save`). Handlers are [`Act`] or `UnsyncCallback<…>`, also with `into`.
//!
//! | to draw | take |
//! |---|---|
//! | a worker's screen | [`Page`] of [`Bar`], [`Main`], then [`Tabs`] or a [`Dock`] with the main [`Button`] |
//! | a supervisor's screen | [`Split`] of [`Side`] and [`Page`]; in `Main` a [`Board`] of [`Figure`]s and [`Panel`]s |
//! | a list | [`Section`], then [`Card`]s of [`Door`] and [`Rows`] of [`Row`]; long ones in [`LongList`] |
//! | a form | [`Card`] of [`Question`]s with [`ChooseOne`], [`ChooseMany`], [`Toggle`], [`Stepper`], [`Field`]; what is known as [`Known`] |
//! | a choice from records | [`PickFrom`] |
//! | a form that the screen draws itself | the same, each question shown while [`Walk`] says so |
//! | a field of a kind, to be changed | [`KindField`] |
//! | a state | [`SyncBadge`], [`UnsentBadge`], [`Badge`]: always word, shape and colour |
//! | a case's temperatures | [`TemperatureChart`] |
//! | a whole and its parts | [`Stack`], with [`StackKey`]s |
//! | trouble | [`Notice`]: what happened, what is safe, what to do |
//! | a word after a deed | [`Toasts`] from [`use_toasts`], shown by [`ToastHost`] |
//! | a further question | [`Sheet`], [`Confirm`] |
//! | nothing, or not yet | [`Empty`], [`Loading`] |
//!
//! Sheets know more classes than parts use: `stack`, `stack-wide`, `side-by-side`, `push` (to the
//! bottom of `Main`), `soft` (second line), `num`, `sr-only`, `pairs` (a `<dl>`), `one-question`
//! (elder mode), `no-print`. There are no style attributes anywhere: the page's policy forbids them.

mod badge;
mod bar;
mod board;
mod button;
mod card;
mod chart;
mod choices;
mod empty;
mod field;
mod form_view;
mod icons;
mod kind_field;
mod long_list;
mod meter;
mod notice;
mod number_pad;
mod page;
mod pick;
mod progress;
mod sheet;
mod side;
mod stack;
mod tabs;
mod text;
mod toast;
mod trend;
mod walk;

pub use badge::*;
pub use bar::*;
pub use board::*;
pub use button::*;
pub use card::*;
pub use chart::*;
pub use choices::*;
pub use empty::*;
pub use field::*;
pub use form_view::*;
pub use icons::*;
pub use kind_field::*;
pub use long_list::*;
pub use meter::*;
pub use notice::*;
pub use number_pad::*;
pub use page::*;
pub use pick::*;
pub use progress::*;
pub use sheet::*;
pub use side::*;
pub use stack::*;
pub use tabs::*;
pub use text::*;
pub use toast::*;
pub use trend::*;
pub use walk::*;
