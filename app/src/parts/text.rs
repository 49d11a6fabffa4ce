//! What parts take as words.

use crate::live::derive;
use leptos::{
    prelude::*,
    tachys::{html::attribute::IntoAttributeValue, view::IntoRender},
};
use std::ops::Deref;

/// Words that may change, with the language or with what they say. Parts take it with `into`: a
/// `&str`, a `String`, or a closure such as `move || w.get().save` all become one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Text(Signal<String>);

impl Deref for Text {
    type Target = Signal<String>;

    fn deref(&self) -> &Signal<String> {
        &self.0
    }
}

impl<F: Fn() -> T + Send + Sync + 'static, T: Into<String>> From<F> for Text {
    fn from(words: F) -> Self {
        Self(derive(move || words().into()))
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self(Signal::stored(words))
    }
}

impl From<Signal<String>> for Text {
    fn from(words: Signal<String>) -> Self {
        Self(words)
    }
}

impl From<RwSignal<String>> for Text {
    fn from(words: RwSignal<String>) -> Self {
        Self(words.into())
    }
}

impl From<Memo<String>> for Text {
    fn from(words: Memo<String>) -> Self {
        Self(words.into())
    }
}

impl IntoRender for Text {
    type Output = Signal<String>;

    fn into_render(self) -> Signal<String> {
        self.0
    }
}

impl IntoAttributeValue for Text {
    type Output = Signal<String>;

    fn into_attribute_value(self) -> Signal<String> {
        self.0
    }
}

/// A handler without arguments: `on_press=move |_| …`. It need not be `Send`.
pub type Act = UnsyncCallback<()>;
