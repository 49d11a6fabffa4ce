//! Those who stand in a team that is changed; and one who is written down by hand.

use super::state::wrong_member;
use crate::{
    live::{derive, memo},
    parts::{Act, Badge, Button, ChooseOne, Field, Icon, Input, Question, Row, Size, Toggle, Tone, Weight},
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, term_or_code},
};
use leptos::prelude::*;
use model::{
    field::Problem,
    kind::team::{CATEGORY, Member, Team},
};

/// One of them, to be changed or taken out.
#[component]
pub fn MemberRow(
    /// The team.
    team: RwSignal<Team>,
    /// Which of its members.
    index: usize,
    /// The other teams of this one.
    also: Option<String>,
    /// Takes this one out.
    #[prop(into)]
    on_leave: Act,
) -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let one = memo(move || team.with(|team| team.members.get(index).cloned().unwrap_or_default()));
    let open = RwSignal::new(false);
    let change = move |change: &dyn Fn(&mut Member)| {
        team.update(|team| {
            if let Some(one) = team.members.get_mut(index) {
                change(one);
            }
        });
    };
    let leads = memo(move || {
        let name = one.with(|one| one.name.clone());
        !name.is_empty() && team.with(|team| team.leader.as_deref() == Some(name.as_str()))
    });
    let sub = move || {
        let Member { category, party, tail, .. } = one.get();
        let category = category.map(|code| term_or_code(lang.get(), "team.members.category", &code));
        // Whoever stands there as 党员 is told so once.
        let party = (party == Some(true) && one.with(|one| one.category.as_deref() != Some("party")))
            .then(|| t.get().party_member.to_owned());
        let tail = tail.as_deref().map(t.get().tail);
        let also = also.as_deref().map(t.get().also_in);
        [category, party, tail, also].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let name = move || one.with(|one| one.name.clone());
    view! {
        <Row title=name sub>
            {move || leads.get().then(|| view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || t.get().leads_it /> })}
            <Button
                label=move || w.get().change
                name=move || format!("{} {}", w.get().change, name())
                size=Size::Small
                expanded=open
                on_press=move |()| open.update(|open| *open = !*open)
            />
            {move || open.get().then(|| view! {
                <div class="whole stack">
                    <Category
                        chosen=derive(move || one.with(|one| one.category.clone()))
                        on_choose=move |code: &'static str| change(&|one: &mut Member| {
                            one.category = Some(code.into());
                            one.party = if code == "party" { Some(true) } else { one.party };
                        })
                    />
                    <Toggle
                        label=move || t.get().party_member
                        on=derive(move || one.with(|one| one.party == Some(true)))
                        on_change=move |on: bool| change(&|one: &mut Member| one.party = Some(on))
                    />
                    <div class="side-by-side">
                        <Button
                            label=move || t.get().lead_it
                            disabled=leads
                            on_press=move |()| team.update(|team| team.leader = Some(name()))
                        />
                        <Button label=move || t.get().take_out weight=Weight::Danger on_press=on_leave />
                    </div>
                </div>
            })}
        </Row>
    }
}

#[component]
fn Category(
    #[prop(into)] chosen: Signal<Option<String>>,
    #[prop(into)] on_choose: UnsyncCallback<&'static str>,
) -> impl IntoView {
    let lang = use_settings().lang;
    let name = move || term_or_code(lang.get(), "team.members", "category");
    view! {
        <Question title=name>
            <ChooseOne name key="team.members.category" codes=CATEGORY chosen on_choose />
        </Question>
    }
}

/// Somebody who stands in no list.
#[component]
pub fn NewMember(
    /// Called with whoever is to join.
    #[prop(into)]
    on_join: UnsyncCallback<Member>,
) -> impl IntoView {
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let one = RwSignal::new(Member::default());
    let tried = RwSignal::new(false);
    let wrong = move |field: &'static str| {
        derive(move || {
            let problems: Vec<Problem> = if tried.get() { one.with(wrong_member) } else { Vec::new() };
            problems.iter().find(|problem| problem.field == field).map(|problem| words::problem(lang.get(), problem))
        })
    };
    let join = move |()| {
        tried.set(true);
        if one.with_untracked(|one| wrong_member(one).is_empty()) {
            on_join.run(one.get_untracked());
        }
    };
    view! {
        <div class="stack">
            <Field
                id="member-name"
                label=move || term_or_code(lang.get(), "team.members", "name")
                value=move || one.with(|one| one.name.clone())
                problem=wrong("name")
                on_input=move |text: String| one.update(|one| one.name = text)
            />
            <Field
                id="member-tail"
                label=move || t.get().tail_label
                hint=move || t.get().tail_hint
                value=move || one.with(|one| one.tail.clone().unwrap_or_default())
                input=Input::Number
                most=4
                problem=wrong("tail")
                on_input=move |text: String| one.update(|one| one.tail = Some(text))
            />
            <Category
                chosen=derive(move || one.with(|one| one.category.clone()))
                on_choose=move |code: &'static str| one.update(|one| {
                    one.category = Some(code.into());
                    one.party = if code == "party" { Some(true) } else { one.party };
                })
            />
            <Toggle
                label=move || t.get().party_member
                on=derive(move || one.with(|one| one.party == Some(true)))
                on_change=move |on: bool| one.update(|one| one.party = Some(on))
            />
            <Button label=move || t.get().join_by_name icon=Icon::Plus size=Size::Wide on_press=join />
        </div>
    }
}
