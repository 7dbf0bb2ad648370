//! The one place where something goes out to the network.

use std::time::Duration;

use serde_json::Value;

use super::address::Address;
use super::request::Answer;
use super::request::Method;
use super::trouble::Trouble;
use crate::refusal::Refusal;

/// Refuses in a build that has no network, and says which one has it.
pub fn must_be_built() -> Result<(), Refusal> {
    if cfg!(feature = "net") {
        return Ok(());
    }
    Err(
        Refusal::usage("this pmrepo was built without a network: it talks to no other place")
            .hint("the archives and wheels of a release have it")
            .hint("or: cargo install pmrepo --features net"),
    )
}

/// The way to one host.
#[cfg(feature = "net")]
pub(super) struct Wire {
    agent: ureq::Agent,
}

/// The most that is read of an answer, in bytes.
#[cfg(feature = "net")]
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// How long a connection may take to come about.
#[cfg(feature = "net")]
const CONNECT: Duration = Duration::from_secs(10);

#[cfg(feature = "net")]
impl Wire {
    pub(super) fn new(address: &Address, timeout: Duration) -> Self {
        use std::sync::Arc;

        use ureq::tls::RootCerts;
        use ureq::tls::TlsConfig;

        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .user_agent(concat!("pmrepo/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            // Where a service sends on, the token does not follow.
            .max_redirects(0)
            .timeout_global(Some(timeout))
            .timeout_connect(Some(timeout.min(CONNECT)))
            // A connection that the other side has closed meanwhile would be an unclear answer.
            .max_idle_connections(0)
            .allow_non_standard_methods(true);
        // To another host through a proxy of the environment; to this machine itself never.
        let config = if address.is_here() {
            config.proxy(None)
        } else {
            config.https_only(true)
        };
        Self {
            agent: config.build().new_agent(),
        }
    }

    pub(super) fn send(
        &self,
        (method, url): (Method, &str),
        headers: &[(&'static str, String)],
        body: Option<&Value>,
    ) -> Result<Answer, Trouble> {
        let mut request = ureq::http::Request::builder()
            .method(method.as_str())
            .uri(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let unsent = |_| Trouble::Unreachable("a header or the address cannot be sent".to_owned());
        let answer = match body {
            Some(body) => {
                let request = request.header("Content-Type", "application/json");
                let request = request.body(body.to_string()).map_err(unsent)?;
                self.agent.run(request)
            }
            None => self.agent.run(request.body(()).map_err(unsent)?),
        };
        let mut answer = answer.map_err(|it| trouble(&it))?;
        let header = |name: &str| {
            let value = answer.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let waits = ["retry-after", "ratelimit-reset"];
        let wait = waits
            .iter()
            .find_map(|it| super::wait::seconds(&header(it)?));
        let location = header("location");
        let status = answer.status().as_u16();
        let limited = answer.body_mut().with_config().limit(MOST_BYTES);
        let bytes = match limited.read_to_vec() {
            Ok(bytes) => bytes,
            Err(ureq::Error::BodyExceedsLimit(_)) => return Err(Trouble::TooLarge),
            Err(error) => return Err(trouble(&error)),
        };
        Ok(Answer {
            status,
            wait,
            location,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        })
    }
}

/// Whether the other side is not who it should be.
#[cfg(feature = "net")]
fn is_certificate(error: &std::io::Error) -> bool {
    let inner = error.get_ref();
    let inner = inner.and_then(|it| it.downcast_ref::<rustls::Error>());
    matches!(inner, Some(rustls::Error::InvalidCertificate(_)))
}

/// What became of a request that got no answer: whether it may have arrived.
#[cfg(feature = "net")]
fn trouble(error: &ureq::Error) -> Trouble {
    use std::io::ErrorKind;

    use ureq::Error;
    use ureq::Timeout;

    let why = error.to_string();
    match error {
        Error::Io(io)
            if matches!(
                io.kind(),
                ErrorKind::ConnectionRefused
                    | ErrorKind::HostUnreachable
                    | ErrorKind::NetworkUnreachable
                    | ErrorKind::AddrNotAvailable
            ) =>
        {
            Trouble::Unreachable(why)
        }
        // Before the other side has shown who it is nothing goes out.
        Error::Io(io) if is_certificate(io) => Trouble::Unreachable(why),
        Error::Timeout(Timeout::Resolve | Timeout::Connect)
        | Error::HostNotFound
        | Error::BadUri(_)
        | Error::ConnectionFailed
        | Error::Tls(_)
        | Error::Rustls(_)
        | Error::Pem(_)
        | Error::InvalidProxyUrl
        | Error::ConnectProxyFailed(_)
        | Error::RequireHttpsOnly(_) => Trouble::Unreachable(why),
        _ => Trouble::Unclear(why),
    }
}

/// The way to one host, which this build has not.
#[cfg(not(feature = "net"))]
pub(super) struct Wire;

#[cfg(not(feature = "net"))]
impl Wire {
    pub(super) fn new(_: &Address, _: Duration) -> Self {
        Self
    }

    #[expect(
        clippy::unused_self,
        reason = "the build with a network has the same one"
    )]
    pub(super) fn send(
        &self,
        _: (Method, &str),
        _: &[(&'static str, String)],
        _: Option<&Value>,
    ) -> Result<Answer, Trouble> {
        Err(Trouble::Unreachable("this build has no network".to_owned()))
    }
}
