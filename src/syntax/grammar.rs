//! What comes in: a stretch of text. What goes out: the flat tokens of `grammar/scene.pest`, or the furthest place
//! that was reached and what would have been accepted there, in plain words. Deliberately absent: trees and findings.

use pest::Parser as _;
use pest::error::{Error, ErrorVariant, InputLocation};
use pest::iterators::Tokens;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/scene.pest"]
struct Grammar;

/// Where the grammar got stuck.
pub(super) struct Stuck {
    /// Offset in the text that was parsed.
    pub at: usize,
    /// What would have been accepted, in plain words; may be empty.
    pub expected: Vec<&'static str>,
}

/// Parses a run of statements.
pub(super) fn tokens(text: &str) -> Result<Tokens<'_, Rule>, Box<Error<Rule>>> {
    Grammar::parse(Rule::file, text).map(pest::iterators::Pairs::tokens).map_err(Box::new)
}

/// The furthest place and what was expected there.
pub(super) fn stuck(error: &Error<Rule>) -> Stuck {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let mut expected = Vec::new();
    if let ErrorVariant::ParsingError { positives, .. } = &error.variant {
        for words in positives.iter().filter_map(|rule| in_words(*rule)) {
            if !expected.contains(&words) {
                expected.push(words);
            }
        }
    }
    Stuck { at, expected }
}

/// What a person would call the rule; `None` for rules that only gather others.
fn in_words(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::word | Rule::path | Rule::label | Rule::callee | Rule::clause | Rule::relation | Rule::named => "a name",
        Rule::text => "a string in quotes",
        Rule::number => "a whole number",
        Rule::literal => "a number, a size, a ratio or a model",
        Rule::grade => "a resolution such as `2k`",
        Rule::and => "`and`",
        Rule::of => "`of`",
        Rule::with => "`with`",
        Rule::rest => "`rest`",
        Rule::or => "`or`",
        Rule::not => "`not`",
        Rule::within => "`in`",
        Rule::operator => "a comparison such as `==`",
        Rule::choices => "values in `[...]`",
        Rule::at => "`at`",
        Rule::from => "`from`",
        Rule::r#match => "`match`",
        Rule::equals => "`=`",
        Rule::colon => "`:`",
        Rule::comma => "`,`",
        Rule::open | Rule::arguments => "`(`",
        Rule::close => "`)`",
        Rule::open_square | Rule::array => "`[`",
        Rule::close_square => "`]`",
        Rule::open_brace | Rule::block => "`{`",
        Rule::close_brace => "`}`",
        Rule::EOI => "the end of the statement",
        _ => return None,
    })
}
