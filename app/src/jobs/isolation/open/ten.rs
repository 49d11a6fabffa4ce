//! 十清: which of the ten things the card is clear about, and the fields for what is missing.

use super::{
    Form,
    ask::{Ask, TEN_FIELDS},
    days::use_health_asked,
    person::{CardField, text_of},
};
use crate::{
    jobs::isolation::offers::Offers,
    live::{Show, memo},
    parts::{Answer, Badge, Icon, LeadButton, Question, Tone, icon},
    phone::use_book,
    settings::{use_settings, use_table},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;

/// The ten, and each field that is written for them.
pub const ASKS: [Ask; 1 + TEN_FIELDS.len()] = {
    let mut asks = [Ask::Ten; 1 + TEN_FIELDS.len()];
    let mut nth = 0;
    while nth < TEN_FIELDS.len() {
        asks[nth + 1] = Ask::OfTen(nth);
        nth += 1;
    }
    asks
};

/// The question. Nothing of it stands in the way of saving: what is missing is named, and asked later.
#[component]
pub fn TenQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let asked = use_health_asked(form);
    let ten = memo(move || {
        let (case, card) = (form.case.get(), form.card.get());
        form.of.with_value(|of| of.ten(&case, &card, asked.get()))
    });
    let missing = move || ten.with(|ten| ten.iter().filter(|(_, clear)| !clear).count());
    let (walk, open) = (form.walk, form.fills_ten);
    let one = move |(name, clear): (&'static str, bool)| {
        view! {
            <li class:clear=clear>
                {icon(if clear { Icon::Ok } else { Icon::Pen })}
                <span>{move || term_or_code(lang.get(), "person.ten", name)}</span>
                <span class="sr-only">{move || if clear { i.get().ten_clear } else { i.get().ten_missing }}</span>
            </li>
        }
    };
    view! {
        <Question title=move || term_or_code(lang.get(), "person", "ten")>
            <div class="stack">
                <Show when=move || walk.shows(Ask::Ten)>
                    {move || {
                        let missing = missing();
                        let (tone, shape) = if missing == 0 { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Pen) };
                        view! { <p><Badge tone icon=shape label=move || (i.get().ten_n)(10 - missing) /></p> }
                    }}
                    <ul class="ten" role="list">{move || ten.get().into_iter().map(one).collect_view()}</ul>
                    <LeadButton
                        label=move || i.get().ten_later
                        to=move || i.get().ten_fill
                        expanded=open
                        on_press=move |()| open.update(|open| *open = !*open)
                    />
                </Show>
                {TEN_FIELDS.into_iter().enumerate().map(|(nth, name)| view! {
                    <Show when=move || walk.shows(Ask::OfTen(nth))><CardField form name /><Usual form field=name /></Show>
                }).collect_view()}
            </div>
        </Question>
    }
}

/// Likely answers to what is written in words.
#[component]
fn Usual(form: Form, field: &'static str) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let book = use_book();
    let (home, person) = form.of.with_value(|of| (of.household, of.person));
    let offers = memo(move || match field {
        "companions" => vec![i.get().nobody_along.to_owned()],
        "via" => vec![i.get().no_stop.to_owned()],
        "cohabitants" => book.with(|book| {
            let card = book.as_ref().and_then(|book| book.door(home));
            let others = card.into_iter().flat_map(|card| &card.people).filter(|(id, _)| *id != person);
            let names: Vec<&str> = others.map(|(_, one)| one.name.as_str()).collect();
            if names.is_empty() { vec![i.get().lives_alone.to_owned()] } else { vec![names.join(i.get().comma)] }
        }),
        _ => Vec::new(),
    });
    let answer = Answer::new(field, form.card);
    view! {
        <Offers
            offers
            label=move || term_or_code(lang.get(), "person", field)
            value=text_of(answer)
            on_choose=move |text: String| answer.write(text.into())
        />
    }
}
