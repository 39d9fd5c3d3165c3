//! `cargo xtask serve`: builds the app and serves it until stopped.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::build::Effort;
use crate::server::Server;
use crate::{build, pack};

const USAGE: &str = "Usage: cargo xtask serve [DIR] [--port N] [--base PATH] [--host ADDRESS] [--no-build]";

/// # Errors
/// When the build fails or the port is taken.
pub fn serve(arguments: &[String]) -> Result<(), String> {
    let (mut port, mut base, mut host, mut is_built) = (8080, String::new(), IpAddr::V4(Ipv4Addr::LOCALHOST), false);
    let mut trip = pack::bundled();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(USAGE);
        match argument.as_str() {
            "--port" => port = value()?.parse().map_err(|_| USAGE)?,
            "--base" => base.clone_from(value()?),
            "--host" => host = value()?.parse().map_err(|_| USAGE)?,
            "--no-build" => is_built = true,
            other if other.starts_with('-') => return Err(USAGE.to_owned()),
            other => trip = other.into(),
        }
    }
    if !is_built {
        build::build_with(&trip, Effort::Small)?;
    }
    let server = Server::start_at(&build::dist(), &base, SocketAddr::new(host, port))
        .map_err(|error| format!("Port {port} cannot be used: {error}. Try another one with --port."))?;
    println!("\nLanyard is at {}  (Ctrl+C stops it)", server.url());
    if !host.is_loopback() {
        println!("Browsers allow working offline only at https addresses and on this machine itself.");
    }
    server.wait();
    Ok(())
}
