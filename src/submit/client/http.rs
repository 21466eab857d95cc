//! How requests travel. What comes in: a request. What goes out: the whole answer up to a bound, or what befell it; in own
//! words, since an error of the network may hold an address. Absent: what an answer means.
//!
//! TLS is rustls on ring with the roots of webpki-roots: nothing is read from the disk, and no other root is trusted. It
//! is made when the first `https` request is, so that a service on loopback does not pay for it. A proxy that the
//! environment names (`HTTPS_PROXY`, `ALL_PROXY`, less what `NO_PROXY` says) is used for `https` only, where it sees neither
//! key nor picture; a service on loopback is always reached directly. Settings of the operating system are not asked for.

use std::error::Error as _;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use reqwest::{ClientBuilder, RequestBuilder, Response, Url, redirect, retry};
use rustls::{ClientConfig, RootCertStore};

use super::verdict::Heard;
use super::words::{MESSAGE, clean};
use super::{Outcome, patience};
use crate::submit::{Class, Failure, Key};

/// The largest answer that is read, in bytes.
pub(super) const LARGEST: usize = 16 * 1024 * 1024;

/// What asks, as the service sees it.
const AGENT: &str = concat!("scenewright/", env!("CARGO_PKG_VERSION"));

/// Connections, kept between requests.
pub(super) struct Roads {
    connect: Duration,
    loopback: bool,
    near: OnceLock<reqwest::Client>,
    far: OnceLock<reqwest::Client>,
}

impl Roads {
    /// Roads to a service. Only if it is on loopback are there any without TLS.
    pub(super) fn new(loopback: bool, connect: Duration) -> Self {
        Self { connect, loopback, near: OnceLock::new(), far: OnceLock::new() }
    }

    /// Whether the service is on loopback.
    pub(super) fn loopback(&self) -> bool {
        self.loopback
    }

    /// The road to an address, which was looked at before.
    pub(super) fn to(&self, url: &Url) -> Result<&reqwest::Client, Failure> {
        let far = url.scheme() == "https";
        if !far && !self.loopback {
            return Err(Failure::new(Class::Connection, "nothing but a service on loopback is reached without TLS"));
        }
        let road = if far { &self.far } else { &self.near };
        if let Some(client) = road.get() {
            return Ok(client);
        }
        let built = self.build(far).map_err(|why| Failure::new(Class::Connection, why))?;
        Ok(road.get_or_init(|| built))
    }

    fn build(&self, far: bool) -> Result<reqwest::Client, String> {
        let builder = ClientBuilder::new()
            .connect_timeout(self.connect)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .user_agent(AGENT);
        // Without TLS a store without roots will do; left out, one would be read from the disk.
        let roots = if far { webpki_roots::TLS_SERVER_ROOTS.to_vec() } else { Vec::new() };
        let tls = tls(RootCertStore { roots }).map_err(|why| format!("TLS cannot be used: {why}"))?;
        let builder = builder.tls_backend_preconfigured(tls);
        let builder = if far {
            builder.https_only(true)
        } else {
            // The name stands for this machine, whatever others say.
            let here = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
            builder.no_proxy().resolve_to_addrs("localhost", &here)
        };
        builder.build().map_err(|_| "no connections can be made: the system refuses".to_owned())
    }
}

fn tls(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Makes a request, and reads the whole of its answer.
pub(super) async fn exchange(request: RequestBuilder, key: &Key) -> Result<Heard, Outcome> {
    let response = request.send().await.map_err(|error| broken(&error, key))?;
    let status = response.status().as_u16();
    let wait = patience::retry_after(response.headers());
    let bytes = whole(response, key).await.map_err(|failure| Outcome::Lost(failure, wait))?;
    Ok(Heard { status, wait, bytes })
}

/// All bytes of an answer. What it says of its length is not believed.
async fn whole(mut response: Response, key: &Key) -> Result<Bytes, Failure> {
    let mut next = async || response.chunk().await.map_err(|error| failure(&error, key));
    let Some(first) = next().await? else { return Ok(Bytes::new()) };
    let Some(mut more) = next().await? else { return Ok(first) };
    let mut all = BytesMut::from(&first[..]);
    loop {
        if all.len() + more.len() > LARGEST {
            let why = format!("the answer of the service is larger than {} MiB", LARGEST / 1024 / 1024);
            return Err(Failure::new(Class::Server, why));
        }
        all.extend_from_slice(&more);
        match next().await? {
            Some(chunk) => more = chunk,
            None => return Ok(all.freeze()),
        }
    }
}

/// What a request came to that has no answer. Only if no connection was made is it certain that nothing was sent.
fn broken(error: &reqwest::Error, key: &Key) -> Outcome {
    let failure = failure(error, key);
    if error.is_connect() || error.is_builder() {
        Outcome::Refused(failure, None)
    } else {
        Outcome::Lost(failure, None)
    }
}

/// An error of the network in own words, and in those of the system, which hold no address.
pub(super) fn failure(error: &reqwest::Error, key: &Key) -> Failure {
    let (class, what) = match (error.is_connect(), error.is_timeout()) {
        (true, true) => (Class::Connection, "no connection could be made in time"),
        (true, false) => (Class::Connection, "no connection could be made"),
        (false, true) => (Class::Timeout, "the answer did not come in time"),
        (false, false) => (Class::Connection, "the connection broke before the answer was whole"),
    };
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(std::error::Error::source) {
        cause = Some(deeper);
    }
    let message = match cause {
        Some(cause) if !error.is_timeout() => format!("{what}: {cause}"),
        _ => what.to_owned(),
    };
    Failure::new(class, clean(key, &message, MESSAGE))
}
