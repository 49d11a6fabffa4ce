//! 总览: figures, and the doors behind each.

use super::{
    auth::Auth,
    trouble::{Answer, Refusal},
};
use crate::state::State;
use axum::{Json, extract, http::StatusCode};
use model::{
    day::Day,
    id::{RecordId, UserId},
    indicator::indicator,
    wire::{
        Behind, CareOverview, Counted, Figure, Indicators, OpenConflict, Overview, Receipts, StaffSet, StuckOps,
        Workload,
    },
};
use serde::Deserialize;

/// `GET /api/v1/overview`
pub(super) async fn overview(extract::State(state): extract::State<State>, auth: Auth) -> Answer<Json<Overview>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    Ok(Json(state.store.overview(&permit, state.today(), state.now()).await?))
}

/// Over which days; today unless said otherwise.
#[derive(Deserialize)]
pub(super) struct Days {
    from: Option<String>,
    to: Option<String>,
}

/// `GET /api/v1/overview/care`
pub(super) async fn care(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<Days>,
) -> Answer<Json<CareOverview>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "not_found");
    let day = |text: &Option<String>| text.as_deref().map(|day| Day::parse(day).ok_or_else(unknown)).transpose();
    let to: Day = day(&query.to)?.unwrap_or_else(|| state.today());
    let from: Day = day(&query.from)?.unwrap_or(to);
    Ok(Json(state.store.care(&permit, (from, to), state.now()).await?))
}

/// Which days, and where.
#[derive(Deserialize)]
pub(super) struct Where {
    from: Option<String>,
    to: Option<String>,
    place: Option<String>,
    after: Option<String>,
}

impl Where {
    /// From the first day to the last, both today unless given.
    fn days(&self, today: Day) -> Answer<(Day, Day)> {
        let day = |text: &Option<String>| text.as_deref().map(|day| Day::parse(day).ok_or_else(unknown)).transpose();
        let to = day(&self.to)?.unwrap_or(today);
        Ok((day(&self.from)?.unwrap_or(to), to))
    }

    fn place(&self) -> Answer<Option<RecordId>> {
        self.place.as_deref().map(|place| place.parse().map_err(|_| unknown())).transpose()
    }
}

fn unknown() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "not_found")
}

/// `GET /api/v1/overview/indicators`
pub(super) async fn indicators(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<Where>,
) -> Answer<Json<Indicators>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let (days, place) = (query.days(state.today())?, query.place()?);
    Ok(Json(state.store.indicators(&permit, days, place, state.now()).await?.ok_or_else(unknown)?))
}

/// `GET /api/v1/overview/indicators/{code}`
pub(super) async fn counted(
    extract::State(state): extract::State<State>,
    auth: Auth,
    extract::Path(code): extract::Path<String>,
    query: extract::Query<Where>,
) -> Answer<Json<Counted>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let indicator = indicator(&code).ok_or_else(unknown)?;
    let (days, place) = (query.days(state.today())?, query.place()?);
    let after = query.after.as_deref().map(|after| after.parse().map_err(|_| unknown())).transpose()?.unwrap_or(0);
    Ok(Json(state.store.counted(&permit, indicator, days, place, (after, state.now())).await?.ok_or_else(unknown)?))
}

/// `GET /api/v1/overview/workload`
pub(super) async fn workload(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<Where>,
) -> Answer<Json<Workload>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let days = query.days(state.today())?;
    Ok(Json(state.store.workload(&permit, days).await?))
}

/// `POST /api/v1/staff/{id}`
pub(super) async fn staff(
    extract::State(state): extract::State<State>,
    auth: Auth,
    extract::Path(who): extract::Path<String>,
    body: extract::Json<StaffSet>,
) -> Answer<StatusCode> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let who: UserId = who.parse().map_err(|_| unknown())?;
    let today = state.today();
    if !body.is_sound(today.year().into()) {
        return Err(Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    }
    let known = state.store.set_staff(&permit, who, &body.0, today).await?;
    if known { Ok(StatusCode::NO_CONTENT) } else { Err(unknown()) }
}

/// Which list, and from where on.
#[derive(Deserialize)]
pub(super) struct Which {
    figure: String,
    place: Option<String>,
    after: Option<String>,
}

/// `GET /api/v1/overview/records`
pub(super) async fn behind(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<Which>,
) -> Answer<Json<Behind>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let unknown = || Refusal::new(StatusCode::NOT_FOUND, "not_found");
    let figure = Figure::from_code(&query.figure).ok_or_else(unknown)?;
    let place: Option<RecordId> =
        query.place.as_deref().map(|place| place.parse().map_err(|_| unknown())).transpose()?;
    let after = query.after.as_deref().map(|after| after.parse().map_err(|_| unknown())).transpose()?.unwrap_or(0);
    Ok(Json(state.store.behind(&permit, figure, place, after, state.today()).await?))
}

/// Whose.
#[derive(Deserialize)]
pub(super) struct Whose {
    worker: Option<String>,
}

/// `GET /api/v1/overview/stuck`
pub(super) async fn stuck(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<Whose>,
) -> Answer<Json<StuckOps>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let unknown = |_| Refusal::new(StatusCode::NOT_FOUND, "not_found");
    let worker: Option<UserId> = query.worker.as_deref().map(|id| id.parse().map_err(unknown)).transpose()?;
    Ok(Json(state.store.stuck(&permit, worker).await?))
}

/// `GET /api/v1/overview/conflicts`
pub(super) async fn conflicts(
    extract::State(state): extract::State<State>,
    auth: Auth,
) -> Answer<Json<Vec<OpenConflict>>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    Ok(Json(state.store.open_conflicts(&permit).await?))
}

/// Of which directive; how many of each, unless said.
#[derive(Deserialize)]
pub(super) struct OfWhich {
    directive: Option<String>,
}

/// `GET /api/v1/overview/receipts`
pub(super) async fn receipts(
    extract::State(state): extract::State<State>,
    auth: Auth,
    query: extract::Query<OfWhich>,
) -> Answer<Json<Receipts>> {
    let permit = auth.permit.figures().ok_or_else(Refusal::forbidden)?;
    let unknown = |_| Refusal::new(StatusCode::NOT_FOUND, "not_found");
    let directive: Option<RecordId> = query.directive.as_deref().map(|id| id.parse().map_err(unknown)).transpose()?;
    Ok(Json(state.store.receipts(&permit, directive, (state.today(), state.now())).await?))
}
