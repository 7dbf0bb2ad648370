//! The rules: one file and one page each, one table.
//!
//! To add one, write `rules/pmNNN_its_name.rs` and `rules/pmNNN_its_name.md` and add a line to
//! [`TABLE`]. A rule gets what it may know as plain data, never sees the clock, the environment
//! or git, never prints, and has no say over levels and waivers. The page's examples are its
//! tests.

mod actions;
mod change;
mod clock;
mod context;
mod language;
mod pages;
mod people;

pub use clock::Clock;
pub use context::Brief;
pub use context::Change;
pub use context::Context;
pub use context::Notes;
pub use context::Past;
pub use context::Repository;
pub use language::Prose;
pub use pages::Example;
pub use pages::Expected;
pub use pages::examples;
pub use pages::readable;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Rule;
use crate::document::Trouble;
use crate::likeness;
use crate::likeness::Among;
use crate::schema::SchemaFaultKind;

/// How a rule finds something.
#[derive(Clone, Copy)]
pub enum Check {
    /// It names trouble that reading came upon.
    Trouble(fn(&Trouble) -> bool),
    /// It names a fault that the schema came upon.
    Shape(fn(SchemaFaultKind) -> bool),
    /// It looks at one postmortem.
    Postmortem(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// It looks at the notes of one process review.
    ProcessReview(fn(&Notes<'_>, &mut Vec<Diagnostic>)),
    /// It looks at one postmortem, and at the notes of one process review.
    Both(
        fn(&Context<'_>, &mut Vec<Diagnostic>),
        fn(&Notes<'_>, &mut Vec<Diagnostic>),
    ),
    /// It compares a postmortem with what it was.
    Change(fn(&Change<'_>, &mut Vec<Diagnostic>)),
    /// It looks at phrases of its own, wherever they stand in that prose.
    Language {
        /// What is looked for, in lists.
        phrases: &'static [&'static [&'static str]],
        /// Where.
        prose: Prose,
        /// What the hits mean.
        check: fn(&Context<'_>, &mut Vec<Diagnostic>),
    },
    /// It looks at a root as a whole.
    Repository(fn(&Repository<'_>, &mut Vec<Diagnostic>)),
    /// It is raised where findings come together: configuration, unused waivers.
    Engine,
}

impl Check {
    /// What looks at one postmortem.
    pub fn of_postmortem(self) -> Option<fn(&Context<'_>, &mut Vec<Diagnostic>)> {
        match self {
            Self::Postmortem(check) | Self::Both(check, _) | Self::Language { check, .. } => {
                Some(check)
            }
            Self::Trouble(_)
            | Self::Shape(_)
            | Self::ProcessReview(_)
            | Self::Change(_)
            | Self::Repository(_)
            | Self::Engine => None,
        }
    }
}

/// A line of the table.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The rule.
    pub rule: &'static Rule,
    /// How it finds something.
    pub check: Check,
}

/// Declares the modules of the rules and the table that lists them, in the order of their codes.
macro_rules! rules {
    ($($module:ident),* $(,)?) => {
        $(pub mod $module;)*

        /// Every rule, in the order of the codes.
        pub static TABLE: &[Entry] = &[$($module::ENTRY),*];
    };
}

rules! {
    pm001_not_utf8,
    pm002_no_front_matter,
    pm003_yaml_syntax,
    pm004_duplicate_key,
    pm005_yaml_feature,
    pm006_too_large,
    pm007_ambiguous_scalar,
    pm008_unused_waiver,
    pm009_not_a_file,
    pm010_configuration,
    pm101_missing_field,
    pm102_unknown_field,
    pm103_wrong_type,
    pm104_value_not_allowed,
    pm105_bad_format,
    pm106_empty_list,
    pm201_impossible_date,
    pm202_dates_out_of_order,
    pm203_id_date,
    pm204_misplaced,
    pm205_unknown_person,
    pm206_unknown_rule,
    pm207_duplicate_action_id,
    pm208_said_and_denied,
    pm209_in_the_future,
    pm301_section_missing,
    pm302_section_empty,
    pm303_placeholder_left,
    pm304_timeline_unreadable,
    pm305_timeline_out_of_order,
    pm306_timeline_outside_incident,
    pm307_timeline_evidence,
    pm308_todo_left,
    pm309_trailing_blanks,
    pm310_timeline_source,
    pm311_timeline_without_source,
    pm401_action_starts_with_verb,
    pm402_action_unbounded,
    pm403_due_later_than_policy,
    pm404_action_dates,
    pm501_human_error,
    pm502_counterfactual,
    pm503_person_as_cause,
    pm504_single_root_cause,
    pm505_external_words,
    pm506_promised_time,
    pm601_checklist_step,
    pm602_step_without_reason,
    pm603_open_step,
    pm604_no_checklist,
    pm605_empty_message,
    pm606_message_unapproved,
    pm607_sent_and_not_sent,
    pm701_unknown_postmortem,
    pm702_same_incident,
    pm703_duplicate_id,
    pm704_review_without_notes,
    pm705_tweak_without_owner,
    pm706_review_date,
    pm707_incident_named_twice,
    pm801_status_move,
    pm802_status_jump,
    pm803_closed_report_edited,
    pm804_timeline_rewritten,
    pm805_due_date_later,
    pm806_record_removed,
    pm807_severity_after_review,
    pm808_message_rewritten,
    pm809_postmortem_removed,
    pm810_four_eyes,
    pm811_bar_lowered,
    pm812_own_approval,
    pm813_adopted_afterwards,
}

/// The rule that a code (in any case) or a name calls.
pub fn find(word: &str) -> Option<&'static Rule> {
    TABLE
        .iter()
        .map(|entry| entry.rule)
        .find(|rule| rule.is_called(word))
}

/// The rule's code or name that is most like a word that calls none.
pub fn suggest(word: &str) -> Option<&'static str> {
    let known = TABLE
        .iter()
        .flat_map(|entry| [entry.rule.code, entry.rule.name]);
    likeness::nearest_word(word, known, Among::Names)
}

/// The rule that names a trouble of reading.
pub fn for_trouble(trouble: &Trouble) -> Option<&'static Rule> {
    TABLE.iter().find_map(|entry| match entry.check {
        Check::Trouble(is) if is(trouble) => Some(entry.rule),
        _ => None,
    })
}

/// The rule that names a fault of the schema.
pub fn for_shape(kind: SchemaFaultKind) -> Option<&'static Rule> {
    TABLE.iter().find_map(|entry| match entry.check {
        Check::Shape(is) if is(kind) => Some(entry.rule),
        _ => None,
    })
}
