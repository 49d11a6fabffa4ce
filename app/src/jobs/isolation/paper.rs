//! 解除通知书: what the person is handed at the end, to be printed and stamped.

use super::{Framed, NoCase, case::state::Glance, now, use_read};
use crate::{
    parts::{Bar, Button, Dock, Empty, Icon, Loading, Main, Page, Size, Weight},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table},
    words::{Lang, long_day},
};
use leptos::prelude::*;
use model::id::RecordId;

/// The screen.
#[component]
pub fn PaperPage(
    /// The case of the address, if that is an id.
    id: Option<RecordId>,
) -> impl IntoView {
    let phone = use_phone();
    let glance = use_read(move |book| id.and_then(|id| Glance::of(book, id, now(phone))));
    view! {
        <Framed>
            {move || match glance.get() {
                None => view! { <Page><Main><Loading /></Main></Page> }.into_any(),
                Some(None) => view! { <NoCase /> }.into_any(),
                Some(Some(glance)) => view! { <Paper glance /> }.into_any(),
            }}
        </Framed>
    }
}

#[component]
fn Paper(glance: Glance) -> impl IntoView {
    let i = use_table(Lang::isolation);
    let lang = use_settings().lang;
    let town = use_book().with_untracked(|book| book.as_ref().and_then(|book| book.town.clone())).unwrap_or_default();
    let id = glance.file.case.id;
    let case = glance.file.case.is;
    let is_released = case.status == "released";
    let (from, ended) = (case.from_on, case.ended_on);
    let (name, place) = (glance.person.name, [glance.grid, glance.door].join(" "));
    let body = move || {
        let day = |day: Option<model::day::Day>| day.map(|day| long_day(lang.get(), day)).unwrap_or_default();
        (i.get().paper_body)(&name, place.trim(), &day(from), &day(ended))
    };
    let number = case.release_no.unwrap_or_default();
    let signer = case.signed_off_by.unwrap_or_default();
    let signed_on = move || ended.map(|day| long_day(lang.get(), day)).unwrap_or_default();
    let print = move |()| {
        // A browser that cannot print shows the paper all the same.
        let _ = window().print();
    };
    view! {
        <Page>
            <Bar title=move || i.get().paper back=routes::case(id) />
            <Main>
                {if is_released {
                    view! {
                        <article class="card paper">
                            <h2>{move || i.get().paper_title}</h2>
                            <p class="no-of num">{move || (i.get().paper_no)(&number)}</p>
                            <p>{body}</p>
                            <p>{move || i.get().paper_advice}</p>
                            <dl class="signed">
                                <div><dt>{move || i.get().signs_off}</dt><dd>{signer}</dd></div>
                                <div><dt>{move || i.get().paper_office}</dt><dd>{town}</dd></div>
                                <div><dt>{move || i.get().paper_day}</dt><dd>{signed_on}</dd></div>
                            </dl>
                            <p class="soft">{move || i.get().paper_stamp}</p>
                        </article>
                    }
                    .into_any()
                } else {
                    view! { <Empty icon=Icon::Paper title=move || i.get().no_paper text=move || i.get().no_paper_note /> }.into_any()
                }}
            </Main>
            {is_released.then(|| view! {
                <Dock><Button label=move || i.get().print icon=Icon::Paper weight=Weight::Main size=Size::Big on_press=print /></Dock>
            })}
        </Page>
    }
}
