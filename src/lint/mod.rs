//! What comes in: a scene that was understood, its plan, its model, and what is known of its images. What goes out:
//! findings about contradictions, about images that will not work, and about what vendors advise against. One file a
//! lint, one line in [`LINTS`], one page in `docs/findings`. Absent: names, forms and limits, which earlier rooms judge.

mod address;
mod allow;
mod busy_reference;
mod contradictory_order;
mod data_uri;
mod directives;
mod double_negative;
mod duplicate_image;
mod fidelity_limit;
mod kept_and_changed;
mod large_image;
mod location_data;
mod missing_article;
mod photos;
mod repaint_without_keep;
mod repeated_light;
mod retired_model;
mod rings;
mod rotated_image;
mod self_relation;
mod sent;
mod shape_mismatch;
mod similar_images;
mod small_image;
mod style_without_words;
mod support_cycle;
mod transparent_image;
mod unplaced_element;
mod unused_element;
mod used_after_removal;
mod walk;
mod wrong_extension;

use std::rc::Rc;

use crate::diagnostic::{Code, Diagnostic};
use crate::plan::Plan;
use crate::scene::Scene;
use crate::scene::model::ImageId;
use crate::source::{Photo, Span};
use crate::target::{Profile, Service};

use sent::{Sent, in_quotes, name_of};

pub use allow::{Commented, allow, allow_imported, tested};
pub use photos::photos;

/// What a lint may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The scene.
    pub scene: &'a Scene,
    /// What its prompt will say.
    pub plan: &'a Plan<'a>,
    /// Its model.
    pub profile: &'a Profile,
    /// Where the scene names its model; none if it does not, or if it is compiled for another.
    pub named: Option<Span>,
    /// The first statement, where findings stand that are about no statement; none in a file that makes no picture.
    pub head: Option<Span>,
    /// The service that takes its tasks.
    pub service: &'a Service,
    /// What is known of its images, by [`ImageId`]; none where nothing is, or where images are not looked at.
    pub photos: &'a [Option<Rc<Photo>>],
}

/// Looks for something and says where it is.
type Check = fn(&Context<'_>, &mut Findings);

/// One lint.
pub struct Lint {
    /// What it reports.
    pub code: Code,
    /// When it has something to say.
    pub when: When,
    /// Looks for it.
    pub check: Check,
}

/// When a lint runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always: what it says holds for the statements that could be read.
    Always,
    /// Only without errors: a statement that could not be read might answer it.
    Sound,
}

/// Every lint; findings are sorted by their places, so that the order does not matter.
pub const LINTS: &[Lint] = &[
    lint(Code::SupportCycle, When::Always, support_cycle::check),
    lint(Code::ContradictoryOrder, When::Always, contradictory_order::check),
    lint(Code::UsedAfterRemoval, When::Always, used_after_removal::check),
    lint(Code::UnusedElement, When::Sound, unused_element::check),
    lint(Code::UnplacedElement, When::Sound, unplaced_element::check),
    lint(Code::RepeatedLight, When::Always, repeated_light::check),
    lint(Code::StyleWithoutWords, When::Always, style_without_words::check),
    lint(Code::RepaintWithoutKeep, When::Sound, repaint_without_keep::check),
    lint(Code::FidelityLimit, When::Sound, fidelity_limit::check),
    lint(Code::ShapeMismatch, When::Sound, shape_mismatch::check),
    lint(Code::MissingArticle, When::Always, missing_article::check),
    lint(Code::DoubleNegative, When::Always, double_negative::check),
    lint(Code::KeptAndChanged, When::Always, kept_and_changed::check),
    lint(Code::SelfRelation, When::Always, self_relation::check),
    lint(Code::RetiredModel, When::Always, retired_model::check),
    lint(Code::SmallImage, When::Sound, small_image::check),
    lint(Code::LargeImage, When::Always, large_image::check),
    lint(Code::WrongExtension, When::Always, wrong_extension::check),
    lint(Code::RotatedImage, When::Always, rotated_image::check),
    lint(Code::TransparentImage, When::Always, transparent_image::check),
    lint(Code::DuplicateImage, When::Always, duplicate_image::check),
    lint(Code::SimilarImages, When::Always, similar_images::check),
    lint(Code::BusyReference, When::Sound, busy_reference::check),
    lint(Code::LocationData, When::Always, location_data::check),
];

const fn lint(code: Code, when: When, check: Check) -> Lint {
    Lint { code, when, check }
}

/// How many findings are kept: nobody reads as many, and a hostile scene shall not fill the memory.
const MOST: usize = 1_000;

/// What the lints have found.
#[derive(Debug, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    /// Takes a finding in, unless there are too many already.
    pub fn push(&mut self, finding: Diagnostic) {
        if self.list.len() < MOST {
            self.list.push(finding);
        } else if self.list.len() == MOST {
            let last = Diagnostic::new(
                Code::TooManyFindings,
                finding.span(),
                format!("the scene gives more than {MOST} pieces of advice"),
            );
            self.list.push(last.here("the next one would be here").help("mend those above first"));
        }
    }
}

/// Runs the lints that fit; `sound` says whether the scene has no errors so far.
#[must_use]
pub fn check(context: &Context<'_>, sound: bool) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    for lint in LINTS.iter().filter(|lint| sound || lint.when == When::Always) {
        (lint.check)(context, &mut findings);
    }
    findings.list
}

impl<'a> Context<'a> {
    /// What is known of an image.
    #[must_use]
    pub fn photo(&self, id: ImageId) -> Option<&'a Photo> {
        self.photos.get(id.0 as usize)?.as_deref()
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod table_tests;
