//! 代录: for whom I enter. Those who walk the same grid or belong to the same team stand on top; any
//! other colleague is searched for.

use crate::{
    live::{Show, memo},
    parts::{
        Bar, Button, Card, Empty, Icon, Main, Notice, Page, Row, Rows, SearchField, Section, Size, Tone, use_toasts,
    },
    phone::{Entering, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{Lang, term_or_code},
};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::{
    access::Role,
    id::UserId,
    kind::{directory::Staff, team::Team},
    record::Scope,
    text::{Needle, SearchKey},
};
use std::collections::BTreeSet;
use sync::State;

/// A colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// Role codes.
    pub roles: Vec<String>,
}

/// Colleagues who do work of their own, in two lists: those with whom `me` shares a grid or a team, as
/// far as this phone can tell, and all others.
pub fn colleagues(state: &State, me: UserId) -> (Vec<Colleague>, Vec<Colleague>) {
    let mut near: BTreeSet<UserId> = BTreeSet::new();
    // Whoever has written down something where I work walks there; the township's own is everybody's.
    let kinds = model::kind::KINDS.iter().map(|kind| kind.name);
    for held in kinds.flat_map(|kind| state.held(kind)) {
        if !matches!(held.record.scope, Scope::Town(_)) {
            near.extend(held.record.doer().into_iter().chain(held.record.by));
        }
    }
    let mine: BTreeSet<Scope> = state.held_scopes();
    for (held, team) in state.all::<Team>() {
        let members = || team.members.iter().filter_map(|member| member.staff);
        let held_here = mine.contains(&Scope::Team(held.record.id));
        if held_here || members().any(|member| member == me) {
            near.extend(members());
        }
    }
    let works = |role: &String| Role::from_code(role).is_some_and(Role::works);
    let mut all: Vec<Colleague> = state
        .all::<Staff>()
        .filter_map(|(held, staff)| Some((UserId::from_bytes(held.record.id.as_bytes()).ok()?, staff)))
        .filter(|(id, staff)| *id != me && staff.roles.iter().any(works))
        .map(|(id, Staff { name, roles })| Colleague { id, name, roles })
        .collect();
    all.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    all.into_iter().partition(|one| near.contains(&one.id))
}

/// Of a list, those that were searched for.
pub fn found(list: &[Colleague], typed: &str) -> Vec<Colleague> {
    let needle = Needle::parse(typed);
    let fits = |one: &&Colleague| {
        needle.as_ref().is_none_or(|needle| needle.matches(&SearchKey::new(&one.name, "", "")).is_some())
    };
    list.iter().filter(fits).cloned().collect()
}

/// The screen.
#[component]
pub fn ForWhomPage() -> impl IntoView {
    let w = use_words();
    let t = use_table(Lang::teams);
    let lang = use_settings().lang;
    let phone = use_phone();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let me = untrack(|| phone.user()).map(|user| user.id);
    let all = memo(move || me.and_then(|me| phone.read(|state| colleagues(state, me))).unwrap_or_default());
    let searched = RwSignal::new(String::new());
    let near = memo(move || all.with(|(near, _)| found(near, &searched.get())));
    // Strangers only when they are looked for: the township has many.
    let is_searching = move || searched.with(|text| !text.trim().is_empty());
    let others = memo(move || {
        let shown = is_searching() || near.with(Vec::is_empty);
        all.with(|(_, others)| if shown { found(others, &searched.get()) } else { Vec::new() })
    });
    let row = move |one: Colleague| {
        let roles = one.roles.clone();
        let sub = move || {
            roles.iter().map(|role| term_or_code(lang.get(), "role", role)).collect::<Vec<_>>().join(w.get().list_comma)
        };
        let (name, who) = (one.name.clone(), one.name.clone());
        let navigate = navigate.clone();
        let begin = move |()| {
            phone.enter(Entering { done_by: Some(one.id), ..untrack(|| phone.entering()) });
            toasts.say((t.get_untracked().begun_for)(&one.name));
            navigate(crate::routes::home(), Default::default());
        };
        view! {
            <Row title=name sub>
                <Button label=move || t.get().begin_for name=move || format!("{} {who}", t.get().begin_for) size=Size::Small on_press=begin />
            </Row>
        }
    };
    let rows = StoredValue::new_local(row);
    let list = move |of: Memo<Vec<Colleague>>| {
        view! { <Card><Rows>{move || of.get().into_iter().map(|one| rows.with_value(|row| row.clone())(one)).collect_view()}</Rows></Card> }
    };
    view! {
        <Page>
            <Bar title=move || t.get().for_whom back=routes::ADD />
            <Main>
                <Notice tone=Tone::Info what=move || t.get().for_whom_note todo=move || t.get().now_for_note />
                <Section title=move || t.get().enter_for />
                <SearchField
                    id="colleague"
                    label=move || t.get().find_person
                    hint=move || w.get().search_hint
                    value=searched
                    on_input=move |text| searched.set(text)
                />
                <Show when=move || !near.with(Vec::is_empty)>
                    <Section title=move || t.get().near_colleagues />
                    {list(near)}
                </Show>
                <Show when=move || !others.with(Vec::is_empty)>
                    <Section title=move || t.get().other_colleagues />
                    {list(others)}
                </Show>
                <Show when=move || near.with(Vec::is_empty) && others.with(Vec::is_empty)>
                    <Empty icon=Icon::People title=move || t.get().nothing_found text=move || t.get().nothing_found_todo />
                </Show>
            </Main>
        </Page>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colleague_is_found_by_pinyin() {
        let one = |n, name: &str| Colleague { id: UserId::fixed(n), name: name.into(), roles: vec!["worker".into()] };
        let all = [one(1, "邵月琴"), one(2, "林水根")];
        assert_eq!(found(&all, "lsg"), all[1..]);
        assert_eq!(found(&all, " ").len(), 2);
    }
}
