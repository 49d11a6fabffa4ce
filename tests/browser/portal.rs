//! A portal: what hotels and buses put between a phone and the world. It takes the server's port
//! and answers everything with status 200 and a page of its own.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinHandle,
};

const PAGE: &str = "<!doctype html><title>Wi-Fi</title><p>Please sign in to the network.</p>";

/// A portal, for as long as the value lives.
pub struct Portal(JoinHandle<()>);

impl Portal {
    /// Takes `port`.
    pub async fn open(port: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the server has left its port");
        Self(tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    // Whoever asks is not listened to; a broken connection needs no answer.
                    let _ = stream.read(&mut [0; 64 * 1024]).await;
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{PAGE}",
                        PAGE.len()
                    );
                    let _ = stream.write_all(answer.as_bytes()).await;
                    let _ = stream.shutdown().await;
                });
            }
        }))
    }

    /// Gives the port back.
    pub async fn close(mut self) {
        self.0.abort();
        // It ends because it was told to.
        let _ = (&mut self.0).await;
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.0.abort();
    }
}
