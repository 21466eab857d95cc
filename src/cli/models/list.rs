//! The table of all models. What comes in: the models of a project. What goes out: a line for each under its provider, with
//! a remark below where there is one. Ids are never shortened; names are, where the terminal is narrow.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::{origin, words};
use crate::cli::projects::Project;
use crate::cli::wrap::wrap;
use crate::diagnostic::render::{Look, printable, shorten};
use crate::target::{Limits, Profile, Status};

/// The width of a table that goes to no terminal.
const WIDTH: usize = 80;
/// From here on there is room for more.
const WIDE: usize = 110;
/// The widest name of an image where the terminal is narrow.
const NAMING: usize = 11;
/// What stands between two columns.
const GAP: usize = 2;

const LEGEND: &str = "`refs` is how many references a task may have, `US$` the price of one picture: at the default \
                      resolution, or from the least to the most; `~` is about, `+` or more, and `?` not known. \
                      `images` is how a prompt names the first. `scene models NAME` shows all that is known of one.";

/// One model.
struct Row {
    id: String,
    name: String,
    facts: Vec<String>,
    remarks: Vec<String>,
}

/// Every model, by provider.
pub(super) fn list(project: &Project, look: Look) -> String {
    let width = look.width.unwrap_or(WIDTH).max(40);
    let wide = width >= WIDE;
    let mut groups: Vec<(&str, Vec<Row>)> = Vec::new();
    for profile in project.models.all() {
        let row = row(profile, project, wide);
        match groups.iter_mut().find(|(provider, _)| *provider == profile.provider) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((&profile.provider, vec![row])),
        }
    }
    let heads: &[&str] = if wide { &["refs", "US$", "images", "status"] } else { &["refs", "US$", "images"] };
    let table = Table::new(&groups, heads, width, look);
    let mut out = String::new();
    table.line(&mut out, "model", heads, Style::new().dimmed());
    for (provider, rows) in &groups {
        out.push('\n');
        table.put(&mut out, Style::new().bold(), &shorten(&printable(provider), width));
        out.push('\n');
        table.group(&mut out, rows);
    }
    out.push('\n');
    for line in wrap(LEGEND, width.min(100)) {
        table.put(&mut out, Style::new().dimmed(), &LEGEND[line]);
        out.push('\n');
    }
    out
}

fn row(profile: &Profile, project: &Project, wide: bool) -> Row {
    let name = printable(&profile.name).into_owned();
    let short = name.find(" (").filter(|_| !wide).map_or(name.as_str(), |at| &name[..at]);
    let price = if wide { words::prices } else { words::price };
    let unknown = || "?".to_owned();
    let images = words::images(profile.dialect.images);
    let mut facts = vec![
        references(profile.references),
        price(&profile.price, &profile.sizes).unwrap_or_else(unknown),
        if wide { images.to_owned() } else { shorten(images.trim_start_matches("the "), NAMING).into_owned() },
    ];
    if wide {
        let status = match profile.status {
            Status::Active => "active",
            Status::Retiring => "retiring",
            Status::Retired => "retired",
        };
        facts.push(status.to_owned());
    }
    let mut remarks = Vec::new();
    if profile.status != Status::Active {
        remarks.push(words::status(profile));
    }
    remarks.extend(origin(profile, project).map(|origin| match &origin.like {
        Some(like) => format!("models.toml: like {like}"),
        None if crate::target::data(&origin.air).is_some() => {
            format!("models.toml: {}", changed(&origin.sets, &origin.unsets))
        }
        None => "models.toml".to_owned(),
    }));
    Row { id: profile.air.clone(), name: short.to_owned(), facts, remarks }
}

/// `sets status, until`
fn changed(sets: &[String], unsets: &[String]) -> String {
    let part = |verb: &str, keys: &[String]| (!keys.is_empty()).then(|| format!("{verb} {}", keys.join(", ")));
    [part("sets", sets), part("unsets", unsets)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// `1-14`; `1-?` if the most is not known.
fn references(limits: Limits) -> String {
    let shown = |limit: Option<u64>| limit.map_or_else(|| "?".to_owned(), |limit| limit.to_string());
    match (limits.min, limits.max) {
        (None, None) => "?".to_owned(),
        (min, max) if min == max => shown(min),
        (min, max) => format!("{}-{}", shown(min), shown(max)),
    }
}

/// How wide things are.
struct Table {
    /// The columns behind the ids and names.
    facts: Vec<usize>,
    /// Ids and names together.
    names: usize,
    width: usize,
    colour: bool,
}

impl Table {
    fn new(groups: &[(&str, Vec<Row>)], heads: &[&str], width: usize, look: Look) -> Self {
        let rows = || groups.iter().flat_map(|(_, rows)| rows);
        let column = |at: usize| rows().filter_map(|row| row.facts.get(at)).map(|fact| fact.width()).max().unwrap_or(0);
        let facts: Vec<_> = heads.iter().enumerate().map(|(at, head)| column(at).max(head.width())).collect();
        let behind: usize = facts.iter().map(|fact| fact + GAP).sum();
        let ids = |rows: &[Row]| rows.iter().map(|row| row.id.width()).max().unwrap_or(0);
        let longest = |rows: &[Row]| ids(rows) + GAP + rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
        let names = groups.iter().map(|(_, rows)| longest(rows)).max().unwrap_or(0);
        Self { facts, names: names.min(width.saturating_sub(behind + GAP)), width, colour: look.colour }
    }

    fn put(&self, out: &mut String, style: Style, text: &str) {
        let style = if self.colour { style } else { Style::new() };
        let _ = write!(out, "{style}{text}{style:#}");
    }

    /// What stands to the left, and the facts in their columns.
    fn line(&self, out: &mut String, left: &str, facts: &[impl AsRef<str>], style: Style) {
        let mut text = format!("{}{left}", " ".repeat(GAP));
        let mut end = GAP + self.names;
        for (fact, wide) in facts.iter().zip(&self.facts) {
            text.push_str(&" ".repeat((end + GAP).saturating_sub(text.width())));
            text.push_str(fact.as_ref());
            end += GAP + wide;
        }
        self.put(out, style, text.trim_end());
        out.push('\n');
    }

    /// The models of one provider; their names stand in one column as far as there is room.
    fn group(&self, out: &mut String, rows: &[Row]) {
        let ids = rows.iter().map(|row| row.id.width()).filter(|id| id + GAP + 8 <= self.names).max().unwrap_or(0);
        for row in rows {
            let id = format!("{:ids$}", row.id);
            // One column may be lent by the gap behind it.
            let room = (self.names + 1).saturating_sub(id.width() + GAP);
            if id.width() > self.names {
                self.line(out, &id, &[""; 0], Style::new());
                self.line(out, "", &row.facts, Style::new());
            } else if room < 4 {
                self.line(out, &id, &row.facts, Style::new());
            } else {
                self.line(out, &format!("{id}  {}", shorten(&row.name, room)), &row.facts, Style::new());
            }
            let indent = " ".repeat(2 * GAP);
            for remark in &row.remarks {
                let remark = printable(remark);
                for line in wrap(&remark, self.width.saturating_sub(indent.len())) {
                    self.put(out, Style::new().dimmed(), &format!("{indent}{}", &remark[line]));
                    out.push('\n');
                }
            }
        }
    }
}
