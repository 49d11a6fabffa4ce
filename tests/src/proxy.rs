//! What stands between a phone and the program: it passes everything on and counts the bytes, or does
//! what a bad line does. It reads what the program answers, also what never arrives, and so can
//! testify to every verdict.

use crate::ambient::Seeded;
use model::{
    ambient::Chance,
    id::OpId,
    wire::{OLDEST_SCHEMA, OpResult, SCHEMA, SyncResponse, Trouble, Verdict},
};
use std::{
    collections::BTreeMap,
    fmt, io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

/// What a line does to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The connection is refused.
    Refuse,
    /// It is open, and nothing comes back.
    Stall,
    /// It breaks in the midst of the request; the program gets the beginning.
    CutUpload,
    /// The program answers, and the connection breaks in the midst of the answer.
    CutAnswer,
    /// The request arrives twice at the same time.
    Double,
    /// The request arrives, and again later, among those that came after it.
    Echo,
    /// Everything takes a while.
    Delay,
    /// 64 kbit/s.
    Slow,
    /// A portal answers with status 200 and a page of its own.
    Portal,
    /// A gateway cannot find the program.
    BadGateway,
}

/// All of them.
pub const FAULTS: [Fault; 10] = [
    Fault::Refuse,
    Fault::Stall,
    Fault::CutUpload,
    Fault::CutAnswer,
    Fault::Double,
    Fault::Echo,
    Fault::Delay,
    Fault::Slow,
    Fault::Portal,
    Fault::BadGateway,
];

/// How long a stalled connection stays open: longer than a phone of a test waits.
const STALL: Duration = Duration::from_millis(1_200);
/// 64 kbit/s are so many bytes every [`TICK`].
const PIECE: usize = 400;
const TICK: Duration = Duration::from_millis(50);
const PAGE: &str = "<!doctype html><title>Wi-Fi</title><p>Please sign in to the network.</p>";

/// One request with its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    /// `POST /api/v1/sync`.
    pub what: String,
    /// Bytes up, with all headers.
    pub up: usize,
    /// Bytes down, with all headers.
    pub down: usize,
}

/// What the proxy has seen.
#[derive(Debug, Default)]
pub struct Seen {
    /// Whole exchanges, in order.
    pub exchanges: Vec<Exchange>,
    /// How often each fault was made.
    pub faults: BTreeMap<Fault, usize>,
    /// The verdict on each op that the program ever gave, whether it arrived or not.
    pub verdicts: BTreeMap<OpId, Verdict>,
    /// Ops that were given two.
    pub twisted: Vec<String>,
    /// How often the program refused to sync, by status and code: `507 storage_full`.
    pub refused: BTreeMap<String, usize>,
}

impl Seen {
    /// How many faults there were.
    pub fn disturbed(&self) -> usize {
        self.faults.values().sum()
    }

    /// The program refused.
    fn was_refused(&mut self, status: &str, trouble: &Trouble) {
        *self.refused.entry(format!("{status} {}", trouble.code)).or_default() += 1;
    }

    /// The program has judged these.
    fn judged(&mut self, results: &[OpResult]) {
        for result in results {
            let earlier = self.verdicts.insert(result.id, result.verdict.clone());
            if let Some(earlier) = earlier.filter(|earlier| *earlier != result.verdict) {
                self.twisted.push(format!("{:?} was {earlier:?} and is {:?}", result.id, result.verdict));
            }
        }
    }
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<String> = self.faults.iter().map(|(fault, times)| format!("{fault:?} {times}")).collect();
        write!(f, "{} faults ({})", self.disturbed(), faults.join(", "))
    }
}

/// A proxy, for as long as the value lives.
pub struct Proxy {
    port: u16,
    line: Arc<Shared>,
    listening: JoinHandle<()>,
}

/// What all of its connections share.
struct Shared {
    program: u16,
    chance: Seeded,
    state: Mutex<(f64, Seen)>,
    ages_apps: AtomicBool,
}

impl Proxy {
    /// Stands before the program on port `program`, and does nothing to what passes.
    pub async fn before(program: u16, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let chance = Seeded::new(seed);
        let line = Arc::new(Shared { program, chance, state: Mutex::default(), ages_apps: AtomicBool::new(false) });
        let shared = Arc::clone(&line);
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let line = Arc::clone(&shared);
                // A connection that breaks has done what it is for.
                tokio::spawn(async move { drop(line.carry(client).await) });
            }
        });
        Self { port, line, listening }
    }

    /// Where phones connect.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on something happens to this share of the requests to the API.
    pub fn disturb(&self, share: f64) {
        self.line.state().0 = share;
    }

    /// From now on, or no longer, apps say on their way that they read the shape of rows before the
    /// first: as one would that was shipped long ago. What is packed cannot be changed.
    pub fn ages_apps(&self, old: bool) {
        self.line.ages_apps.store(old, Ordering::SeqCst);
    }

    /// What it has seen so far.
    pub fn seen<T>(&self, read: impl FnOnce(&Seen) -> T) -> T {
        read(&self.line.state().1)
    }

    /// Forgets the verdicts: a restored server may give others.
    pub fn forget_verdicts(&self) {
        self.line.state().1.verdicts.clear();
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, (f64, Seen)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number below `end`.
    fn draw(&self, end: usize) -> usize {
        let mut bytes = [0; 8];
        self.chance.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % end.max(1) as u64) as usize
    }

    fn millis(&self, end: usize) -> Duration {
        Duration::from_millis(self.draw(end) as u64)
    }

    fn fault(&self, request: &Message) -> Option<Fault> {
        let mut state = self.state();
        if !request.first_line().contains(" /api/") || self.draw(10_000) as f64 >= state.0 * 10_000.0 {
            return None;
        }
        let fault = FAULTS[self.draw(FAULTS.len())];
        *state.1.faults.entry(fault).or_default() += 1;
        Some(fault)
    }

    /// Carries one connection, request by request.
    async fn carry(self: Arc<Self>, mut client: TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        let mut program: Option<TcpStream> = None;
        while let Some(mut request) = Message::read(&mut client, true).await? {
            request.ask_in_plain();
            if self.ages_apps.load(Ordering::SeqCst) {
                request.age();
            }
            if request.first_line().contains("/nudges") {
                let mut program = self.connect().await?;
                program.write_all(&request.bytes).await?;
                copy_bidirectional(&mut client, &mut program).await?;
                return Ok(());
            }
            let whole = request.bytes.len();
            match self.fault(&request) {
                None => {
                    let mut open = match program.take() {
                        Some(open) => open,
                        None => self.connect().await?,
                    };
                    let answer = self.exchange(&mut open, &request).await?;
                    client.write_all(&answer.bytes).await?;
                    program = Some(open);
                }
                Some(Fault::Refuse) => return client.set_zero_linger(),
                Some(Fault::Stall) => {
                    sleep(STALL).await;
                    return Ok(());
                }
                Some(Fault::CutUpload) => {
                    self.connect().await?.write_all(&request.bytes[..self.draw(whole)]).await?;
                    return Ok(());
                }
                Some(Fault::CutAnswer) => {
                    let answer = self.ask(&request).await?;
                    return client.write_all(&answer.bytes[..self.draw(answer.bytes.len())]).await;
                }
                Some(Fault::Double) => {
                    let (one, other) = tokio::join!(self.ask(&request), self.ask(&request));
                    client.write_all(&one.or(other)?.bytes).await?;
                }
                Some(Fault::Echo) => {
                    client.write_all(&self.ask(&request).await?.bytes).await?;
                    let (line, later) = (Arc::clone(&self), self.millis(2_000));
                    tokio::spawn(async move {
                        sleep(later).await;
                        // Nobody waits for this answer, if there is one.
                        drop(line.ask(&request).await);
                    });
                }
                Some(Fault::Delay) => {
                    sleep(self.millis(400)).await;
                    let answer = self.ask(&request).await?;
                    sleep(self.millis(400)).await;
                    client.write_all(&answer.bytes).await?;
                }
                Some(Fault::Slow) => {
                    let mut open = self.connect().await?;
                    trickle(&mut open, &request.bytes).await?;
                    let answer = self.answer(&mut open, &request).await?;
                    trickle(&mut client, &answer.bytes).await?;
                }
                Some(Fault::Portal) => return client.write_all(page("200 OK").as_bytes()).await,
                Some(Fault::BadGateway) => return client.write_all(page("502 Bad Gateway").as_bytes()).await,
            }
        }
        Ok(())
    }

    async fn connect(&self) -> io::Result<TcpStream> {
        let program = TcpStream::connect(("127.0.0.1", self.program)).await?;
        program.set_nodelay(true)?;
        Ok(program)
    }

    /// One exchange on a connection of its own.
    async fn ask(&self, request: &Message) -> io::Result<Message> {
        self.exchange(&mut self.connect().await?, request).await
    }

    async fn exchange(&self, program: &mut TcpStream, request: &Message) -> io::Result<Message> {
        program.write_all(&request.bytes).await?;
        self.answer(program, request).await
    }

    /// The program's whole answer, taken down.
    async fn answer(&self, program: &mut TcpStream, request: &Message) -> io::Result<Message> {
        let answer = Message::read(program, false).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let what = request.first_line().rsplit_once(' ').map_or("", |(what, _)| what).to_owned();
        let seen = &mut self.state().1;
        if what == "POST /api/v1/sync" {
            if let Ok(answer) = serde_json::from_slice::<SyncResponse>(answer.body()) {
                seen.judged(&answer.results);
            } else if let Ok(trouble) = serde_json::from_slice(answer.body()) {
                seen.was_refused(answer.first_line().split(' ').nth(1).unwrap_or_default(), &trouble);
            }
        }
        seen.exchanges.push(Exchange { what, up: request.bytes.len(), down: answer.bytes.len() });
        Ok(answer)
    }
}

fn page(status: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PAGE}",
        PAGE.len()
    )
}

async fn trickle(to: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    for piece in bytes.chunks(PIECE) {
        to.write_all(piece).await?;
        sleep(TICK).await;
    }
    Ok(())
}

/// A request or an answer, byte for byte.
struct Message {
    bytes: Vec<u8>,
    head: usize,
}

/// Where a body ends.
enum End {
    At(usize),
    Chunked,
    WithConnection,
}

impl Message {
    /// Reads one; `None` when the other side has ended the connection before it.
    async fn read(from: &mut TcpStream, is_request: bool) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let (head, end) = loop {
            if let Some(found) = head(&bytes, is_request)? {
                break found;
            }
            if from.read_buf(&mut bytes).await? == 0 {
                return if bytes.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        };
        loop {
            let there = match end {
                End::At(end) => bytes.len() >= head + end,
                End::Chunked => chunks_end(&bytes[head..])?,
                End::WithConnection => false,
            };
            if there {
                return Ok(Some(Self { bytes, head }));
            }
            if from.read_buf(&mut bytes).await? == 0 {
                let whole = matches!(end, End::WithConnection);
                return if whole { Ok(Some(Self { bytes, head })) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        }
    }

    /// The answer is to be read here as well, so it must not come packed.
    fn ask_in_plain(&mut self) {
        const HEADER: &[u8] = b"\naccept-encoding:";
        let head = &mut self.bytes[..self.head];
        let here = head.windows(HEADER.len()).position(|window| window.eq_ignore_ascii_case(HEADER));
        if let Some(at) = here {
            head[at + 1] = b'x';
        }
    }

    /// Writes another schema over the one that is named, which is as long.
    fn age(&mut self) {
        let (now, old) = (format!("\"schema\":{SCHEMA},"), format!("\"schema\":{},", OLDEST_SCHEMA - 1));
        let at = self.bytes.windows(now.len()).position(|bytes| bytes == now.as_bytes());
        if let Some(at) = at.filter(|_| now.len() == old.len()) {
            self.bytes[at..at + old.len()].copy_from_slice(old.as_bytes());
        }
    }

    fn first_line(&self) -> &str {
        let end = self.bytes.iter().position(|byte| *byte == b'\r').unwrap_or_default();
        std::str::from_utf8(&self.bytes[..end]).unwrap_or_default()
    }

    fn body(&self) -> &[u8] {
        &self.bytes[self.head..]
    }
}

/// The length of the head and the end of the body, once the head is there.
fn head(bytes: &[u8], is_request: bool) -> io::Result<Option<(usize, End)>> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let (status, headers, bodyless) = if is_request {
        let mut request = httparse::Request::new(&mut headers);
        (request.parse(bytes).map_err(io::Error::other)?, request.headers, false)
    } else {
        let mut answer = httparse::Response::new(&mut headers);
        let status = answer.parse(bytes).map_err(io::Error::other)?;
        (status, answer.headers, matches!(answer.code, Some(204 | 304)))
    };
    let httparse::Status::Complete(head) = status else { return Ok(None) };
    let value = |name: &str| {
        let header = headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(header.value).ok()
    };
    let end = match value("content-length").map(str::parse) {
        _ if bodyless => End::At(0),
        Some(Ok(length)) => End::At(length),
        Some(Err(error)) => return Err(io::Error::other(error)),
        None if value("transfer-encoding").is_some() => End::Chunked,
        None if is_request => End::At(0),
        None => End::WithConnection,
    };
    Ok(Some((head, end)))
}

/// Whether the last chunk is there.
fn chunks_end(mut bytes: &[u8]) -> io::Result<bool> {
    loop {
        match httparse::parse_chunk_size(bytes).map_err(|_| io::ErrorKind::InvalidData)? {
            httparse::Status::Partial => return Ok(false),
            httparse::Status::Complete((line, 0)) => return Ok(bytes.len() >= line + 2),
            httparse::Status::Complete((line, size)) => match bytes.get(line + size as usize + 2..) {
                Some(rest) => bytes = rest,
                None => return Ok(false),
            },
        }
    }
}
