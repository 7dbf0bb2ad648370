//! Messages of the protocol in its two versions: one that begins with a handshake, and one in which each
//! request says all that there is to know.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The versions that are spoken, the newest first.
pub(super) const VERSIONS: [&str; 2] = [STATELESS, HANDSHAKE];
/// The version in which each request stands for itself.
const STATELESS: &str = "2026-07-28";
/// The version in which a session begins with a handshake.
pub(super) const HANDSHAKE: &str = "2025-11-25";

/// What a request says of itself.
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
const CLIENT_KEY: &str = "io.modelcontextprotocol/clientCapabilities";
const INFO_KEY: &str = "io.modelcontextprotocol/clientInfo";
/// Where both say what is not of the matter.
const META: &str = "_meta";
/// What a result says of who gave it.
const SERVER_KEY: &str = "io.modelcontextprotocol/serverInfo";

/// Which version a message is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// That with a handshake.
    Handshake,
    /// That in which each request stands for itself.
    Stateless,
}

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    code: i32,
    message: String,
    data: Option<Value>,
}

impl Failure {
    fn new(code: i32, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            data: None,
        }
    }

    /// What was read is no JSON.
    pub(super) fn no_json(message: String) -> Self {
        Self::new(-32700, message)
    }

    /// It is no request.
    pub(super) fn no_request() -> Self {
        Self::new(-32600, "this is no request")
    }

    /// There is no such method.
    pub(super) fn no_method(method: &str) -> Self {
        Self::new(-32601, format!("`{method}` is not known here"))
    }

    /// What comes with it makes no sense.
    pub(super) fn no_sense(message: impl Into<String>) -> Self {
        Self::new(-32602, message)
    }

    /// The version is not spoken.
    fn no_version(requested: &str) -> Self {
        Self {
            data: Some(json!({"supported": VERSIONS, "requested": requested})),
            ..Self::new(-32022, "this version of the protocol is not spoken here")
        }
    }
}

/// The version of a request, as it says itself.
pub(super) fn version(params: &Value) -> Result<Version, Failure> {
    let meta = params.pointer("/_meta");
    let Some(version) = meta.and_then(|it| it.get(VERSION_KEY)) else {
        return Ok(Version::Handshake);
    };
    match version.as_str() {
        Some(STATELESS) => {}
        Some(HANDSHAKE) => return Ok(Version::Handshake),
        Some(other) => return Err(Failure::no_version(other)),
        None => return Err(Failure::no_sense(format!("{VERSION_KEY} is no text"))),
    }
    match meta.and_then(|it| it.get(CLIENT_KEY)) {
        Some(Value::Object(_)) => Ok(Version::Stateless),
        _ => Err(Failure::no_sense(format!("{CLIENT_KEY} is missing"))),
    }
}

/// Who a request says that it is from, in whichever version.
pub(super) fn client(params: &Value) -> Option<&Value> {
    let of_request = params.get(META).and_then(|it| it.get(INFO_KEY));
    of_request.or_else(|| params.pointer("/clientInfo"))
}

/// Who gives the answers.
pub(super) fn server() -> Value {
    json!({"name": "pmrepo", "title": "pmrepo", "version": env!("CARGO_PKG_VERSION")})
}

/// Whether a result may be kept for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    /// It says so itself, and may not.
    No,
    /// It says nothing of it.
    Silent,
}

/// A result as a version has it.
pub(super) fn dressed(result: Value, version: Version, keeps: Keeps) -> Value {
    let Value::Object(mut fields) = result else {
        return result;
    };
    if version == Version::Stateless {
        fields.insert("resultType".to_owned(), json!("complete"));
        if keeps == Keeps::No {
            fields.insert("ttlMs".to_owned(), json!(0));
            fields.insert("cacheScope".to_owned(), json!("private"));
        }
        let meta = fields.entry(META).or_insert(Value::Object(Map::new()));
        if let Some(meta) = meta.as_object_mut() {
            meta.insert(SERVER_KEY.to_owned(), server());
        }
    }
    Value::Object(fields)
}

/// The answer to a request.
pub(super) fn answer(id: Option<&Value>, result: Result<Value, Failure>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(failure) => {
            let mut error = json!({"code": failure.code, "message": failure.message});
            if let (Some(data), Some(fields)) = (failure.data, error.as_object_mut()) {
                fields.insert("data".to_owned(), data);
            }
            match id {
                Some(id) => json!({"jsonrpc": "2.0", "id": id, "error": error}),
                None => json!({"jsonrpc": "2.0", "error": error}),
            }
        }
    }
}
