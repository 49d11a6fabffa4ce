//! What is to be re-checked today, in 今日.

use super::{
    inspects,
    state::{Due, due, villages},
    use_firms,
};
use crate::{
    live::{Show, memo},
    parts::{Card, LinkButton, Row, Rows, Section, Weight},
    phone::use_phone,
    routes,
    settings::{use_settings, use_table},
    words::{self, Lang, term_or_code},
};
use leptos::prelude::*;

/// The list. Nothing where nothing is due.
#[component]
pub fn DefectsDue() -> impl IntoView {
    let f = use_table(Lang::firm);
    let lang = use_settings().lang;
    let phone = use_phone();
    if !untrack(|| inspects(phone)) {
        return ().into_any();
    }
    let firms = use_firms();
    let all = memo(move || {
        let me = phone.user().map(|user| user.id);
        let (villages, today) = (phone.read(villages).unwrap_or_default(), phone.today());
        firms.with(|firms| firms.as_ref().map(|firms| due(firms, me, &villages, today)).unwrap_or_default())
    });
    let row = move |one: Due| {
        let Due { name, defect, .. } = one;
        let (item, text, until) = (defect.is.item.clone(), defect.is.text.clone(), defect.is.deadline);
        let late = until.map(|until| phone.today().since(until)).filter(|late| *late > 0);
        let fixed = defect.is.status == "fixed";
        let sub = move || {
            let what = format!("{} {text}", term_or_code(lang.get(), "defect.item", &item));
            let when = until
                .filter(|_| late.is_none() && !fixed)
                .map(|day| (f.get().until)(&words::month_day(lang.get(), day)));
            let late = late.map(|days| (f.get().overdue)(days));
            let said = fixed.then(|| f.get().said_fixed.to_owned());
            [Some(what), when, late, said].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let label = name.clone();
        view! {
            <Row title=name sub>
                <LinkButton
                    label=move || f.get().recheck
                    name=move || (f.get().recheck_name)(&label)
                    href=format!("{}?from=today", routes::recheck(defect.id))
                    weight=Weight::Main
                />
            </Row>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <Section title=move || f.get().to_recheck note=move || (f.get().items_n)(all.with(Vec::len)) />
            <Card><Rows><For each=move || all.get() key=|one| (one.defect.id, one.defect.is.status.clone()) children=row /></Rows></Card>
        </Show>
    }
    .into_any()
}
