//! `GET /api/v1/nudges`: says that there is something new, never what.

use super::auth::Auth;
use crate::{state::State, store::Changed};
use axum::{
    extract,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, stream};
use model::{id::DeviceId, record::Scope, wire::Nudge};
use std::{
    collections::{BTreeSet, VecDeque},
    convert::Infallible,
    sync::Arc,
    time::Duration,
};
use tokio::sync::{broadcast, watch};

struct Listener {
    device: DeviceId,
    changes: broadcast::Receiver<Arc<Changed>>,
    ending: watch::Receiver<bool>,
    scopes: BTreeSet<Scope>,
    waiting: VecDeque<Nudge>,
}

/// The stream. Who misses nudges (`Last-Event-ID` of long ago, a slow line) is told to sync
/// anyway when the stream begins.
pub(super) async fn nudges(
    extract::State(state): extract::State<State>,
    auth: Auth,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let figures = auth.permit.figures();
    let led = figures.iter().flat_map(|permit| permit.scopes());
    let scopes: BTreeSet<Scope> = auth.permit.scopes().into_iter().chain(led).collect();
    let waiting = VecDeque::from([Nudge { scope: Scope::Town(auth.permit.town()), seq: 0 }]);
    let device = auth.owner.device;
    let listener = Listener { device, changes: state.store.changes(), ending: state.ending.clone(), scopes, waiting };
    let events = stream::unfold(listener, |mut listener| async move {
        let nudge = listener.next().await?;
        let event = Event::default().id(nudge.seq.to_string()).json_data(&nudge).unwrap_or_default();
        Some((Ok(event), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(25)))
}

impl Listener {
    async fn next(&mut self) -> Option<Nudge> {
        loop {
            if let Some(nudge) = self.waiting.pop_front() {
                return Some(nudge);
            }
            tokio::select! {
                changed = self.changes.recv() => match changed {
                    // A phone's own sync has told it already.
                    Ok(changed) if changed.by == Some(self.device) => {}
                    Ok(changed) => {
                        let heard = changed.scopes.iter().filter(|(scope, _)| self.scopes.contains(scope));
                        self.waiting.extend(heard.map(|(scope, seq)| Nudge { scope: *scope, seq: *seq }));
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => {
                        let any = self.scopes.first().copied()?;
                        self.waiting.push_back(Nudge { scope: any, seq: 0 });
                    }
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                _ = self.ending.changed() => return None,
            }
        }
    }
}
