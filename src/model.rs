//! The words of a postmortem repository, each told once (DESIGN 2).

/// Gives an enum its words: all of them in their order, the word of each, and which one a word
/// stands for.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal,)+ }) => {
        impl $name {
            /// Every one, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// Its word, in files and in output.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The one that a word stands for.
            pub fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

mod action_kind;
mod action_state;
mod deadline_kind;
mod field_name;
mod message_name;
mod person;
mod postmortem_id;
mod review_status;
mod role;
mod service;
mod severity;
mod status;
mod template_name;
mod tracker;

pub use action_kind::ActionKind;
pub use action_state::ActionState;
pub use deadline_kind::DeadlineKind;
pub use field_name::FieldName;
pub use message_name::MessageName;
pub use person::bare;
pub use postmortem_id::PostmortemId;
pub use review_status::ReviewStatus;
pub use role::Role;
pub use service::Service;
pub use service::holds_a_secret;
pub use service::is_a_secret;
pub use severity::Severity;
pub use status::Status;
pub use template_name::TemplateName;
pub use tracker::Tracker;
