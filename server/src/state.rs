//! What every handler can reach.

use crate::{
    http::site::Site,
    ops::devices,
    password::Checker,
    seal::ServerKey,
    store::{Store, StoreError},
};
use model::{
    ambient::{Chance, Clock},
    day::Day,
};
use std::{path::Path, sync::Arc};
use tokio::sync::watch;

/// Time and chance, shared between threads.
pub trait World: Clock + Chance + Send + Sync {}
impl<T: Clock + Chance + Send + Sync> World for T {}

/// How the program is reached.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address people type, such as `https://doorstep.example`; unsafe requests from another
    /// are refused. None: whatever `Host` says.
    pub origin: Option<String>,
}

/// What every handler can reach; cheap to clone.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub store: Store,
    /// Time and chance.
    pub world: Arc<dyn World>,
    /// Checks passwords.
    pub checker: Arc<Checker>,
    /// What unsent work is sealed to.
    pub key: Arc<ServerKey>,
    /// Where it is written down which devices are no longer trusted.
    pub revocations: Arc<Path>,
    /// The shell and the assets.
    pub site: Arc<Site>,
    /// How the program is reached.
    pub options: Arc<Options>,
    /// Turns true when the program is to end.
    pub ending: watch::Receiver<bool>,
    /// Ends the program.
    pub end: watch::Sender<bool>,
}

impl State {
    /// Opens the database at `path`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(path: &Path, world: Arc<dyn World>, site: Site, options: Options) -> Result<Self, StoreError> {
        let clock: Arc<dyn Clock + Send + Sync> = Arc::new(ClockOf(Arc::clone(&world)));
        let store = Store::open(path, clock).await?;
        let fresh = ServerKey::generate(&ChanceOf(&world));
        let kept = store.set_up_server_key(&fresh.to_bytes()).await?;
        let broken = || StoreError::Failed(sqlx::Error::Protocol("the server's key is none".into()));
        let key = ServerKey::from_bytes(&kept).ok_or_else(broken)?;
        let revocations: Arc<Path> = path.with_file_name(devices::REVOCATIONS).into();
        devices::revoke_again(&store, &revocations).await?;
        let (end, ending) = watch::channel(false);
        Ok(Self {
            store,
            checker: Arc::new(Checker::new(&ChanceOf(&world))),
            key: Arc::new(key),
            revocations,
            world,
            site: Arc::new(site),
            options: Arc::new(options),
            ending,
            end,
        })
    }

    /// Today in the township.
    pub fn today(&self) -> Day {
        Day::from_unix_ms(self.world.now())
    }

    /// Time, for those who need nothing else.
    pub fn now(&self) -> i64 {
        self.world.now()
    }
}

/// A [`World`] seen as its [`Clock`].
pub struct ClockOf(pub Arc<dyn World>);

impl Clock for ClockOf {
    fn stamp(&self) -> model::ambient::Stamp {
        self.0.stamp()
    }
}

/// A [`World`] seen as its [`Chance`].
pub struct ChanceOf<'a>(pub &'a Arc<dyn World>);

impl Chance for ChanceOf<'_> {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}
