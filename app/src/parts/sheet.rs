//! The sheet from below: a native dialog, which keeps the focus inside, closes on Escape and gives
//! the focus back to what opened it.

use super::{Act, Button, Icon, Text, Weight, icon};
use crate::settings::use_words;
use leptos::{html, prelude::*};

/// A sheet. What stands in it is drawn anew each time it opens.
#[component]
pub fn Sheet(
    /// Whether it is open; set false by 关闭, Escape, or a tap beside it.
    open: RwSignal<bool>,
    /// Its heading and accessible name.
    #[prop(into)]
    title: Text,
    children: ChildrenFn,
) -> impl IntoView {
    let w = use_words();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (Some(dialog), open) = (dialog.get(), open.get()) else {
            return;
        };
        if open && !dialog.open() {
            // Fails only on a dialog that is open already or not on the page.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    // A tap on the backdrop has the dialog itself for its target; inside, it is some child.
    let beside = move |event: leptos::ev::MouseEvent| {
        use leptos::wasm_bindgen::JsCast;
        let on_dialog =
            event.target().is_some_and(|target| target.is_instance_of::<leptos::web_sys::HtmlDialogElement>());
        if on_dialog {
            open.set(false);
        }
    };
    view! {
        <dialog class="sheet" node_ref=dialog aria-label=title on:close=move |_| open.set(false) on:click=beside>
            <header>
                <h2>{title}</h2>
                <button type="button" class="btn quiet small" aria-label=move || w.get().close on:click=move |_| open.set(false)>
                    {icon(Icon::Close)}
                </button>
            </header>
            <div class="inside">{move || open.get().then(|| children())}</div>
        </dialog>
    }
}

/// A question that must be answered before something is done that cannot be taken back.
#[component]
pub fn Confirm(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Text,
    /// What is safe and what is not.
    #[prop(into)]
    text: Text,
    /// What the deed is called, with a verb.
    #[prop(into)]
    yes: Text,
    /// Does it.
    #[prop(into)]
    on_yes: Act,
    /// Takes something away: the deed then is not the main button, 取消 is.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let w = use_words();
    let (deed, way_out) = if danger { (Weight::Danger, Weight::Main) } else { (Weight::Main, Weight::Plain) };
    let done = move |_| {
        open.set(false);
        on_yes.run(());
    };
    view! {
        <Sheet open title>
            <p>{text}</p>
            <div class="acts">
                <Button label=yes weight=deed on_press=done />
                <Button label=move || w.get().cancel weight=way_out on_press=move |_| open.set(false) />
            </div>
        </Sheet>
    }
}
