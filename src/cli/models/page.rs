//! Everything that is known of one model. What comes in: its profile, and where it comes from. What goes out: a page for a
//! terminal. Absent: deciding anything; the example of a prompt is the compiler's own.

use std::fmt::Write;

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::words::{self, UNKNOWN, limits, takes, usd};
use super::{origin, sizes};
use crate::cli::projects::Project;
use crate::cli::wrap::wrap;
use crate::compile::{Input, Target, compile};
use crate::diagnostic::render::{Look, printable};
use crate::target::{Free, Limits, Needed, Price, Profile, ShapeFrom, Sizes, Usd};

/// The width of a page that goes to no terminal.
const WIDTH: usize = 80;
/// Lines longer than this are hard to read.
const WIDEST: usize = 100;
/// The column of what is known.
const LABELS: usize = 17;

/// A scene whose prompt shows how a model is spoken to.
const EXAMPLE: &str = "mug = ref(\"mug.jpg\", \"blue mug\")\nshelf = ref(\"shelf.jpg\", \"oak shelf\")\n\
                       mug standing_on shelf\navoid \"books\"\n";

/// The page of a model.
pub(super) fn page(profile: &Profile, project: &Project, look: Look) -> String {
    let width = look.width.unwrap_or(WIDTH).clamp(40, WIDEST);
    let mut page = Page { out: String::new(), width, colour: look.colour };
    page.text("", "", &profile.name, Style::new().bold());
    page.out.push('\n');
    about(&mut page, profile);
    page.heading("Prompts");
    dialect(&mut page, profile, project);
    page.heading("Sizes in pixels");
    sizes_of(&mut page, &profile.sizes);
    page.heading("Prices in US dollars");
    prices(&mut page, &profile.price);
    page.heading("Where this comes from");
    source(&mut page, profile, project);
    if !profile.notes.is_empty() {
        page.heading("Notes");
        for note in &profile.notes {
            page.text("  - ", "    ", note, Style::new());
        }
    }
    page.out
}

struct Page {
    out: String,
    width: usize,
    colour: bool,
}

impl Page {
    fn put(&mut self, style: Style, text: &str) {
        let style = if self.colour { style } else { Style::new() };
        let _ = write!(self.out, "{style}{text}{style:#}");
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        self.put(Style::new().bold(), text);
        self.out.push('\n');
    }

    /// A text over as many lines as it takes, with one lead for the first and another for the rest.
    fn text(&mut self, first: &str, rest: &str, text: &str, style: Style) {
        let text = printable(text);
        let mut lead = first;
        for line in wrap(&text, self.width.saturating_sub(rest.width())) {
            self.out.push_str(lead);
            self.put(style, &text[line]);
            self.out.push('\n');
            lead = rest;
        }
    }

    /// A label with an address, which is left in one piece.
    fn address(&mut self, label: &str, value: &str) {
        if value.contains(' ') {
            return self.row(label, value);
        }
        let width = std::mem::replace(&mut self.width, usize::MAX);
        self.row(label, value);
        self.width = width;
    }

    /// A label, and what is known.
    fn row(&mut self, label: &str, value: &str) {
        let style = if self.colour { Style::new().dimmed() } else { Style::new() };
        let room = LABELS.saturating_sub(label.width());
        let first = format!("  {style}{label}{style:#}{}", " ".repeat(room));
        self.text(&first, &" ".repeat(2 + LABELS), value, Style::new());
    }
}

fn about(page: &mut Page, profile: &Profile) {
    page.row("id", &profile.air);
    page.row("slug", &profile.slug);
    page.row("provider", &profile.provider);
    if !profile.also.is_empty() {
        page.row("same family", &format!("{}, whose own figures are unknown", profile.also.join(", ")));
    }
    page.row("status", &words::status(profile));
    page.row("references", &limits(profile.references, "images"));
    let without = match profile.takes_no_references() {
        Some(true) => "taken",
        Some(false) => "not taken",
        None => UNKNOWN,
    };
    page.row("without any", without);
    let fidelity = profile
        .fidelity
        .as_ref()
        .map(|it| format!("up to {} objects and {} characters ({})", it.objects, it.characters, it.source));
    page.row("faithful to", fidelity.as_deref().unwrap_or(UNKNOWN));
    page.row("prompt", &limits(profile.prompt, "characters"));
    page.row("negative prompt", &takes(profile.negative_prompt, " characters"));
    page.row("seed", &takes(profile.seed, ""));
    let shape = match profile.shape_from {
        Some(ShapeFrom::First) => "that of the first reference, if no size is sent",
        Some(ShapeFrom::Last) => "that of the last reference, if no size is sent",
        None => UNKNOWN,
    };
    page.row("picture's shape", shape);
}

fn dialect(page: &mut Page, profile: &Profile, project: &Project) {
    let dialect = &profile.dialect;
    page.row("images", words::naming(dialect.images));
    if let Some(tag) = dialect.tag {
        page.row("a tag has", &limits(tag, "letters and digits"));
    }
    if dialect.inputs {
        page.row("inputs", "a list of the images stands ahead of the request");
    }
    page.row("negatives", words::negatives(dialect.negatives));
    let target = Target { models: &project.models, model: Some(&profile.air), ..Target::default() };
    // Some models want to be told a size, which no prompt says.
    for size in ["", "size 1:1\n", "size 1024x1024\n"] {
        let text = format!("{EXAMPLE}{size}");
        let compiled = compile(&Input { name: "example", text: &text, target, ..Input::default() });
        if !compiled.has_errors() {
            return page.row("example", &compiled.pass().prompt);
        }
    }
}

fn sizes_of(page: &mut Page, sizes: &Sizes) {
    for line in sizes::table(sizes, page.width - 2) {
        page.out.push_str(format!("  {}", printable(&line)).trim_end());
        page.out.push('\n');
    }
    if !sizes.pairs.is_empty() {
        page.out.push('\n');
    } else if !sizes.resolutions.is_empty() {
        page.row("resolutions", &format!("{}, whose pixels are unknown", sizes.resolutions.join(", ")));
    }
    match &sizes.free {
        Some(free) => {
            let label = if sizes.pairs.is_empty() { "any size" } else { "other sizes" };
            page.row(label, "taken within these limits:");
            free_sizes(page, free);
        }
        None if sizes.pairs.is_empty() => page.row("sizes", UNKNOWN),
        None if sizes.complete => page.row("other sizes", "not taken"),
        None => page.row("other sizes", UNKNOWN),
    }
    if !sizes.resolutions.is_empty() {
        page.row("default", sizes.default_resolution.as_deref().unwrap_or(UNKNOWN));
        let bare = match sizes.resolution_needs_references {
            Some(true) => "with reference images only",
            Some(false) => "with and without reference images",
            None => UNKNOWN,
        };
        page.row("bare resolution", bare);
    }
    let needed = match sizes.needed {
        Needed::Unknown => UNKNOWN,
        Needed::Never => "never; the model chooses",
        Needed::WithoutReferences => "if the task has no reference images",
        Needed::Always => "always",
    };
    page.row("size needed", needed);
}

fn free_sizes(page: &mut Page, free: &Free) {
    let side = Limits { min: free.min.map(u64::from), max: free.max.map(u64::from) };
    let side = match (side.range(), free.step) {
        (Some(range), Some(step)) => format!("{range} pixels, multiples of {step}"),
        (Some(range), None) => format!("{range} pixels"),
        (None, Some(step)) => format!("multiples of {step}; their limits are unknown"),
        (None, None) => UNKNOWN.to_owned(),
    };
    page.row("sides", &side);
    page.row("area", &limits(Limits { min: free.min_pixels, max: free.max_pixels }, "pixels"));
    let aspect = free.max_aspect.map(|most| format!("one side up to {most} times as long as the other"));
    page.row("proportions", aspect.as_deref().unwrap_or(UNKNOWN));
}

fn prices(page: &mut Page, price: &Price) {
    let mut any = false;
    let mut row = |label: String, amount: Option<Usd>, rest: &str| {
        if let Some(amount) = amount {
            any = true;
            page.row(&printable(&label), &format!("{}{rest}", usd(amount)));
        }
    };
    let steps = price.steps.map(|steps| format!(", at {steps} steps")).unwrap_or_default();
    // Their order is that of the words; by amount they read as sizes do.
    let mut images: Vec<_> = price.image.iter().collect();
    images.sort_by_key(|(_, amount)| **amount);
    for (resolution, amount) in images {
        row(format!("at {resolution}"), Some(*amount), "");
    }
    for (size, amount) in &price.exact {
        row(format!("at {size}"), Some(*amount), &steps);
    }
    row("a picture".to_owned(), price.any, "");
    row("as a rule".to_owned(), price.typical, "");
    row("at least".to_owned(), price.from, "");
    row("each reference".to_owned(), price.reference, " more");
    row("web search".to_owned(), price.grounded_search, ", which no scene asks for");
    if !any {
        page.row("a picture", UNKNOWN);
    }
}

fn source(page: &mut Page, profile: &Profile, project: &Project) {
    page.address("source", profile.source.as_deref().unwrap_or(UNKNOWN));
    page.row("looked up", if profile.checked.is_empty() { UNKNOWN } else { &profile.checked });
    page.row("confidence", &profile.confidence);
    let Some(origin) = origin(profile, project) else { return };
    if let Some(like) = &origin.like {
        page.row("models.toml", &format!("begins with what is known of {like}"));
    }
    for (verb, keys) in [("sets", &origin.sets), ("unsets", &origin.unsets)] {
        if !keys.is_empty() {
            page.row("models.toml", &format!("{verb} {}", keys.join(", ")));
        }
    }
}
