//! Commit before answer, flush before commit: read from a trace of the real program's system calls.
//! SIGKILL leaves the system's cache standing, so killing the program cannot show it.

use crate::crew::Crew;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tests::{program::Program, proxy::Proxy};
use tokio::{task::LocalSet, time::sleep};

/// So many batches are acknowledged, at least.
const BATCHES: usize = 300;
/// Until the program has nothing left to do.
const QUIET: Duration = Duration::from_secs(1);

/// One after the other, so that no flush can be that of another batch.
#[tokio::test]
async fn what_is_acknowledged_was_flushed_before() {
    let told = LocalSet::new().run_until(trace(1)).await;
    assert_eq!(told.ahead, 0, "answers that went out before as many flushes had ended");
    println!(
        "{} acknowledged batches, one by one, each flushed before its answer: {} flushes",
        told.batches, told.flushes
    );
}

#[tokio::test]
async fn and_so_it_was_when_batches_are_committed_together() {
    let told = LocalSet::new().run_until(trace(4)).await;
    println!(
        "{} acknowledged batches of 4 phones, each with a flush before its answer: {} flushes",
        told.batches, told.flushes
    );
}

/// So many phones at work, under a trace.
async fn trace(phones: usize) -> Told {
    let program = Program::with_stories().await;
    let proxy = Proxy::before(program.port(), 0xf1).await;
    let mut crew = Crew::of(phones, &proxy).await;
    // Nothing of what came before is still on its way to the disk, and could be taken for a later flush.
    sleep(QUIET).await;
    let before = synced(&proxy);
    let trace = Trace::of(program.process());
    crew.work(async {
        while synced(&proxy) - before < BATCHES {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    let told = read(&trace.end());
    crew.settles(&program.database(), &proxy).await;
    assert!(told.batches >= BATCHES, "the trace tells of {} batches alone", told.batches);
    assert_eq!(told.too_early, Vec::<String>::new(), "answered before what was taken lay on the disk");
    told
}

fn synced(proxy: &Proxy) -> usize {
    proxy.seen(|seen| seen.exchanges.iter().filter(|exchange| exchange.what == "POST /api/v1/sync").count())
}

/// `strace` on a running program.
struct Trace {
    tracer: Child,
    folder: TempDir,
}

impl Trace {
    fn of(process: u32) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let mut tracer = Command::new("strace")
            .args(["-f", "-y", "-s", "48", "-e", "trace=read,recvfrom,write,writev,sendto,fsync,fdatasync"])
            .arg("-o")
            .arg(folder.path().join("calls"))
            .args(["-p", &process.to_string()])
            .stderr(Stdio::piped())
            .spawn()
            .expect("`cargo xtask test fault` installs strace");
        let mut said = String::new();
        let words = tracer.stderr.take().expect("it speaks");
        let mut words = BufReader::new(words);
        words.read_line(&mut said).expect("a line");
        assert!(said.contains("attached"), "the program cannot be traced: {said}");
        // What else it says of threads that come and go must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut words, &mut std::io::sink()));
        Self { tracer, folder }
    }

    /// Lets the program go on by itself; gives what was seen.
    fn end(mut self) -> String {
        let asked = Command::new("kill").args(["-INT", &self.tracer.id().to_string()]).status().expect("kill runs");
        assert!(asked.success(), "the tracer can be asked to end");
        self.tracer.wait().expect("it ends");
        let calls: PathBuf = self.folder.path().join("calls");
        String::from_utf8_lossy(&std::fs::read(calls).expect("it has written")).into_owned()
    }
}

/// What a trace tells.
#[derive(Debug, Default)]
struct Told {
    /// Requests to sync that were answered with 200.
    batches: usize,
    /// How often the database's log was flushed.
    flushes: usize,
    /// How many answers went out when fewer flushes than answers had ended.
    ahead: usize,
    /// Answers before which nothing was flushed since the request had come.
    too_early: Vec<String>,
}

/// Reads a trace. A line is one call, or, where another thread comes between, its beginning
/// (`<unfinished ...>`) and later its end (`<... fsync resumed>`).
fn read(trace: &str) -> Told {
    let mut told = Told::default();
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut flushing: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut started, mut lasting) = (0, 0);
    let mut waiting: BTreeMap<String, usize> = BTreeMap::new();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        let call = call.trim_start();
        let begins = !call.starts_with("<...");
        let ends = !call.ends_with("<unfinished ...>");
        let whole = match call.split_once("resumed>") {
            Some((_, rest)) if !begins => begun.remove(thread).unwrap_or_default() + rest,
            _ => call.trim_end_matches("<unfinished ...>").to_owned(),
        };
        let is_flush = whole.starts_with("fsync(") || whole.starts_with("fdatasync(");
        if is_flush && whole.contains(".sqlite-wal") {
            if begins {
                started += 1;
                flushing.insert(thread, started);
            }
            if ends && whole.ends_with("= 0") {
                told.flushes += 1;
                lasting = lasting.max(flushing.remove(thread).unwrap_or_default());
            }
        }
        let socket = || whole.split_once('(').and_then(|(_, rest)| rest.split_once('<')).map(|(number, _)| number);
        if begins && whole.contains("\"HTTP/1.1 ") {
            let since = socket().and_then(|socket| waiting.remove(socket));
            if let Some(since) = since.filter(|_| whole.contains("\"HTTP/1.1 200")) {
                told.batches += 1;
                told.ahead += usize::from(told.flushes < told.batches);
                if lasting <= since {
                    told.too_early.push(whole.clone());
                }
            }
        }
        if ends && whole.contains("\"POST /api/v1/sync ") {
            // Only a flush that begins from here on can be of it.
            waiting.extend(socket().map(|socket| (socket.to_owned(), started)));
        }
        if !ends {
            begun.insert(thread, whole);
        }
    }
    told
}

#[test]
fn a_trace_is_read_as_it_is_written() {
    let comes = "7  recvfrom(11<TCP:[1]>, \"POST /api/v1/sync HTTP/1.1\\r\\n\"..., 8192, 0, NULL, NULL) = 700\n";
    let flush = "8  fdatasync(9<a/doorstep.sqlite-wal>) = 0\n";
    let goes = "7  writev(11<TCP:[1]>, [{iov_base=\"HTTP/1.1 200 OK\\r\\n\"..., iov_len=90}], 1) = 90\n";
    let begins = "8  fdatasync(9<a/doorstep.sqlite-wal> <unfinished ...>\n";
    let ends = "8  <... fdatasync resumed>) = 0\n";
    let early = |parts: &[&str]| {
        let told = read(&parts.concat());
        (told.batches, told.too_early.len())
    };
    assert_eq!(early(&[comes, flush, goes]), (1, 0));
    assert_eq!(early(&[comes, begins, ends, goes]), (1, 0));
    assert_eq!(early(&[comes, goes, flush]), (1, 1));
    assert_eq!(early(&[flush, comes, goes]), (1, 1));
    // Each a flush of its own, and the second one not yet.
    assert_eq!(read(&[comes, flush, goes, comes, flush, goes].concat()).ahead, 0);
    assert_eq!(read(&[comes, goes, comes, flush, goes].concat()).ahead, 2);
    // It has not ended yet, or had begun before.
    assert_eq!(early(&[comes, begins, goes, ends]), (1, 1));
    assert_eq!(early(&[begins, comes, ends, goes]), (1, 1));
}
