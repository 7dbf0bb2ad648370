//! Every format of every command, as the command line itself lists them.

/// A command that has formats, and one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Product {
    /// The words of the command: `process-review agenda`.
    pub(crate) command: String,
    /// The word behind `--format`.
    pub(crate) format: String,
}

impl Product {
    /// Whether it is meant for somewhere else: text for a terminal and JSON stay with whoever asks.
    pub(crate) fn is_outward(&self) -> bool {
        !["human", "json"].contains(&self.format.as_str())
    }

    /// Whether it is a file that is no text: those need the program with all features.
    pub(crate) fn is_file(&self) -> bool {
        ["sqlite", "parquet"].contains(&self.format.as_str())
    }
}

/// All of them.
pub(crate) fn products() -> Vec<Product> {
    let mut products = Vec::new();
    collect(&pmrepo::commands::command_line(), "", &mut products);
    assert!(products.len() > 30, "{products:?}");
    products
}

/// Commands whose product comes from another place, or is a directory of files: their own tests look at their
/// formats.
const ELSEWHERE: [&str; 4] = [
    "pagerduty missing",
    "pagerduty pull",
    "pagerduty push",
    "site",
];

fn collect(command: &clap::Command, name: &str, products: &mut Vec<Product>) {
    if ELSEWHERE.contains(&name) {
        return;
    }
    let formats = command.get_arguments().find(|it| it.get_id() == "format");
    for value in formats.into_iter().flat_map(clap::Arg::get_possible_values) {
        products.push(Product {
            command: name.to_owned(),
            format: value.get_name().to_owned(),
        });
    }
    for below in command.get_subcommands() {
        collect(
            below,
            format!("{name} {}", below.get_name()).trim(),
            products,
        );
    }
}
