//! 总览.
use leptos::prelude::*;
/// The screen.
#[component]
pub fn OverviewPage() -> impl IntoView {}
/// The list.
#[component]
pub fn BehindPage() -> impl IntoView {}
