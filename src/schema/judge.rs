//! A front matter held against a schema.

use std::collections::BTreeSet;

use serde_json::Value;

use super::found::SchemaFaultKind;
use super::words;
use crate::diagnostic::Fault;
use crate::front_matter::FrontMatter;
use crate::validator::Validator;

/// A schema that front matter is held against.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
}

impl Schema {
    /// Makes it ready.
    pub fn new(schema: &Value) -> Self {
        let validator = Validator::new(schema);
        Self { validator }
    }

    /// The faults of a front matter, in the order of their places; one for each field. None where
    /// the configuration's own fragments are no schema; `pmrepo.yaml` says so then.
    pub fn faults(&self, front_matter: &FrontMatter) -> Vec<Fault<SchemaFaultKind>> {
        let mut faults = Vec::new();
        let mut told = BTreeSet::new();
        for breach in self.validator.breaches(&front_matter.root) {
            for fault in words::faults(&breach, front_matter, self.validator.schema()) {
                if told.insert(fault.pointer.clone()) {
                    faults.push(fault);
                }
            }
        }
        // What hangs on a field that is itself at fault is not told apart.
        faults.retain(|fault| {
            let pointer = fault.pointer.as_str();
            let above = pointer.match_indices('/').map(|(at, _)| pointer.get(..at));
            !above.flatten().any(|it| told.contains(it))
        });
        faults.sort_by(|a, b| (a.span, &a.pointer).cmp(&(b.span, &b.pointer)));
        faults
    }
}
