//! The program `doorstep`: arguments to configuration to run.

use anyhow::{Context, Result, bail};
use axum::serve::{Listener, ListenerExt};
use clap::{Args, Parser, Subcommand};
use server::{
    Options, State, app,
    http::site::{Files, Site},
    ops::{
        backup::{self, Key},
        demo, devices,
    },
    state::World,
    tls::{Identity, Tls},
    world::Machine,
};
use std::{net::SocketAddr, path::PathBuf, process::ExitCode, sync::Arc};
use tokio::net::TcpListener;

/// Doorstep 入户通: the grid workers' register, visits and reports of a township.
#[derive(Parser)]
#[command(name = "doorstep", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the whole product.
    Serve(Serve),
    /// Loads the demo township into the database.
    Demo(Place),
    /// Reads a household register (XLSX), all or nothing.
    Import(Import),
    /// Backs the whole database up into one sealed file, while phones go on.
    Backup(Backup),
    /// Puts a backup in the place of a database that was lost. Phones bring back by themselves what
    /// it lacks.
    Restore(Restore),
    /// Lists the phones that ever signed in: account, last contact, unsent, lost.
    Devices(Place),
    /// Ends the trust in a phone that was lost or stolen. It hands in what it still holds, and wipes
    /// itself.
    Revoke(Revoke),
    /// Prints the page that every address answers with.
    Shell {
        /// Folder of the site.
        #[arg(long, env = "DOORSTEP_SITE")]
        site: Option<PathBuf>,
    },
}

#[derive(Args, Clone)]
struct Place {
    /// Folder of everything that is kept.
    #[arg(long, env = "DOORSTEP_DATA", default_value = "data")]
    data: PathBuf,
    /// Database; `sqlite:PATH`. By default a file in the data folder.
    #[arg(long, env = "DOORSTEP_DATABASE")]
    database: Option<String>,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    place: Place,
    /// Address to listen on.
    #[arg(long, env = "DOORSTEP_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the site; not needed by a program that has it inside.
    #[arg(long, env = "DOORSTEP_SITE")]
    site: Option<PathBuf>,
    /// The address people type, such as `https://doorstep.example`.
    #[arg(long, env = "DOORSTEP_ORIGIN")]
    origin: Option<String>,
    /// The server's certificate with its chain (PEM): the program itself speaks TLS. A renewed file is
    /// taken up within a minute.
    #[arg(long, env = "DOORSTEP_TLS_CERTIFICATE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, env = "DOORSTEP_TLS_KEY", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// A proxy in front speaks TLS; without one only the loopback address is served.
    #[arg(long, env = "DOORSTEP_BEHIND_TLS_PROXY")]
    behind_tls_proxy: bool,
    /// Load the demo township and print its accounts.
    #[arg(long, env = "DOORSTEP_DEMO")]
    demo: bool,
    /// Serve the demo, whose password everybody knows, to other machines as well.
    #[arg(long, env = "DOORSTEP_DEMO_FOR_ALL")]
    demo_for_all: bool,
}

#[derive(Args)]
struct Import {
    #[command(flatten)]
    place: Place,
    /// The file.
    file: PathBuf,
    /// Account of whoever answers for the import.
    #[arg(long)]
    account: String,
}

#[derive(Args)]
struct Backup {
    #[command(flatten)]
    place: Place,
    /// The new file.
    file: PathBuf,
    /// File of the key that seals backups; made if there is none.
    #[arg(long, env = "DOORSTEP_BACKUP_KEY")]
    key: PathBuf,
}

#[derive(Args)]
struct Restore {
    #[command(flatten)]
    place: Place,
    /// The backup.
    file: PathBuf,
    /// File of the key that sealed it.
    #[arg(long, env = "DOORSTEP_BACKUP_KEY")]
    key: PathBuf,
    /// Put a database that is still there aside. Stop the server first.
    #[arg(long)]
    replace: bool,
}

#[derive(Args)]
struct Revoke {
    #[command(flatten)]
    place: Place,
    /// The phone's id, as `doorstep devices` prints it.
    device: String,
}

impl Place {
    fn database(&self) -> Result<PathBuf> {
        match &self.database {
            None => Ok(self.data.join("doorstep.sqlite")),
            Some(url) => match url.strip_prefix("sqlite:") {
                Some(path) => Ok(PathBuf::from(path.trim_start_matches("//"))),
                None => bail!("only sqlite:PATH can be opened, not this database"),
            },
        }
    }

    async fn open(&self, site: Site, options: Options) -> Result<State> {
        let path = self.database()?;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        std::fs::create_dir_all(&self.data).with_context(|| format!("cannot make {}", self.data.display()))?;
        State::open(&path, Arc::new(Machine), site, options)
            .await
            .with_context(|| format!("cannot open {}", path.display()))
    }
}

fn files(site: Option<PathBuf>) -> Files {
    match site {
        Some(folder) => Files::Folder(folder),
        #[cfg(feature = "embed")]
        None => Files::Inside,
        #[cfg(not(feature = "embed"))]
        None => Files::Folder(PathBuf::from("target/site")),
    }
}

/// What goes wrong is told in a line, without the places in the program that an error may carry.
#[tokio::main]
async fn main() -> ExitCode {
    match go().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("doorstep: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn go() -> Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_from_env("DOORSTEP_LOG").unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Arguments::parse().command {
        Command::Serve(serve) => run(serve).await,
        Command::Demo(place) => {
            let state = place.open(Site::open(files(None)), Options::default()).await?;
            println!("{}", demo::load(&state, &place.data).await?);
            Ok(())
        }
        Command::Import(import) => {
            let state = import.place.open(Site::open(files(None)), Options::default()).await?;
            let bytes =
                std::fs::read(&import.file).with_context(|| format!("cannot read {}", import.file.display()))?;
            let owner = state.store.sign_in_account(&import.account).await?.context("no such account")?;
            match server::register::import(&state, owner.user, owner.town, &bytes).await {
                Ok(report) => println!("{report}"),
                Err(trouble) => bail!("{trouble}"),
            }
            Ok(())
        }
        Command::Backup(args) => {
            let state = args.place.open(Site::open(files(None)), Options::default()).await?;
            let (key, is_new) = Key::read_or_make(&args.key, &state.world)?;
            let copied = backup::backup(&state.store, &args.file, &key, &state.world).await?;
            println!(
                "{}: {} records, {} ops, up to change {}",
                args.file.display(),
                copied.records,
                copied.ops,
                copied.seq
            );
            if is_new {
                println!("{} is new: without it no backup can be opened. Keep a copy elsewhere.", args.key.display());
            }
            Ok(())
        }
        Command::Restore(args) => {
            let world: Arc<dyn World> = Arc::new(Machine);
            let key = Key::read(&args.key)?;
            let database = args.place.database()?;
            if let Some(folder) = database.parent() {
                std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            }
            let copied = backup::restore(&args.file, &database, &key, args.replace, &world).await?;
            println!("{}: {} records, {} ops", database.display(), copied.records, copied.ops);
            println!("Everybody signs in again; phones bring back by themselves what was sent since the backup.");
            Ok(())
        }
        Command::Devices(place) => {
            let state = place.open(Site::open(files(None)), Options::default()).await?;
            for phone in state.store.set_up_devices().await? {
                println!("{phone}");
            }
            Ok(())
        }
        Command::Revoke(args) => {
            let device = args.device.parse().map_err(|_| anyhow::anyhow!("{} is no id of a phone", args.device))?;
            let state = args.place.open(Site::open(files(None)), Options::default()).await?;
            devices::revoke(&state, device).await?;
            println!("{device}: no longer trusted. At its next contact it hands in what it holds and wipes itself.");
            Ok(())
        }
        Command::Shell { site } => {
            print!("{}", Site::open(files(site)).shell());
            Ok(())
        }
    }
}

async fn run(serve: Serve) -> Result<()> {
    let loopback = serve.listen.ip().is_loopback();
    let identity = match (serve.tls_certificate.clone(), serve.tls_key.clone()) {
        (Some(certificate), Some(key)) => Some(Identity::read(certificate, key)?),
        _ => None,
    };
    if !loopback && !serve.behind_tls_proxy && identity.is_none() {
        bail!(
            "{} can be reached by others, and nothing encrypts what they send: name --tls-certificate and --tls-key, \
             or put a TLS proxy in front and say --behind-tls-proxy",
            serve.listen
        );
    }
    if !loopback && serve.demo && !serve.demo_for_all {
        bail!("the demo's password is known to everybody: say --demo-for-all to serve it on {}", serve.listen);
    }
    let site = Site::open(files(serve.site.clone()));
    let state = serve.place.open(site, Options { origin: serve.origin.clone() }).await?;
    if serve.demo {
        println!("{}", demo::load(&state, &serve.place.data).await?);
    }
    let listener =
        TcpListener::bind(serve.listen).await.with_context(|| format!("cannot listen on {}", serve.listen))?;
    let address = listener.local_addr()?;
    match identity {
        Some(identity) => {
            println!("https://{address}");
            serve_on(Tls::on(listener, identity)?, state).await
        }
        None => {
            println!("http://{address}");
            // A small answer is not held back for a larger one.
            serve_on(listener.tap_io(|stream| drop(stream.set_nodelay(true))), state).await
        }
    }
}

/// Serves until the program is asked to end.
async fn serve_on<L>(listener: L, state: State) -> Result<()>
where
    L: Listener,
    L::Addr: std::fmt::Debug,
{
    let end = state.end.clone();
    axum::serve(listener, app(state))
        .with_graceful_shutdown(async move {
            asked_to_end().await;
            // Streams end first; without this they would hold the program open.
            let _ = end.send(true);
        })
        .await?;
    Ok(())
}

async fn asked_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = interrupted.await;
}
