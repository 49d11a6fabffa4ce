//! A care team being put together: who is offered, who may join, what it lacks.

use model::{
    care::{Care, CaseFile},
    day::Day,
    field::Problem,
    id::{RecordId, UserId},
    kind::{
        Payload,
        care_team::{self, CareTeam, Member},
        directory::Staff,
        policy::Policy,
    },
    record::Data,
};
use serde_json::json;
use sync::Draft;

/// Key of the draft of a team for `case`: one at a time.
pub fn draft_key(case: RecordId) -> String {
    format!("team:{case}")
}

/// The case whose team a draft's key means.
pub fn case_of(key: &str) -> Option<RecordId> {
    key.strip_prefix("team:")?.parse().ok()
}

/// The draft to be kept. One that was begun with an older kind keeps its version.
pub fn draft(file: &CaseFile, members: &[Member], begun: Option<u16>, at: i64) -> Draft {
    Draft {
        key: draft_key(file.case.id),
        kind: CareTeam::KIND.into(),
        version: begun.unwrap_or(care_team::KIND.version),
        about: file.case.is.household,
        at,
        data: Data::from_iter([("members".to_owned(), json!(members))]),
        mends: None,
    }
}

/// The members as a draft has them; else those of the team in force.
pub fn begin(file: &CaseFile, kept: Option<&Draft>, today: Day) -> Vec<Member> {
    match kept {
        Some(draft) => CareTeam::read(&draft.data).members,
        None => file.team_on(today).map(|team| team.is.members.clone()).unwrap_or_default(),
    }
}

/// What a colleague of these roles does in a team.
fn duty_of(roles: &[String]) -> &'static str {
    let duties = [
        ("worker", "grid_worker"),
        ("grid_leader", "grid_worker"),
        ("village_lead", "village_cadre"),
        ("volunteer", "party_volunteer"),
        ("town", "town_cadre"),
        ("police", "police"),
    ];
    let of = |(role, duty): &(&str, &'static str)| roles.iter().any(|own| own == role).then_some(*duty);
    duties.iter().find_map(of).unwrap_or("other")
}

/// Who may be tapped: those of other teams first, since what is known of them is never asked again,
/// then colleagues. Nobody stands there twice.
pub fn offers(care: &Care, staff: impl IntoIterator<Item = (UserId, Staff)>, me: UserId) -> Vec<Member> {
    let mut offers: Vec<Member> = Vec::new();
    // The latest of what was said of someone.
    let mut teams: Vec<_> = care.files.iter().flat_map(|file| &file.teams).collect();
    teams.sort_by_key(|team| (std::cmp::Reverse(team.is.from_on), team.id));
    for member in teams.into_iter().flat_map(|team| &team.is.members) {
        if !is_in(&offers, member) {
            offers.push(member.clone());
        }
    }
    let mut colleagues: Vec<(UserId, Staff)> = staff.into_iter().collect();
    colleagues.sort_by(|(left, a), (right, b)| {
        (*left != me, a.roles.first(), &a.name, left).cmp(&(*right != me, b.roles.first(), &b.name, right))
    });
    for (id, staff) in colleagues {
        let duty = duty_of(&staff.roles);
        // Administrators and auditors care for nobody.
        let cares = duty != "other";
        let member = Member { name: staff.name, duty: duty.into(), staff: Some(id), ..Member::default() };
        if cares && !is_in(&offers, &member) {
            offers.push(member);
        }
    }
    offers
}

/// Whether someone stands in a list: the same account, or the same name where one has none.
pub fn is_in(members: &[Member], one: &Member) -> bool {
    members.iter().any(|member| match (member.staff, one.staff) {
        (Some(theirs), Some(own)) => theirs == own,
        _ => member.name == one.name && (member.phone.is_none() || one.phone.is_none() || member.phone == one.phone),
    })
}

/// The team with one more.
///
/// # Errors
/// Somebody too many, or twice.
pub fn with(members: &[Member], one: Member, policy: &Policy) -> Result<Vec<Member>, Problem> {
    let mut team = CareTeam { members: members.to_vec(), ..CareTeam::default() };
    if is_in(members, &one) {
        return Err(Problem::new("members", "twice"));
    }
    team.members.push(one);
    if team.members.len() as i64 > policy.team_size {
        let too_many = care_team::problems(&team, policy).into_iter().find(|problem| problem.rule == "team_size");
        return Err(too_many.unwrap_or_else(|| Problem::new("members", "team_size")));
    }
    Ok(team.members)
}

/// The team as it would be saved, beginning today.
pub fn settled(file: &CaseFile, members: &[Member], today: Day) -> CareTeam {
    let tidy = |member: &Member| Member {
        name: member.name.trim().to_owned(),
        phone: member.phone.clone().filter(|phone| !phone.trim().is_empty()),
        ..member.clone()
    };
    CareTeam {
        household: file.case.is.household,
        case: Some(file.case.id),
        from_on: Some(today),
        members: members.iter().map(tidy).collect(),
    }
}

/// Everything that is wrong with it: its fields, and what the policy of the day asks for.
pub fn problems(file: &CaseFile, members: &[Member], policy: &Policy, today: Day) -> Vec<Problem> {
    let team = settled(file, members, today);
    let mut problems = care_team::problems(&team, policy);
    problems.extend(care_team::KIND.check(&team.data()).into_iter().filter(|one| one.field != "members"));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{
        kind::{isolation::Isolation, policy::Policies},
        record::{Record, Scope},
    };

    fn today() -> Day {
        Day::new(2020, 2, 7).expect("a day")
    }

    fn member(n: u128, party: bool) -> Member {
        Member {
            name: ["邵月琴", "褚守田", "邹济生", "戚春燕", "贺平"][n as usize].into(),
            duty: "grid_worker".into(),
            party: party.then_some(true),
            staff: Some(UserId::fixed(n)),
            ..Member::default()
        }
    }

    fn record<T: Payload>(id: u128, payload: &T) -> Record {
        Record {
            kind: T::KIND.into(),
            id: RecordId::fixed(id),
            scope: Scope::Grid(RecordId::fixed(9)),
            seq: 1,
            v: 1,
            fv: Default::default(),
            by: None,
            at: None,
            late: false,
            data: payload.data(),
            gone: None,
        }
    }

    fn care(members: Vec<Member>) -> Care {
        let case =
            Isolation { status: "isolating".into(), household: Some(RecordId::fixed(1)), ..Isolation::default() };
        let team = CareTeam {
            case: Some(RecordId::fixed(5)),
            from_on: Some(today().plus(-2)),
            members,
            ..CareTeam::default()
        };
        Care::of([&record(5, &case), &record(6, &team)], Policies::default())
    }

    fn rules(members: &[Member]) -> Vec<String> {
        let care = care(Vec::new());
        let all = problems(&care.files[0], members, &Policy::default(), today());
        all.into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn three_are_too_few_four_need_a_party_member_and_a_fifth_is_refused() {
        let three: Vec<Member> = (0..3).map(|n| member(n, n == 1)).collect();
        assert_eq!(rules(&three), ["team_size"]);
        let none: Vec<Member> = (0..4).map(|n| member(n, false)).collect();
        assert_eq!(rules(&none), ["no_party_member"]);
        let four = with(&three, member(3, false), &Policy::default()).expect("there is room");
        assert_eq!(rules(&four), Vec::<String>::new());
        let refused = with(&four, member(4, false), &Policy::default()).expect_err("no room");
        assert_eq!(
            (refused.rule.as_str(), &refused.args["have"], &refused.args["need"]),
            ("team_size", &json!(5), &json!(4))
        );
        assert_eq!(with(&three, member(1, false), &Policy::default()).expect_err("is in").rule, "twice");
        let five = Policy { team_size: 5, ..Policy::default() };
        assert_eq!(with(&four, member(4, false), &five).map(|team| team.len()), Ok(5));
    }

    #[test]
    fn what_is_wrong_with_one_is_named_at_that_one() {
        let mut four: Vec<Member> = (0..4).map(|n| member(n, n == 1)).collect();
        four[2].phone = Some("1990000".into());
        let care = care(Vec::new());
        let all = problems(&care.files[0], &four, &Policy::default(), today());
        assert_eq!(all.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>(), ["members.2.phone"]);
    }

    #[test]
    fn who_served_before_is_offered_first_with_what_is_known() {
        let doctor =
            Member { staff: None, duty: "medic".into(), phone: Some("19900000003".into()), ..member(2, false) };
        let care = care(vec![doctor.clone(), member(1, true)]);
        let staff =
            |n: u128, role: &str| (UserId::fixed(n), Staff { name: member(n, false).name, roles: vec![role.into()] });
        let offers = offers(
            &care,
            [staff(1, "village_lead"), staff(3, "volunteer"), staff(0, "worker"), staff(4, "auditor")],
            UserId::fixed(3),
        );
        let names: Vec<&str> = offers.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["邹济生", "褚守田", "戚春燕", "邵月琴"]);
        assert_eq!((offers[0].clone(), offers[1].party), (doctor, Some(true)));
        assert_eq!((offers[2].duty.as_str(), offers[3].duty.as_str()), ("party_volunteer", "grid_worker"));
    }

    #[test]
    fn a_change_begins_today_with_those_who_are_there() {
        let care = care(vec![member(0, true)]);
        let file = &care.files[0];
        assert_eq!(begin(file, None, today()), [member(0, true)]);
        let kept = draft(file, &[member(1, false)], Some(0), 7);
        assert_eq!((kept.version, case_of(&kept.key)), (0, Some(file.case.id)));
        assert_eq!(begin(file, Some(&kept), today()), [member(1, false)]);
        assert_eq!(settled(file, &[member(1, false)], today()).from_on, Some(today()));
    }
}
