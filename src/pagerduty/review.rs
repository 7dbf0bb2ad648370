//! PagerDuty's own review of an incident.

use serde_json::Value;

/// The review of an incident there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: String,
    /// How far it is, in PagerDuty's word.
    pub status: Option<String>,
}

impl Review {
    /// Reads an answer; `None` where it has no review in it.
    pub fn read(json: &Value) -> Option<Self> {
        let review = json.get("incident_review").unwrap_or(json);
        let text = |key: &str| review.get(key).and_then(Value::as_str).map(str::to_owned);
        let number = || review.get("id")?.as_u64().map(|it| it.to_string());
        let id = text("id").or_else(number);
        Some(Self {
            id: id.filter(|it| !it.is_empty())?,
            status: text("status"),
        })
    }
}
