//! What stands between a phone and the program where nobody can read along: it passes the bytes of
//! TLS on and counts them, or has the line pulled out.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinHandle,
};

/// Bytes that have passed, of all connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// From the phone.
    pub up: usize,
    /// To the phone.
    pub down: usize,
}

/// A meter, for as long as the value lives.
pub struct Meter {
    port: u16,
    counted: Arc<Counted>,
    pulled: watch::Sender<bool>,
    listening: JoinHandle<()>,
}

#[derive(Default)]
struct Counted {
    up: AtomicUsize,
    down: AtomicUsize,
    is_pulled: AtomicBool,
}

impl Meter {
    /// Stands before the program on port `program`.
    pub async fn before(program: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let counted = Arc::new(Counted::default());
        let (pulled, pulls) = watch::channel(false);
        let shared = Arc::clone(&counted);
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if shared.is_pulled.load(Ordering::SeqCst) {
                    continue;
                }
                let (counted, mut pulls) = (Arc::clone(&shared), pulls.clone());
                tokio::spawn(async move {
                    tokio::select! {
                        _ = pulls.wait_for(|pulled| *pulled) => {}
                        // A connection that breaks has done what it is for.
                        _ = carry(client, program, &counted) => {}
                    }
                });
            }
        });
        Self { port, counted, pulled, listening }
    }

    /// Where the phone connects.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What has passed so far.
    pub fn passed(&self) -> Passed {
        Passed { up: self.counted.up.load(Ordering::SeqCst), down: self.counted.down.load(Ordering::SeqCst) }
    }

    /// Pulls the line out, or puts it in again.
    pub fn pull(&self, out: bool) {
        self.counted.is_pulled.store(out, Ordering::SeqCst);
        self.pulled.send_replace(out);
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn carry(client: TcpStream, program: u16, counted: &Counted) -> io::Result<()> {
    let program = TcpStream::connect(("127.0.0.1", program)).await?;
    client.set_nodelay(true)?;
    program.set_nodelay(true)?;
    let (from_client, to_client) = client.into_split();
    let (from_program, to_program) = program.into_split();
    tokio::try_join!(pass(from_client, to_program, &counted.up), pass(from_program, to_client, &counted.down),)?;
    Ok(())
}

async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, count: &AtomicUsize) -> io::Result<()> {
    let mut piece = vec![0; 16 * 1024];
    loop {
        match from.read(&mut piece).await? {
            0 => return to.shutdown().await,
            read => {
                count.fetch_add(read, Ordering::SeqCst);
                to.write_all(&piece[..read]).await?;
            }
        }
    }
}
