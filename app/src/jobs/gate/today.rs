//! All that passed today, to be searched: a long list, drawn as it is asked for.

use super::{Desk, Framed, POST_SETTING, log::Line, passed::Passed, use_posts};
use crate::{
    live::{Show, memo},
    parts::{Bar, Card, Empty, Icon, LongList, Main, Page, Rows, SearchField},
    phone::use_phone,
    routes,
    settings::use_table,
    words::Lang,
};
use leptos::prelude::*;
use model::id::RecordId;

/// The screen.
#[component]
pub fn PassedPage() -> impl IntoView {
    let c = use_table(Lang::gate);
    let phone = use_phone();
    let posts = use_posts(phone);
    let setting = phone.device().setting(POST_SETTING).and_then(|id| id.parse::<RecordId>().ok());
    let found = posts.with_untracked(|posts| {
        let chosen = posts.iter().find(|(id, _)| Some(*id) == setting);
        chosen.or(posts.first()).map(|(id, post)| (*id, post.name.clone()))
    });
    let (post, name) = found.unwrap_or((RecordId::fixed(0), String::new()));
    let desk = Desk::at(phone, post);
    provide_context(desk);
    let typed = RwSignal::new(String::new());
    let lines = memo(move || desk.read(|log| log.search(&typed.get(), phone.today())));
    view! {
        <Framed>
            <Page>
                <Bar title=move || c.get().today_title sub=name back=routes::POST />
                <Main class="stack">
                    <SearchField id="gate-search" label=move || c.get().search hint=move || c.get().search_hint value=typed on_input=move |text: String| typed.set(text) />
                    <Show
                        when=move || !lines.with(Vec::is_empty)
                        fallback=move || view! { <Empty icon=Icon::Search title=move || c.get().not_found text=move || c.get().not_found_note /> }
                    >
                        <Card>
                            <Rows>
                                <LongList items=lines key=|line: &Line| line.id draw=|line| view! { <Passed line /> } />
                            </Rows>
                        </Card>
                    </Show>
                </Main>
            </Page>
        </Framed>
    }
}
