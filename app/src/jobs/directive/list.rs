//! All that was handed down, what one has not received first; for those who lead, how many have.

use super::{
    Framed,
    state::Notice,
    use_notices,
    who::{self, Asked},
    works_in,
};
use crate::{
    live::{Show, derive, memo},
    parts::{
        Badge, Bar, Board, Card, Empty, Figure, Icon, LinkButton, Main, Page, Row, Rows, Size, Tone, Weight, percent,
    },
    phone::use_phone,
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::prelude::*;
use model::{access::Role, id::RecordId};

/// The screen.
#[component]
pub fn DirectivesPage() -> impl IntoView {
    let w = use_words();
    let d = use_table(Lang::directive);
    let phone = use_phone();
    let leads = untrack(|| phone.leads());
    let is_town = untrack(|| phone.user()).is_some_and(|user| user.roles.contains(&Role::Town));
    let notices = use_notices();
    let asked = leads.then(|| who::ask(None));
    let ids = memo(move || notices.with(|notices| notices.iter().map(|one| one.id).collect::<Vec<_>>()));
    let back = move || if leads { routes::OVERVIEW } else { routes::ADD };
    view! {
        <Framed>
            <Page>
                <Bar title=move || w.get().directive back=back>
                    {is_town.then(|| view! {
                        <LinkButton label=move || d.get().write icon=Icon::Pen href=routes::NEW_DIRECTIVE weight=Weight::Main size=Size::Small />
                    })}
                </Bar>
                <Main>
                    {asked.map(|asked| view! { <Rates asked notices /> })}
                    <Show
                        when=move || !ids.with(Vec::is_empty)
                        fallback=move || view! { <Empty icon=Icon::Horn title=move || d.get().none text=move || d.get().none_note /> }
                    >
                        <Card>
                            <Rows><For each=move || ids.get() key=|id| *id let:id><NoticeRow id notices asked /></For></Rows>
                        </Card>
                    </Show>
                </Main>
            </Page>
        </Framed>
    }
}

/// 传达次数, 签收率.
#[component]
fn Rates(asked: Asked, notices: Memo<Vec<Notice>>) -> impl IntoView {
    let d = use_table(Lang::directive);
    let issued = derive(move || Some(notices.with(Vec::len).to_string()));
    let received = move || {
        let ids = notices.with(|notices| notices.iter().map(|one| one.id).collect::<Vec<_>>());
        asked.answer.with(|answer| {
            let answer = answer.as_ref()?;
            let all = ids.iter().map(|id| answer.of(*id)).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (all.1 > 0).then_some(all)
        })
    };
    let rate = derive(move || received().map(|(n, all)| percent(n * 1000 / all)));
    let note = move || received().map(|(n, all)| (d.get().received_of)(n, all)).unwrap_or_default();
    view! {
        <Board>
            <Figure label=move || d.get().issued_n number=issued unit=move || d.get().unit_issued href=routes::DIRECTIVES />
            <Figure label=move || d.get().rate number=rate note href=routes::DIRECTIVES />
        </Board>
    }
}

#[component]
fn NoticeRow(id: RecordId, notices: Memo<Vec<Notice>>, asked: Option<Asked>) -> impl IntoView {
    let d = use_table(Lang::directive);
    let lang = use_settings().lang;
    let phone = use_phone();
    let one = memo(move || notices.with(|notices| notices.iter().find(|one| one.id == id).cloned()));
    let title = move || one.get().map(|one| one.is.title).unwrap_or_default();
    let sub = move || {
        let Some(one) = one.get() else { return String::new() };
        let day = |day| words::month_day(lang.get(), day);
        let issued = one.is.issued_on.map(|on| (d.get().issued)(&day(on)));
        let until = one.is.due.filter(|_| one.received_on.is_none()).map(|due| (d.get().until)(&day(due)));
        let points = (!one.is.items.is_empty()).then(|| (d.get().points_n)(one.is.items.len()));
        let received = asked.and_then(|asked| asked.answer.with(|answer| answer.as_ref().map(|answer| answer.of(id))));
        let received = received.map(|(n, all)| (d.get().received_of)(n, all));
        [issued, until, points, received].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let receives = memo(move || works_in(phone).is_some());
    let badge = move || {
        let received = one.with(|one| one.as_ref().is_some_and(|one| one.received_on.is_some()));
        receives.get().then(|| {
            let (tone, shape) = if received { (Tone::Ok, Icon::Ok) } else { (Tone::Wait, Icon::Horn) };
            view! { <Badge tone icon=shape label=move || if received { d.get().read } else { d.get().unread } /> }
        })
    };
    view! { <Row title sub href=routes::directive(id)>{badge}</Row> }
}
