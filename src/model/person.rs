//! People as reports name them.

/// One human being as a report names them: a handle, a name, an e-mail address. A leading `@` says
/// nothing.
pub fn bare(person: &str) -> &str {
    let person = person.trim();
    person.strip_prefix('@').unwrap_or(person)
}
