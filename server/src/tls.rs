//! TLS in the program itself, for a township without a proxy in front: HTTP/2 where the other side
//! speaks it, whose packed headers make a visit one small request on a poor line.

use anyhow::{Context, Result, ensure};
use axum::serve::Listener;
use std::{
    fmt, io,
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
    server::TlsStream,
};

/// Whoever opens a connection and does not get through the handshake by then is let go.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many connections may be in the handshake or wait to be served.
const WAITING: usize = 256;
/// A renewed certificate is taken up within this time.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// The certificate files, and what they held when they were last read.
pub struct Identity {
    certificate: PathBuf,
    key: PathBuf,
    held: RwLock<(Option<SystemTime>, Arc<CertifiedKey>)>,
}

impl Identity {
    /// Reads `certificate` (PEM, the chain from the server's own on) and `key` (PEM).
    ///
    /// # Errors
    /// Either cannot be read, or they do not belong together.
    pub fn read(certificate: PathBuf, key: PathBuf) -> Result<Arc<Self>> {
        let held = RwLock::new((changed(&certificate), load(&certificate, &key)?));
        Ok(Arc::new(Self { certificate, key, held }))
    }

    /// Takes up a renewed certificate; what cannot be read leaves the one that stands.
    fn look_again(&self) {
        let now = changed(&self.certificate);
        if self.held.read().unwrap_or_else(PoisonError::into_inner).0 == now {
            return;
        }
        match load(&self.certificate, &self.key) {
            Ok(fresh) => *self.held.write().unwrap_or_else(PoisonError::into_inner) = (now, fresh),
            Err(error) => tracing::warn!(%error, "the renewed certificate is not used"),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Identity {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.held.read().unwrap_or_else(PoisonError::into_inner).1))
    }
}

fn changed(file: &std::path::Path) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|about| about.modified()).ok()
}

fn load(certificate: &std::path::Path, key: &std::path::Path) -> Result<Arc<CertifiedKey>> {
    let unread = |file: &std::path::Path| format!("cannot read {}", file.display());
    let chain: Vec<_> =
        CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect).with_context(|| unread(certificate))?;
    ensure!(!chain.is_empty(), "{} holds no certificate", certificate.display());
    let secret = PrivateKeyDer::from_pem_file(key).with_context(|| unread(key))?;
    let pair = CertifiedKey::from_der(chain, secret, &ring::default_provider())
        .with_context(|| format!("{} is not the key of {}", key.display(), certificate.display()))?;
    Ok(Arc::new(pair))
}

/// A port on which only TLS is spoken.
pub struct Tls {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl Tls {
    /// Takes connections from `listener` under `identity`.
    ///
    /// # Errors
    /// The port has no address, or no protocol version can be agreed on.
    pub fn on(listener: TcpListener, identity: Arc<Identity>) -> Result<Self> {
        let address = listener.local_addr()?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&identity) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (shaken, ready) = mpsc::channel(WAITING);
        tokio::spawn(async move {
            loop {
                sleep(LOOK_AGAIN).await;
                identity.look_again();
            }
        });
        tokio::spawn(take(listener, acceptor, shaken));
        Ok(Self { ready, address })
    }
}

/// Each handshake is a task of its own: one that dawdles holds nobody up.
async fn take(
    mut listener: TcpListener,
    acceptor: TlsAcceptor,
    shaken: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    loop {
        let Ok(place) = shaken.clone().reserve_owned().await else { return };
        // axum's own accepting, which waits out a machine without free descriptors.
        let (stream, from) = Listener::accept(&mut listener).await;
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            if stream.set_nodelay(true).is_ok()
                && let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await
            {
                place.send((stream, from));
            }
        });
    }
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(ready) => ready,
            // The task that fills it ends only with the program.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
