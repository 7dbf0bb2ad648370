//! What is asked of a service, and what it answers.

use serde_json::Value;

use crate::source::percent_encoded;

/// What is done with a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// It is read.
    Get,
    /// Something new is made.
    Post,
    /// It is changed.
    Put,
    /// It is taken away.
    Delete,
}

impl Method {
    /// Its word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// A request. It holds nothing secret: the door adds that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What is done.
    pub method: Method,
    /// With what, behind the service's address: `/incidents/Q1`. Parts of it went through `segment`.
    pub path: String,
    /// The query, each name as often as it is there.
    pub query: Vec<(&'static str, String)>,
    /// Headers besides those of every request to the service.
    pub headers: Vec<(&'static str, String)>,
    /// What is sent along.
    pub body: Option<Value>,
}

impl Request {
    /// One that reads.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path, None)
    }

    /// One that sends something along.
    pub fn send(method: Method, path: impl Into<String>, body: Value) -> Self {
        Self::new(method, path, Some(body))
    }

    fn new(method: Method, path: impl Into<String>, body: Option<Value>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            headers: Vec::new(),
            body,
        }
    }

    /// The same with one more value in its query.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A part of a path that comes from elsewhere: it stays one part.
    pub fn segment(text: &str) -> String {
        encoded(text)
    }

    /// Path and query, as they go out.
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (at, (name, value)) in self.query.iter().enumerate() {
            target.push(if at == 0 { '?' } else { '&' });
            target.push_str(&encoded(name));
            target.push('=');
            target.push_str(&encoded(value));
        }
        target
    }
}

/// A text in which nothing means anything in an address.
fn encoded(text: &str) -> String {
    let plain = |_, byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    let done = percent_encoded(text, plain);
    // These two would lead to another path.
    match done.as_str() {
        "." => "%2E".to_owned(),
        ".." => "%2E%2E".to_owned(),
        _ => done,
    }
}

/// What a service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// How long it wants to be left alone, in seconds.
    pub wait: Option<u64>,
    /// Where it says that it lies instead.
    pub location: Option<String>,
    /// What it says; null where that is no JSON.
    pub body: Value,
}

impl Answer {
    /// Whether it did what was asked.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_elsewhere_stays_one_part() {
        let path = format!("/incidents/{}", Request::segment("../x?y#z/é"));
        let request = Request::get(path)
            .with("statuses[]", "resolved")
            .with("since", "a+b");
        assert_eq!(
            request.target(),
            "/incidents/..%2Fx%3Fy%23z%2F%C3%A9?statuses%5B%5D=resolved&since=a%2Bb"
        );
        assert_eq!(Request::segment(".."), "%2E%2E");
    }
}
