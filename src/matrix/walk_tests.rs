//! Readings that count. What is checked: a file of an inner axis, which is read for every value of the outer ones, uses up
//! the combinations that may be looked at.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use super::super::{Options, build};
use crate::source::{FileError, FileId, Files};
use crate::syntax::parse;

/// A file of one row, as wide as the number in its name says, and one of a hundred rows.
struct Wide;

impl Files for Wide {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn glob(&self, _path: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        let text = match path.strip_suffix(".csv").unwrap().parse() {
            Ok(width) => format!("id,x\na,{}\n", "y".repeat(width)),
            Err(_) => format!("id\n{}", (0..100).map(|row| format!("{row}\n")).collect::<Vec<_>>().concat()),
        };
        Ok(Box::new(Cursor::new(text.into_bytes())))
    }
}

fn tasks(vary: &str) -> u64 {
    skipping(vary, "a.id == \"1\"")
}

fn skipping(vary: &str, condition: &str) -> u64 {
    let text = format!("{vary}\nskip where {condition}\nsay \"{{b.x}}\"\n");
    let parsed = parse(FileId(0), &text);
    let mut built = build(&parsed.file, &Wide, &Options::default());
    built.matrix.limit = 10_000;
    built.matrix.count(&Wide, 10_000).tasks
}

#[test]
fn what_is_read_over_and_over_counts() {
    assert_eq!(tasks("vary a in csv(\"rows.csv\")\nvary b in csv(\"64.csv\")"), 99);
    assert_eq!(tasks("vary a in csv(\"rows.csv\")\nvary b in csv(\"64000.csv\")"), u64::MAX);
    // It is read once where it is the outer one.
    assert_eq!(tasks("vary b in csv(\"64000.csv\")\nvary a in csv(\"rows.csv\")"), 99);
}

#[test]
fn long_conditions_count() {
    let vary = "vary a in csv(\"rows.csv\")\nvary b in csv(\"64.csv\")";
    let condition = |count| (0..count).map(|n| format!("a.id == \"w{n}\"")).collect::<Vec<_>>().join(" or ");
    assert_eq!(skipping(vary, &condition(100)), 100);
    assert_eq!(skipping(vary, &condition(10_000)), u64::MAX);
}
