//! Requests, answers and notifications.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

use crate::refusal::Refusal;
use crate::render::sanitize;

/// Why a request has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) code: Code,
    pub(super) message: String,
}

/// The numbers that the protocol has for that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    NotInitialized = -32002,
    RequestFailed = -32803,
    Cancelled = -32800,
}

impl Failure {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let hints = refusal.hints.iter().map(|it| format!("; {it}"));
        let message = format!("{}{}", refusal.message, hints.collect::<String>());
        Self::new(Code::RequestFailed, sanitize(&message))
    }
}

/// What an editor sent.
#[derive(Clone, Debug)]
pub(super) enum Incoming {
    /// It waits for an answer.
    Request {
        id: Value,
        method: String,
        params: Value,
    },
    /// It waits for none.
    Notification { method: String, params: Value },
    /// It answers.
    Response,
    /// It is none of these.
    Invalid { id: Value },
}

impl Incoming {
    /// Reads a message.
    pub(super) fn of(mut message: Value) -> Self {
        let params = message.get_mut("params").map(Value::take);
        let params = params.unwrap_or_default();
        let method = message.pointer("/method").and_then(Value::as_str);
        let id = message
            .pointer("/id")
            .filter(|it| it.is_number() || it.is_string());
        match (method, id) {
            (Some(method), Some(id)) => Self::Request {
                id: id.clone(),
                method: method.to_owned(),
                params,
            },
            (Some(method), None) if message.pointer("/id").is_none() => Self::Notification {
                method: method.to_owned(),
                params,
            },
            (None, _)
                if message.pointer("/result").is_some() || message.pointer("/error").is_some() =>
            {
                Self::Response
            }
            (_, id) => Self::Invalid {
                id: id.cloned().unwrap_or_default(),
            },
        }
    }
}

/// The answer to a request.
pub(super) fn answer(id: &Value, result: Result<Value, Failure>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Failure { code, message }) => {
            let error = json!({"code": code as i32, "message": message});
            json!({"jsonrpc": "2.0", "id": id, "error": error})
        }
    }
}

/// A notification.
pub(super) fn notification(method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "method": method, "params": params})
}

/// A request to the editor. What it answers changes nothing.
pub(super) fn request(id: u64, method: &str, params: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": format!("pmrepo-{id}"), "method": method, "params": params})
}

/// Reads what a message comes with.
pub(super) fn read<T: DeserializeOwned>(params: &Value) -> Result<T, Failure> {
    T::deserialize(params).map_err(|it| Failure::new(Code::InvalidParams, it.to_string()))
}
