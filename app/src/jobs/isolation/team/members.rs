//! Those who stand in a team, each to be changed or taken out; and one who is written down by hand.

use crate::{
    live::{Show, derive, memo},
    parts::{Act, Button, ChooseOne, Field, Icon, Input, LinkButton, Question, Row, Size, Text, Toggle, Weight},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    field::Problem,
    kind::care_team::{DUTY, Member},
    person::Phone,
    text::Name,
};

/// One of them.
#[component]
pub fn MemberRow(
    /// All of them.
    members: RwSignal<Vec<Member>>,
    /// Which.
    index: usize,
    /// What is wrong with any of them.
    #[prop(into)]
    problems: Signal<Vec<Problem>>,
    /// Takes this one out.
    #[prop(into)]
    on_leave: Act,
) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let one = memo(move || members.with(|members| members.get(index).cloned().unwrap_or_default()));
    let unfolded = RwSignal::new(false);
    let wrong = move |field: &'static str| {
        derive(move || {
            let at = format!("members.{index}.{field}");
            problems.with(|all| all.iter().find(|one| one.field == at).map(|one| words::problem(lang.get(), one)))
        })
    };
    let (wrong_name, wrong_phone) = (wrong("name"), wrong("phone"));
    let open = memo(move || unfolded.get() || wrong_name.get().or(wrong_phone.get()).is_some());
    let change = move |change: &dyn Fn(&mut Member)| {
        members.update(|members| {
            if let Some(one) = members.get_mut(index) {
                change(one);
            }
        });
    };
    let sub = move || {
        let Member { duty, phone, .. } = one.get();
        let duty = term_or_code(lang.get(), "care_team.members.duty", &duty);
        let phone = phone.filter(|phone| !phone.is_empty()).unwrap_or_else(|| w.get().phone_missing.to_owned());
        format!("{duty} · {phone}")
    };
    let name = move || one.with(|one| one.name.clone());
    view! {
        <Row title=name sub>
            <Toggle
                label=move || i.get().party_member
                on=derive(move || one.with(|one| one.party == Some(true)))
                on_change=move |on: bool| change(&|one: &mut Member| one.party = Some(on))
            />
            <Button
                label=move || w.get().change
                name=move || format!("{} {}", w.get().change, name())
                size=Size::Small
                expanded=open
                on_press=move |()| unfolded.update(|open| *open = !*open)
            />
            <Button
                label=move || i.get().leave
                name=move || format!("{} {}", i.get().leave, name())
                size=Size::Small
                on_press=on_leave
            />
            <Show when=move || open.get()>
                <div class="whole stack">
                    <Field
                        id=format!("member-{index}-name")
                        label=move || term_or_code(lang.get(), "care_team.members", "name")
                        value=name
                        problem=wrong_name
                        on_input=move |text: String| change(&|one: &mut Member| one.name = text.clone())
                    />
                    <Field
                        id=format!("member-{index}-phone")
                        label=move || term_or_code(lang.get(), "care_team.members", "phone")
                        value=move || one.with(|one| one.phone.clone().unwrap_or_default())
                        input=Input::Phone
                        problem=wrong_phone
                        on_input=move |text: String| change(&|one: &mut Member| one.phone = Some(text.clone()))
                    />
                    <Duty
                        duty=move || one.with(|one| one.duty.clone())
                        on_choose=move |code: &'static str| change(&|one: &mut Member| one.duty = code.into())
                    />
                </div>
            </Show>
        </Row>
    }
}

/// What somebody does otherwise.
#[component]
fn Duty(
    /// The code that stands.
    #[prop(into)]
    duty: Text,
    /// Called with the one that is chosen.
    #[prop(into)]
    on_choose: UnsyncCallback<&'static str>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let label = move || term_or_code(lang.get(), "care_team.members", "duty");
    view! {
        <Question title=label>
            <ChooseOne
                name=label
                key="care_team.members.duty"
                codes=DUTY
                chosen=derive(move || duty.with(|duty| (!duty.is_empty()).then(|| duty.clone())))
                on_choose
            />
        </Question>
    }
}

/// Somebody who has no account: the village doctor, a relative.
#[component]
pub fn NewMember(
    /// Called with whoever is to join.
    #[prop(into)]
    on_join: UnsyncCallback<Member>,
) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let one = RwSignal::new(Member { duty: "medic".into(), ..Member::default() });
    let tried = RwSignal::new(false);
    let wrong_name = derive(move || {
        let code = one.with(|one| match one.name.trim().is_empty() {
            true => Some("required"),
            false => Name::parse(&one.name).err().map(|error| error.code()),
        });
        code.filter(|_| tried.get()).map(|code| words::problem(lang.get(), &Problem::new("name", code)))
    });
    let wrong_phone = derive(move || {
        let error = one.with(|one| {
            one.phone.as_deref().filter(|phone| !phone.is_empty()).and_then(|phone| Phone::parse(phone).err())
        });
        let problem =
            error.map(|error| Problem { field: "phone".into(), rule: error.code().into(), args: error.args() });
        problem.filter(|_| tried.get()).map(|problem| words::problem(lang.get(), &problem))
    });
    let join = move |()| {
        tried.set(true);
        if wrong_name.get_untracked().is_none() && wrong_phone.get_untracked().is_none() {
            on_join.run(one.get_untracked());
        }
    };
    view! {
        <div class="stack">
            <Field
                id="member-new-name"
                label=move || term_or_code(lang.get(), "care_team.members", "name")
                value=move || one.with(|one| one.name.clone())
                problem=wrong_name
                on_input=move |text: String| one.update(|one| one.name = text)
            />
            <Field
                id="member-new-phone"
                label=move || term_or_code(lang.get(), "care_team.members", "phone")
                value=move || one.with(|one| one.phone.clone().unwrap_or_default())
                input=Input::Phone
                problem=wrong_phone
                on_input=move |text: String| one.update(|one| one.phone = Some(text))
            />
            <Duty
                duty=move || one.with(|one| one.duty.clone())
                on_choose=move |code: &'static str| one.update(|one| one.duty = code.into())
            />
            <Toggle
                label=move || i.get().party_member
                on=derive(move || one.with(|one| one.party == Some(true)))
                on_change=move |on: bool| one.update(|one| one.party = Some(on))
            />
            <Button label=move || i.get().join_by_name icon=Icon::Plus size=Size::Wide weight=Weight::Plain on_press=join />
        </div>
    }
}

/// Those who care, each a call away.
#[component]
pub fn Carers(
    /// Who.
    members: Vec<Member>,
) -> impl IntoView {
    let w = use_words();
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let row = move |one: Member| {
        let Member { name, duty, phone, party, .. } = one;
        let sub = move || {
            let duty = term_or_code(lang.get(), "care_team.members.duty", &duty);
            if party == Some(true) { format!("{duty} · {}", i.get().party_member) } else { duty }
        };
        let number = phone.filter(|phone| Phone::parse(phone).is_ok());
        let who = name.clone();
        view! {
            <Row title=name sub>
                {number.map(|number| {
                    view! {
                        <LinkButton
                            label=move || w.get().call
                            name=move || format!("{} {who}", w.get().call)
                            icon=Icon::Call
                            href=format!("tel:{number}")
                            size=Size::Small
                        />
                    }
                })}
            </Row>
        }
    };
    members.into_iter().map(row).collect_view()
}
