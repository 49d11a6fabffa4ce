//! Isolations that want somebody today, beside temperatures and calls: to be released, given back,
//! cared for by too few.

use super::{
    list::state::{Entry, Group, entries},
    now, use_read,
};
use crate::{
    live::{Show, memo},
    parts::{Badge, Card, Icon, Row, Rows, Section, Tone},
    phone::use_phone,
    routes,
    settings::use_table,
    words::Lang,
};
use leptos::prelude::*;

/// Whether a case wants someone who walks.
fn wants(entry: &Entry) -> bool {
    matches!(entry.group, Group::Over | Group::Returned) || (!entry.team_whole && entry.group != Group::Lost)
}

/// The list; nothing where nobody is wanted.
#[component]
pub fn CasesDue() -> impl IntoView {
    let i = use_table(Lang::isolation);
    let phone = use_phone();
    let all = use_read(move |book| entries(book, now(phone)).into_iter().filter(wants).collect::<Vec<_>>());
    let due = memo(move || all.get().unwrap_or_default());
    let row = move |entry: Entry| {
        let Entry { case, group, door, name, team, team_whole, .. } = entry;
        let (tone, shape) = match group {
            Group::Over => (Tone::Info, Icon::Paper),
            Group::Returned => (Tone::Wait, Icon::Pen),
            _ => (Tone::Wait, Icon::People),
        };
        let label = move || match group {
            Group::Over => i.get().badge_over,
            Group::Returned => i.get().badge_returned,
            _ => i.get().team_lacks,
        };
        let sub = move || (i.get().team_short)(team.0, team.1);
        let href = if team_whole || group != Group::Going { routes::case(case) } else { routes::care_team(case) };
        view! { <Row number=door title=name sub href><Badge tone icon=shape label /></Row> }
    };
    view! {
        <Show when=move || !due.with(Vec::is_empty)>
            <Section title=move || i.get().today_cases />
            <Card><Rows>{move || due.get().into_iter().map(row).collect_view()}</Rows></Card>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::id::RecordId;

    #[test]
    fn a_case_that_waits_for_the_lead_alone_wants_nobody_at_the_door() {
        let entry = |group, team_whole| Entry {
            case: RecordId::fixed(1),
            group,
            door: String::new(),
            name: String::new(),
            grid: String::new(),
            day: None,
            slots: (0, 0),
            team: (4, 4),
            team_whole,
        };
        assert!(!wants(&entry(Group::Pending, true)) && !wants(&entry(Group::Going, true)));
        assert!(wants(&entry(Group::Pending, false)) && wants(&entry(Group::Over, true)));
        assert!(!wants(&entry(Group::Lost, false)));
    }
}
