//! 未填完: every form that was left half-filled, on this phone alone; on it goes, or it is dropped.

use crate::{
    jobs::{
        calls::state as calls,
        clues::state as clues,
        directive::state as directive,
        errands::state as errands,
        firm::{inspecting, recheck, registering},
        isolation,
        mine::records::deed,
        person::state as person,
        teams::state as teams,
        temperature::state as temperature,
        work::state as work,
    },
    live::{Show, memo},
    parts::{Button, Card, LinkButton, Row, Rows, Section, Size, Weight, use_toasts},
    phone::{use_book, use_phone},
    routes,
    settings::{use_settings, use_table, use_words},
    words::{self, Lang},
};
use leptos::{prelude::*, task::spawn_local};
use model::id::RecordId;
use sync::Draft;

/// What a draft is of, from its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A visit.
    Visit,
    /// A change of what is known.
    Change,
    /// A temperature.
    Temperature,
    /// A talk.
    Call,
    /// A step of a ticket.
    Errand,
    /// A refused record that is being mended.
    Mend,
    /// An isolation.
    Isolate,
    /// A change of an isolation.
    Case,
    /// A decision about an isolation.
    Decide,
    /// A care team.
    Team,
    /// A household.
    Register,
    /// An inspection of an enterprise.
    Inspection,
    /// A re-check.
    Recheck,
    /// An enterprise that is registered or changed.
    Enterprise,
    /// A directive.
    Directive,
    /// Something to be reported.
    Event,
    /// A Party group or team.
    Roster,
    /// A paper that is photographed.
    Paper,
    /// Own work.
    Work,
    /// A clue about a contact.
    Clue,
    /// A change of a person.
    Person,
    /// A form that this build does not have.
    Unknown,
}

impl Form {
    fn of(draft: &Draft) -> Self {
        match draft.key.split(':').next() {
            Some("visit") => Form::Visit,
            Some("change") => Form::Change,
            Some("temperature") => Form::Temperature,
            Some("call") => Form::Call,
            Some("errand") => Form::Errand,
            Some("mend") => Form::Mend,
            Some("isolate") => Form::Isolate,
            Some("case") => Form::Case,
            Some("decide") => Form::Decide,
            Some("team") => Form::Team,
            Some("register") => Form::Register,
            Some("inspection") => Form::Inspection,
            Some("recheck") => Form::Recheck,
            Some("enterprise") => Form::Enterprise,
            Some("directive") => Form::Directive,
            Some("event") => Form::Event,
            Some("roster") => Form::Roster,
            Some("paper") => Form::Paper,
            Some("add") => Form::Work,
            Some("clue") => Form::Clue,
            Some("person") => Form::Person,
            _ => Form::Unknown,
        }
    }

    /// What is being done to the record.
    fn what(self) -> &'static str {
        match self {
            Form::Change | Form::Errand | Form::Case | Form::Recheck | Form::Roster | Form::Decide | Form::Person => {
                "set"
            }
            _ => "add",
        }
    }
}

/// Where a draft is gone on with.
fn address(draft: &Draft) -> Option<String> {
    match Form::of(draft) {
        Form::Visit => draft.about.map(routes::visit),
        Form::Change => draft.about.map(routes::change),
        Form::Temperature => draft
            .about
            .zip(temperature::slot_of(&draft.data))
            .map(|(household, (on, slot))| format!("{}&from=today", routes::temperatures_of(household, on, slot))),
        Form::Call => calls::case_of(&draft.key).map(|case| format!("{}?from=today", routes::call(case))),
        Form::Errand => errands::ticket_of(&draft.key).map(routes::errand),
        Form::Mend => draft.mends.map(routes::mend),
        Form::Isolate => draft.about.map(|home| routes::isolate(home, isolation::opening::person_of(&draft.key))),
        Form::Case => isolation::changed_case_of(&draft.key).map(routes::change_case),
        Form::Decide => isolation::decided_of(draft).map(|(case, what)| routes::decide_case(case, what)),
        Form::Team => isolation::case_of(&draft.key).map(routes::care_team),
        Form::Register => Some(routes::REGISTER.to_owned()),
        Form::Inspection => inspecting::enterprise_of(&draft.key).map(routes::inspect),
        Form::Recheck => recheck::defect_of(&draft.key).map(routes::recheck),
        Form::Enterprise => registering::enterprise_of(&draft.key)
            .map(|known| known.map_or_else(|| routes::NEW_FIRM.to_owned(), routes::change_firm)),
        Form::Directive => (draft.key == directive::DRAFT).then(|| routes::NEW_DIRECTIVE.to_owned()),
        Form::Event => Some(draft.about.map_or_else(|| routes::REPORT.to_owned(), routes::report)),
        Form::Roster => {
            teams::team_of(&draft.key).map(|id| id.map_or_else(|| routes::NEW_TEAM.into(), routes::change_team))
        }
        Form::Paper => Some(routes::NEW_PAPER.into()),
        Form::Work => work::kind_of(&draft.key).filter(|kind| model::kind::kind(kind).is_some()).map(routes::add),
        Form::Clue => draft.about.map(|home| routes::clue_at(home, clues::case_of(draft))),
        Form::Person => person::person_of(&draft.key).map(routes::person),
        Form::Unknown => None,
    }
}

/// The drafts, the latest first.
fn in_order<'a>(drafts: impl Iterator<Item = &'a Draft>) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = drafts.cloned().collect();
    drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.at), draft.key.clone()));
    drafts
}

/// The list. Nothing where there are none.
#[component]
pub fn Drafts() -> impl IntoView {
    let m = use_table(Lang::mend);
    let phone = use_phone();
    let drafts = memo(move || phone.read_drafts(|state| in_order(state.drafts())).unwrap_or_default());
    view! {
        <Show when=move || !drafts.with(Vec::is_empty)>
            <Section title=move || m.get().unfinished />
            <Card>
                <Rows>
                    <For each=move || drafts.get() key=|draft| (draft.key.clone(), draft.at) let:draft>
                        <DraftRow draft />
                    </For>
                </Rows>
            </Card>
        </Show>
    }
}

#[component]
fn DraftRow(draft: Draft) -> impl IntoView {
    let w = use_words();
    let m = use_table(Lang::mend);
    let lang = use_settings().lang;
    let phone = use_phone();
    let book = use_book();
    let toasts = use_toasts();
    let (about, at, kind, form) = (draft.about, draft.at, draft.kind.clone(), Form::of(&draft));
    let door = move |id: RecordId| {
        book.with(|book| Some(book.as_ref()?.door(id)?.household.clone()))
            .map(|home| format!("{} {}", home.door, home.head))
    };
    let title = move || {
        let deed = match form {
            Form::Mend => format!("{} {}", w.get().repair_open, words::term(lang.get(), &kind).unwrap_or(&kind)),
            _ => deed(lang.get(), &kind, form.what()),
        };
        [about.and_then(door), Some(deed)].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let href = address(&draft);
    let known = href.is_some();
    let sub = move || {
        let ago = words::ago(lang.get(), at, phone.now());
        if known { ago } else { format!("{ago} · {}", m.get().of_a_newer_app) }
    };
    let draft = StoredValue::new(draft);
    let drop = move |()| {
        let kept = draft.get_value();
        spawn_local(async move {
            if phone.drop_draft(&kept.key).await.is_err() {
                return toasts.say(w.get_untracked().storage_broken);
            }
            let back = move || {
                let kept = kept.clone();
                spawn_local(async move {
                    if phone.keep_draft(kept).await.is_err() {
                        toasts.say(w.get_untracked().storage_broken);
                    }
                });
            };
            toasts.say_with_undo(w.get_untracked().draft_dropped, back);
        });
    };
    view! {
        <Row title=title.clone() sub>
            {href.map(|href| view! { <LinkButton label=move || m.get().go_on name={let title = title.clone(); move || format!("{} {}", m.get().go_on, title())} href size=Size::Small /> })}
            <Button label=move || w.get().draft_drop name=move || format!("{} {}", w.get().draft_drop, title()) weight=Weight::Quiet size=Size::Small on_press=drop />
        </Row>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{
        mine::mend::state as mend_state,
        visit::{change::state::Change, state as visit_state},
    };
    use model::{
        ambient::Stamp,
        day::Day,
        id::OpId,
        op::{Act, Op},
        record::{Data, Scope},
    };

    const HOME: RecordId = RecordId::fixed(1);

    fn refused() -> Op {
        let at = Stamp { wall: 0, mono: 0, boot: String::new() };
        Op {
            id: OpId::fixed(7),
            n: 1,
            act: Act::Set { set: Data::new(), base: Default::default(), was: Data::new() },
            kind: "household".into(),
            rec: HOME,
            scope: Scope::Grid(RecordId::fixed(8)),
            v: 1,
            at,
            deps: Vec::new(),
            mends: None,
        }
    }

    #[test]
    fn each_form_that_was_left_leads_back_to_itself() {
        let visit = visit_state::draft(HOME, &Data::new(), None, None, 1);
        let change = Change::default().draft(HOME, None, 2);
        let mend = mend_state::draft(&refused(), Some(HOME), &Data::new(), 3);
        assert_eq!(address(&visit), Some(routes::visit(HOME)));
        assert_eq!(address(&change), Some(routes::change(HOME)));
        assert_eq!(address(&mend), Some(routes::mend(OpId::fixed(7))));
        let day = Day::new(2020, 2, 7).expect("a day");
        let taken = temperature::draft(HOME, (day, 1), RecordId::fixed(2), &Default::default(), 1);
        assert_eq!(address(&taken), Some(format!("{}&from=today", routes::temperatures_of(HOME, day, 1))));
        let case = RecordId::fixed(5);
        let of = |key: String| Draft { key, ..visit.clone() };
        assert_eq!(address(&of(calls::draft_key(case))), Some(format!("{}?from=today", routes::call(case))));
        assert_eq!(address(&of(errands::draft_key(case))), Some(routes::errand(case)));
        assert_eq!(address(&of(inspecting::draft_key(case))), Some(routes::inspect(case)));
        assert_eq!(address(&of(recheck::draft_key(case))), Some(routes::recheck(case)));
        assert_eq!(address(&of(registering::draft_key(None))), Some(routes::NEW_FIRM.to_owned()));
        assert_eq!(address(&of(registering::draft_key(Some(case)))), Some(routes::change_firm(case)));
        assert_eq!(address(&of(directive::DRAFT.into())), Some(routes::NEW_DIRECTIVE.to_owned()));
        let event = |about| Draft { about, ..of(crate::jobs::events::state::DRAFT.into()) };
        assert_eq!(address(&event(None)).as_deref(), Some(routes::REPORT));
        assert_eq!(address(&event(Some(HOME))), Some(routes::report(HOME)));
        assert_eq!(address(&of(teams::draft_key(Some(case)))), Some(routes::change_team(case)));
        assert_eq!(address(&of(teams::draft_key(None))).as_deref(), Some(routes::NEW_TEAM));
        assert_eq!(address(&of("paper:new".into())).as_deref(), Some(routes::NEW_PAPER));
        assert_eq!(address(&of(work::draft_key("patrol"))), Some(routes::add("patrol")));
        assert_eq!(address(&of(work::draft_key("of_the_future"))), None);
        assert_eq!(address(&of(person::draft_key(case))), Some(routes::person(case)));
        let clue = |id: RecordId| address(&of(format!("clue:{id}")));
        assert_eq!(clue(case), Some(routes::clue_at(HOME, Some(case))));
        assert_eq!(clue(HOME), Some(routes::clue_at(HOME, None)));
        let newer = Draft { key: "patrol:1".into(), ..visit.clone() };
        assert_eq!(address(&newer), None, "it is shown and kept, and cannot be gone on with here");
        let order: Vec<String> =
            in_order([&visit, &change, &mend].into_iter()).into_iter().map(|draft| draft.key).collect();
        assert_eq!(order, [mend.key, change.key, visit.key]);
    }
}
