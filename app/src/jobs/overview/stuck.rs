//! 待修改: what was refused and waits on whose phone, why, since when, and how one can help.

use super::{
    asked::Asked,
    waiting::{WaitingList, place_of},
};
use crate::{
    jobs::mine::records::deed,
    live::memo,
    parts::{Card, LinkButton, Row, Rows, Section, Size},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang, OfficeWords},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    id::{OpId, UserId},
    wire::{RejectCode, StuckOp, StuckOps},
};
use sync::ports::read_answer;

/// The screen. `?worker=` narrows it to one.
#[component]
pub fn StuckPage() -> impl IntoView {
    let o = use_table(Lang::office);
    let worker = use_query_map().with_untracked(|query| query.get("worker")).and_then(|id| id.parse::<UserId>().ok());
    let query = worker.map(|worker| format!("?worker={worker}")).unwrap_or_default();
    let asked: Asked<StuckOps> = Asked::at(format!("/api/v1/overview/stuck{query}"), read_answer);
    let groups = memo(move || asked.answer.with(|answer| answer.as_ref().map(by_author).unwrap_or_default()));
    let key = |group: &Vec<StuckOp>| group_key(group);
    let draw = move || {
        view! {
            <For each=move || groups.get() key=key let:group>
                <Author group />
            </For>
        }
    };
    let total = |answer: &StuckOps| answer.total;
    view! {
        <WaitingList
            asked
            name=move || o.get().stuck
            count=total
            none=move || o.get().stuck_none
            none_note=move || o.get().stuck_none_note
            note=move || o.get().stuck_note
            draw
        />
    }
}

fn group_key(group: &[StuckOp]) -> Vec<(OpId, bool)> {
    group.iter().map(|one| (one.op, one.conflict.is_some())).collect()
}

/// The ops of each author together, whoever waits longest first.
fn by_author(answer: &StuckOps) -> Vec<Vec<StuckOp>> {
    let mut groups: Vec<Vec<StuckOp>> = Vec::new();
    for one in &answer.ops {
        match groups.iter_mut().find(|group| group.first().is_some_and(|first| first.author == one.author)) {
            Some(group) => group.push(one.clone()),
            None => groups.push(vec![one.clone()]),
        }
    }
    groups
}

#[component]
fn Author(group: Vec<StuckOp>) -> impl IntoView {
    let name = group.first().map(|one| one.name.clone()).unwrap_or_default();
    let n = group.len();
    let w = use_words();
    view! {
        <Section title=name note=move || (w.get().records_n)(n) />
        <Card><Rows>{group.into_iter().map(|one| view! { <Line one /> }).collect_view()}</Rows></Card>
    }
}

#[component]
fn Line(one: StuckOp) -> impl IntoView {
    let o = use_table(Lang::office);
    let w = use_words();
    let phone = use_phone();
    let lang = use_settings().lang;
    let door = one.door.clone();
    let number = door.as_ref().map(|door| door.door.clone()).unwrap_or_else(|| "—".to_owned());
    // Who walks as well holds the door, and changes it there in their own name.
    let held = door.as_ref().filter(|door| phone.peek(|state| state.version(door.household)).flatten().is_some());
    let held = held.map(|door| routes::household(door.household));
    let conflict = one.conflict.is_some();
    let (kind, act) = (one.kind.clone(), one.act.clone());
    let home = door.as_ref().map(|door| door.head.clone()).filter(|head| !head.is_empty());
    let title = move || {
        let home = home.as_ref().map(|head| (w.get().home_of)(head));
        [home, Some(deed(lang.get(), &kind, &act))].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let place = door.as_ref().map(place_of).filter(|place| !place.is_empty());
    let since = one.since;
    let sub = move || {
        let (why, help) = told(lang.get(), &one);
        let since = (o.get().refused)(&words::ago(lang.get(), since, phone.now()));
        let place = place.as_ref().map(|place| format!("{place} · ")).unwrap_or_default();
        [format!("{place}{since}"), why, help.to_owned()].join(w.get().between_sentences)
    };
    view! {
        <Row number title sub>
            {conflict.then(|| view! { <LinkButton label=move || o.get().settle href=routes::CONFLICTS size=Size::Small /> })}
            {held.map(|href| view! { <LinkButton label=move || o.get().open_door href size=Size::Small /> })}
        </Row>
    }
}

/// Why it was refused, and how one can help.
fn told(lang: Lang, one: &StuckOp) -> (String, &'static str) {
    let o: &OfficeWords = lang.office();
    let (why, help) = match one.rejection.code {
        RejectCode::Invalid if one.rejection.field.is_some() => {
            return (words::rejection(lang, &one.kind, &one.rejection), o.help_mend);
        }
        RejectCode::Invalid => (o.why_other, o.help_mend),
        RejectCode::Forbidden => (o.why_forbidden, o.help_forbidden),
        RejectCode::ScopeRevoked if one.conflict.is_some() => (o.why_left, o.help_settle),
        RejectCode::ScopeRevoked => (o.why_left, o.help_give_up),
        RejectCode::UnknownRef => (o.why_unknown, o.help_by_itself),
        RejectCode::IdReuse => (o.why_id_reuse, o.help_again),
        RejectCode::Gone => (o.why_gone, o.help_give_up),
        RejectCode::State => (o.why_state, o.help_give_up),
    };
    (why.to_owned(), help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{field::Problem, id::RecordId, wire::Rejection};

    fn stuck(n: u128, author: u128, rejection: Rejection) -> StuckOp {
        StuckOp {
            op: OpId::fixed(n),
            author: UserId::fixed(author),
            name: author.to_string(),
            kind: "household".into(),
            rec: RecordId::fixed(n),
            act: "set".into(),
            fields: Vec::new(),
            door: None,
            rejection,
            at: 0,
            since: 0,
            conflict: None,
        }
    }

    #[test]
    fn those_of_one_person_stand_together_whoever_waits_longest_first() {
        let gone = || Rejection::new(RejectCode::Gone);
        let answer = StuckOps { total: 3, ops: vec![stuck(1, 5, gone()), stuck(2, 4, gone()), stuck(3, 5, gone())] };
        let ids: Vec<Vec<OpId>> =
            by_author(&answer).iter().map(|group| group.iter().map(|one| one.op).collect()).collect();
        assert_eq!(ids, [vec![OpId::fixed(1), OpId::fixed(3)], vec![OpId::fixed(2)]]);
    }

    #[test]
    fn it_is_said_in_words_why_and_how_one_can_help() {
        let short = Rejection::invalid(&Problem::with("phone", "phone_short", "missing", 1));
        let (why, help) = told(Lang::Zh, &stuck(1, 1, short));
        assert_eq!((why.as_str(), help), ("电话少 1 位，请对一下。", Lang::Zh.office().help_mend));
        let mut left = stuck(1, 1, Rejection::new(RejectCode::ScopeRevoked));
        assert_eq!(told(Lang::Zh, &left).1, Lang::Zh.office().help_give_up);
        left.conflict = Some(RecordId::fixed(1));
        assert_eq!(told(Lang::En, &left).1, Lang::En.office().help_settle);
    }
}
