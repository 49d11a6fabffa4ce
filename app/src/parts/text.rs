//! What parts take as words.

use leptos::prelude::*;

/// Words that may change, with the language or with what they say. Parts take it with `into`: a
/// `&str`, a `String`, or a closure such as `move || w.get().save` all become one.
pub type Text = Signal<String>;

/// A handler without arguments: `on_press=move |_| …`. It need not be `Send`.
pub type Act = UnsyncCallback<()>;
