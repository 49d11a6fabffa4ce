//! The home, the signed papers, and whom to call.

use super::{Form, ask::Ask, person::text_of};
use crate::{
    jobs::{isolation::offers::Offers, photos::TakePhotos},
    live::{Show, derive, memo},
    parts::{Answer, Button, ChooseMany, Icon, KindField, LeadButton, Question, Size, Toggle},
    phone::{use_book, use_phone},
    settings::{use_settings, use_table},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    kind::{
        Payload,
        isolation::{self, CONDITION, Isolation, PAPERS},
    },
    photo::{self, PhotoId, PhotoRef},
};
use serde_json::{Value, json};
use sync::Photo;

/// Six conditions: one tap when the home has them all, else one by one.
#[component]
pub fn HomeQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let conditions = Answer::new("conditions", form.case);
    let met = derive(move || conditions.codes());
    let all = memo(move || met.with(Vec::len) == CONDITION.len());
    let choosing = RwSignal::new(met.with_untracked(|met| !met.is_empty() && met.len() < CONDITION.len()));
    let lacking = move || {
        let lacking = CONDITION.len() - met.with(Vec::len);
        (choosing.get() && lacking > 0).then(|| (i.get().conditions_lacking)(lacking))
    };
    view! {
        <Question title=move || i.get().home_fit>
            <div class="stack">
                <Button
                    label=move || (i.get().all_conditions)(CONDITION.len())
                    icon=Icon::Ok
                    size=Size::Wide
                    pressed=all
                    on_press=move |()| {
                        choosing.set(false);
                        conditions.set(json!(CONDITION));
                    }
                />
                <LeadButton
                    label=move || i.get().some_lacking
                    to=move || i.get().say_which
                    expanded=choosing
                    on_press=move |()| choosing.update(|open| *open = !*open)
                />
                <Show when=move || choosing.get()>
                    <p class="soft">{move || i.get().tap_what_is_there}</p>
                    <div class="broad-choices">
                        <ChooseMany
                            name=move || i.get().home_fit
                            key="isolation.conditions"
                            codes=CONDITION
                            chosen=met
                            on_change=move |(code, on): (&'static str, bool)| conditions.toggle(code, on)
                        />
                    </div>
                </Show>
                <p class="soft" role="status">{lacking}</p>
            </div>
        </Question>
    }
}

/// The pledge, and pictures of what was signed.
#[component]
pub fn PledgeQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let walk = form.walk;
    let signed = Answer::new("pledge_signed", form.case);
    let photos = memo(move || form.case.with(photo::named));
    let put = move |photos: Vec<PhotoRef>| {
        let papers = Answer::new("papers", form.case);
        papers.set(if photos.is_empty() { Value::Null } else { json!(photos) });
    };
    let add = move |taken: Photo| {
        let mut now = form.case.try_with_untracked(photo::named)?;
        now.retain(|one| one.sha256 != taken.id);
        now.push(PhotoRef { sha256: taken.id, bytes: taken.bytes.len() as u64 });
        put(now);
        Some(form.draft(phone.now()))
    };
    let remove = move |id: PhotoId| {
        if let Some(mut now) = form.case.try_with_untracked(photo::named) {
            now.retain(|one| one.sha256 != id);
            put(now);
        }
    };
    view! {
        <Question title=move || i.get().pledge>
            <div class="stack">
                <Show when=move || walk.shows(Ask::Pledge)>
                    <p class="soft">{move || i.get().pledge_text}</p>
                    <Toggle
                        label=move || i.get().pledge_signed
                        icon=Icon::Pen
                        on=derive(move || signed.read(|value| *value == Value::Bool(true)))
                        on_change=move |on: bool| signed.set(if on { Value::Bool(true) } else { Value::Null })
                    />
                </Show>
                <Show when=move || walk.shows(Ask::Papers)>
                    <TakePhotos most=PAPERS photos on_add=add on_remove=remove busy=form.busy lost=form.photos_lost />
                </Show>
            </div>
        </Question>
    }
}

/// Somebody of the household who can be called.
#[derive(Debug, Clone, PartialEq)]
struct Relative {
    name: String,
    relation: Option<String>,
    phone: String,
}

/// Whom of the family to call, and which doctor: those who are known are one tap.
#[component]
pub fn FamilyQuestion(form: Form) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let book = use_book();
    let (home, person) = form.of.with_value(|of| (of.household, of.person));
    let relatives = memo(move || {
        book.with(|book| {
            let Some(card) = book.as_ref().and_then(|book| book.door(home)) else { return Vec::new() };
            let others = card.people.iter().filter(|(id, _)| *id != person);
            others
                .filter_map(|(_, one)| {
                    let is_head = one.name == card.household.head;
                    let phone = one.phone.clone().or_else(|| card.household.phone.clone().filter(|_| is_head))?;
                    Some(Relative { name: one.name.clone(), relation: one.relation.clone(), phone })
                })
                .collect::<Vec<_>>()
        })
    });
    let doctors = memo(move || {
        book.with(|book| {
            let files = book.iter().flat_map(|book| &book.care.files);
            let mut names: Vec<String> = files.filter_map(|file| file.case.is.doctor.clone()).collect();
            names.sort();
            names.dedup();
            names
        })
    });
    let walk = form.walk;
    let name = Answer::new("family_name", form.case);
    let doctor = Answer::new("doctor", form.case);
    let choose = move |chosen: String| {
        let one = relatives.with_untracked(|all| all.iter().find(|one| one.name == chosen).cloned());
        if let Some(one) = one {
            name.write(one.name.into());
            Answer::new("family_relation", form.case).set(one.relation.map_or(Value::Null, Value::from));
            Answer::new("family_phone", form.case).write(one.phone.into());
        }
    };
    let names = derive(move || relatives.with(|all| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>()));
    let field = move |name: &'static str| {
        let field = isolation::KIND.field(name)?;
        Some(view! { <KindField field kind=Isolation::KIND data=form.case problems=form.of_case /> })
    };
    let label = move |field: &'static str| move || term_or_code(lang.get(), Isolation::KIND, field);
    view! {
        <Question title=move || i.get().whom_to_call>
            <div class="stack">
                <Show when=move || walk.shows(Ask::Family)>
                    <Offers offers=names label=label("family_name") value=text_of(name) on_choose=choose />
                    {field("family_name")}
                </Show>
                <Show when=move || walk.shows(Ask::FamilyPhone)>{field("family_phone")}</Show>
                <Show when=move || walk.shows(Ask::Doctor)>
                    {field("doctor")}
                    <Offers offers=doctors label=label("doctor") value=text_of(doctor) on_choose=move |text: String| doctor.write(text.into()) />
                </Show>
            </div>
        </Question>
    }
}
