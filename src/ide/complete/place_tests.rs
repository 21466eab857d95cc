//! Where a cursor stands, by the letters before it.

use super::*;

fn words<'t>(tokens: &[Token<'t>]) -> Vec<&'t str> {
    let word = |token: &Token<'t>| match token {
        Token::Word(word) | Token::Value(word) | Token::Mark(word) => *word,
        Token::Text => "\"\"",
        Token::Group => "()",
    };
    tokens.iter().map(word).collect()
}

#[test]
fn a_cursor_knows_its_statement() {
    let place = Place::at_end("mug = ref(\"mug.jpg\")\nmug standing_on she");
    assert_eq!((words(&place.tokens), place.word), (vec!["mug", "standing_on"], "she"));
    let place = Place::at_end("mug standing_on shelf,\n  ");
    assert_eq!(words(&place.tokens), ["mug", "standing_on", "shelf", ","]);
    let place = Place::at_end("model google:4");
    assert_eq!((words(&place.tokens), place.word), (vec!["model"], "google:4"));
    assert_eq!(words(&Place::at_end("size 4:3 at ").tokens), ["size", "4:3", "at"]);
}

#[test]
fn a_cursor_knows_its_brackets_and_blocks() {
    let place = Place::at_end("pass one {\n  mug = ref([\"a.jpg\", \"");
    assert_eq!(place.blocks, [Block::Pass]);
    assert_eq!(place.within, Within::Text(""));
    let open: Vec<(char, &str, usize)> = place.brackets.iter().map(|it| (it.open, it.callee, it.argument)).collect();
    assert_eq!(open, [('(', "ref", 0), ('[', "", 1)]);
    let place = Place::at_end("mug = ref(\"a.jpg\", role: ");
    assert_eq!(place.brackets[0].label, "role");
    let place = Place::at_end("mug = ref(\"a.jpg\") { handle = \"x\"; ");
    assert_eq!(place.blocks, [Block::Parts("mug")]);
    assert_eq!(Place::at_end("say \"the {mu").within, Within::Hole);
    assert_eq!(Place::at_end("say \"the {mu").word, "mu");
    assert_eq!(Place::at_end("say \"\"\"two\nli").within, Within::Text("two\nli"));
    assert_eq!(Place::at_end("x // scene: al").within, Within::Comment("// scene: al"));
}
