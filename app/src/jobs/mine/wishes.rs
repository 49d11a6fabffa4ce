//! How its owner wants the phone: 长辈版, size, language, colours; and whether storage is protected.

use crate::{
    live::Show,
    parts::{Badge, Button, Card, Icon, Row, Rows, Tone},
    phone::use_phone,
    routes,
    settings::{Elder, Scheme, use_settings, use_table, use_words},
    words::Lang,
};
use leptos::prelude::*;

/// The switches.
#[component]
pub fn Wishes() -> impl IntoView {
    let w = use_words();
    let s = use_table(Lang::start);
    let settings = use_settings();
    let phone = use_phone();
    let on = move || settings.is_elder();
    let larger = move || if settings.size() == Elder::Largest { Elder::Large } else { Elder::Largest };
    let next_scheme = move || {
        let now = Scheme::ALL.iter().position(|scheme| *scheme == settings.scheme.get()).unwrap_or_default();
        Scheme::ALL[(now + 1) % Scheme::ALL.len()]
    };
    let scheme_word = move |scheme: Scheme| match scheme {
        Scheme::Auto => w.get().scheme_auto,
        Scheme::Light => w.get().scheme_light,
        Scheme::Dark => w.get().scheme_dark,
        Scheme::Contrast => w.get().scheme_contrast,
    };
    view! {
        <Card>
            <Rows>
                <Row title=move || w.get().elder_mode sub=move || if on() { w.get().elder_on } else { w.get().elder_note }>
                    <Button
                        label=move || if on() { w.get().turn_off } else { w.get().open }
                        name=move || format!("{} {}", if on() { w.get().turn_off } else { w.get().open }, w.get().elder_mode)
                        on_press=move |_| settings.elder.set(Some(if on() { Elder::Off } else { Elder::Large }))
                    />
                </Row>
                <Show when=on>
                    <Row title=move || w.get().text_size sub=move || if settings.size() == Elder::Largest { w.get().text_largest } else { w.get().text_large }>
                        <Button
                            label=move || if larger() == Elder::Largest { w.get().text_largest } else { w.get().text_large }
                            on_press=move |_| settings.elder.set(Some(larger()))
                        />
                    </Row>
                </Show>
                <Row title=move || w.get().language sub=move || w.get().language_now>
                    <Button label=move || w.get().language_other on_press=move |_| settings.lang.update(|lang| *lang = lang.other()) />
                </Row>
                <Row title=move || w.get().scheme sub=move || scheme_word(settings.scheme.get())>
                    <Button label=move || scheme_word(next_scheme()) on_press=move |_| settings.scheme.set(next_scheme()) />
                </Row>
                <Row title=move || s.get().install sub=move || s.get().install_note href=routes::INSTALL />
                <Show when=move || phone.has_doors()>
                    <Row title=move || s.get().practice sub=move || s.get().practice_again href=routes::PRACTICE />
                </Show>
                <Row title=move || w.get().storage_here sub=move || if phone.protected() == Some(true) { w.get().storage_protected } else { w.get().storage_unprotected }>
                    {move || (phone.protected() == Some(true)).then(|| view! { <Badge tone=Tone::Ok icon=Icon::Ok label=move || w.get().good /> })}
                </Row>
            </Rows>
        </Card>
    }
}
