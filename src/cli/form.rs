//! What `scene compile` may write.

use clap::ValueEnum;

use crate::emit::Language;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// References, prompt and task for people
    Pretty,
    /// The prompt alone
    Prompt,
    /// A JSON array of tasks, ready to be posted
    Task,
    /// A task a line
    Jsonl,
    /// The passes with their references and prompts
    Plan,
    /// The references in order
    Refs,
    /// Where each stretch of the prompt comes from
    Map,
    /// Shell commands that send the tasks with curl
    Curl,
    /// A program that sends the tasks, for Node
    Typescript,
    /// A program that sends the tasks, for Python 3
    Python,
    /// Shell commands for the command line of Runware
    RunwareCli,
}

impl Form {
    /// The language of the program, if it is one.
    pub(super) fn language(self) -> Option<Language> {
        match self {
            Self::Curl => Some(Language::Curl),
            Self::Typescript => Some(Language::TypeScript),
            Self::Python => Some(Language::Python),
            Self::RunwareCli => Some(Language::RunwareCli),
            Self::Pretty | Self::Prompt | Self::Task | Self::Jsonl | Self::Plan | Self::Refs | Self::Map => None,
        }
    }
}
