//! The program `doorstep`, with a township of its own on a port of its own.

use crate::{ambient::Seeded, checkout, disk::Disk, township};
use model::day::Day;
use server::store::Store;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::OnceCell,
    time::{sleep, timeout},
};

/// How long the program may take to load the demo township into an empty database.
const FIRST_START: Duration = Duration::from_secs(120);
/// How long it may take to start on what is there.
const START: Duration = Duration::from_secs(20);

/// Names of the certificate's files in the program's folder.
const CERTIFICATE: &str = "certificate.pem";
const KEY: &str = "key.pem";

/// The demo accounts' one password.
pub const PASSWORD: &str = "yunxi-2020";

/// The demo township, loaded once; each of its programs works on a copy.
static FRESH: OnceCell<TempDir> = OnceCell::const_new();

/// The program, with all that it keeps.
pub struct Program {
    // Taken out before its folder goes.
    disk: Option<Disk>,
    folder: TempDir,
    log: TempDir,
    site: PathBuf,
    port: u16,
    over_tls: bool,
    running: Option<Child>,
}

impl Program {
    /// The demo township as it is on its first day, running.
    pub async fn with_demo() -> Self {
        Self::with_site(site()).await
    }

    /// The same, with a certificate of its own, for `localhost`.
    pub async fn with_demo_over_tls() -> Self {
        let mut program = Self::with_demo().await;
        program.kill();
        let rcgen::CertifiedKey { cert, signing_key } =
            rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        std::fs::write(program.folder.path().join(CERTIFICATE), cert.pem()).expect("a file");
        std::fs::write(program.folder.path().join(KEY), signing_key.serialize_pem()).expect("a file");
        program.over_tls = true;
        program.start().await;
        program
    }

    /// The same, with another build of the app.
    pub async fn with_site(site: PathBuf) -> Self {
        let fresh = FRESH.get_or_init(load).await;
        let folder = TempDir::new().expect("a temporary folder");
        copy(fresh.path(), folder.path());
        let mut program = Self::on(folder, site, None);
        program.start().await;
        program
    }

    /// The township of the stories ([`township`]), without screens, running.
    pub async fn with_stories() -> Self {
        Self::stories_on(None).await
    }

    /// The same, with all that it keeps on a disk of its own of so many MiB.
    pub async fn with_stories_on_a_disk_of(mib: usize) -> Self {
        Self::stories_on(Some(mib)).await
    }

    async fn stories_on(disk: Option<usize>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let site = folder.path().join("no site");
        let disk = disk.map(|mib| Disk::of(mib, folder.path()));
        let mut program = Self::on(folder, site, disk);
        township::found(&program.database()).await;
        program.start().await;
        program
    }

    fn on(folder: TempDir, site: PathBuf, disk: Option<Disk>) -> Self {
        let log = TempDir::new().expect("a temporary folder");
        Self { disk, folder, log, site, port: free_port(), over_tls: false, running: None }
    }

    /// Starts it anew, with another build of the app.
    pub async fn update_to(&mut self, site: PathBuf) {
        self.kill();
        self.site = site;
        self.start().await;
    }

    /// The disk of its own.
    pub fn disk(&self) -> &Disk {
        self.disk.as_ref().expect("it has one")
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.running.as_ref().expect("it runs").id()
    }

    /// Starts it, on the same port as ever.
    pub async fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let mut command = serve(self.folder.path(), self.log.path(), &self.site, self.port);
        if self.over_tls {
            let file = |name| self.folder.path().join(name);
            command.arg("--tls-certificate").arg(file(CERTIFICATE)).arg("--tls-key").arg(file(KEY));
        }
        self.running = Some(command.spawn().expect("the program starts"));
        ready(self.port, self.over_tls, START).await;
    }

    /// Cuts it off, as a power cut would.
    pub fn kill(&mut self) {
        let mut running = self.running.take().expect("it runs");
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
    }

    /// Runs another command of the program on the same data, to its end; gives what it printed.
    pub fn run(&self, words: &[&str]) -> String {
        let output = command().args(words).arg("--data").arg(self.folder.path()).output().expect("the program runs");
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Ends all duties of an account after `last`, as an administrator would, while it does not run.
    pub async fn end_duties(&self, account: &str, last: Day) {
        assert!(self.running.is_none(), "it runs");
        let store = Store::open(&self.database(), Arc::new(Seeded::new(1))).await.expect("its database");
        let somebody = store.sign_in_account(account).await.expect("it can be read").expect("an account");
        let directory = store.directory(somebody.town).await.expect("it can be read");
        let grids = directory.grids.iter().map(|(id, _)| *id);
        for place in directory.villages.iter().map(|(id, _)| *id).chain(grids) {
            store.end_duty(somebody.user, place, last).await.expect("a duty that ends");
        }
        store.close().await;
    }

    /// The port it listens on, or will again.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its database.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("doorstep.sqlite")
    }

    /// An address of the app.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.running.is_some() {
            self.kill();
        }
    }
}

async fn load() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let port = free_port();
    let mut program =
        serve(folder.path(), folder.path(), &site(), port).arg("--demo").spawn().expect("the program starts");
    ready(port, false, FIRST_START).await;
    // Asked to end, so that the copies begin with a database at rest.
    let asked = Command::new("kill").arg(program.id().to_string()).status().expect("kill runs");
    assert!(asked.success(), "it can be asked to end");
    let ended = timeout(START, async {
        while program.try_wait().expect("it can be asked after").is_none() {
            sleep(Duration::from_millis(20)).await;
        }
    });
    ended.await.expect("the program ends when it is asked to");
    folder
}

fn serve(data: &Path, log: &Path, site: &Path, port: u16) -> Command {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(log.join("test.log")).expect("a log");
    let mut command = command();
    command
        .arg("serve")
        .arg("--data")
        .arg(data)
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .arg("--site")
        .arg(site)
        .stdin(Stdio::null())
        .stdout(log.try_clone().expect("a log"))
        .stderr(log);
    command
}

/// The program, with nothing said to it yet.
fn command() -> Command {
    let mut command = Command::new(built("DOORSTEP_BIN", "debug/doorstep"));
    // It reads every flag from the environment as well; ours are said by word.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("DOORSTEP_")) {
        command.env_remove(name);
    }
    command
}

fn site() -> PathBuf {
    built("DOORSTEP_SITE", "site")
}

/// What `xtask` has built and named, or where it lies when one runs the tests by hand.
pub fn built(name: &str, place: &str) -> PathBuf {
    let path = std::env::var_os(name).map_or_else(|| checkout::root().join("target").join(place), PathBuf::from);
    assert!(path.exists(), "{} is not there: `cargo xtask test` builds it", path.display());
    path
}

/// A port that nobody uses now.
pub fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    socket.local_addr().expect("its number").port()
}

/// Over TLS its taking connections says it: it opens the database before the port.
async fn ready(port: u16, over_tls: bool, within: Duration) {
    let is_ready = async || {
        if over_tls {
            TcpStream::connect(("127.0.0.1", port)).await.is_ok()
        } else {
            status(port, "/readyz").await == Some(200)
        }
    };
    let waited = timeout(within, async {
        while !is_ready().await {
            sleep(Duration::from_millis(50)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("not ready within {within:?}"));
}

/// The status of the answer to a plain GET, if there is an answer.
async fn status(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    answer.split_whitespace().nth(1)?.parse().ok()
}

fn copy(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).expect("the folder can be read").filter_map(Result::ok) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).expect("a copy");
        }
    }
}
