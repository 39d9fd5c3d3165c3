//! `cargo xtask serve`: builds the app and serves it until stopped.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context;

use crate::build;
use crate::build::Effort;
use crate::server::Server;

/// Builds the app with `trip`, or serves what was built before when there is none.
///
/// # Errors
/// When the build fails or the port is taken.
pub fn serve(trip: Option<&Path>, base: &str, address: SocketAddr) -> anyhow::Result<()> {
    if let Some(trip) = trip {
        build::build(trip, Effort::Small)?;
    }
    let port = address.port();
    let server = Server::start_at(&build::dist(), base, address)
        .with_context(|| format!("Port {port} cannot be used. Try another one with --port."))?;
    println!("\nLanyard is at {}  (Ctrl+C stops it)", server.url());
    if !address.ip().is_loopback() {
        println!("Browsers allow working offline only at https addresses and on this machine itself.");
    }
    server.wait();
    Ok(())
}
