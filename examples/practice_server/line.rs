//! Connections that can be broken. The HTTP server closes none of its own will, so its clients reach it through here.

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// The open connections, by the address at which the HTTP server sees each.
#[derive(Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<HashMap<SocketAddr, TcpStream>>>);

impl Lines {
    /// Takes connections at `port` on loopback (0 lets the system choose) and leads them to `inner`; returns where.
    pub(crate) fn open(&self, port: u16, inner: SocketAddr) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let lines = self.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A client that is gone already is no reason to stop serving the others.
                let _ = lines.lead(client, inner);
            }
        });
        Ok(address)
    }

    /// Breaks the connection that the HTTP server knows by this address: the client sees its end, and no reply.
    pub(crate) fn cut(&self, peer: Option<&SocketAddr>) {
        if let Some(client) = peer.and_then(|peer| self.lock().remove(peer)) {
            let _ = client.shutdown(Shutdown::Both);
        }
    }

    fn lead(&self, client: TcpStream, inner: SocketAddr) -> io::Result<()> {
        let server = TcpStream::connect(inner)?;
        // What is passed on in pieces must not wait for the acknowledgement of the piece before.
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let peer = server.local_addr()?;
        self.lock().insert(peer, client.try_clone()?);
        let (client_reads, server_writes) = (client.try_clone()?, server.try_clone()?);
        thread::spawn(move || pass(client_reads, server_writes));
        let lines = self.clone();
        thread::spawn(move || {
            pass(server, client);
            lines.lock().remove(&peer);
        });
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SocketAddr, TcpStream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Passes on until one side ends, and tells the other.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
