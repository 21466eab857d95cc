//! A size whose shape no reference has, for a model that takes its shape from one of them.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::scene::settings::Shape;
use crate::target::{SAME_SHAPE, ShapeFrom};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let (Some(from), Some(size)) = (context.profile.shape_from, &context.scene.settings.size) else { return };
    let images = &context.plan.images;
    let wanted = match size.shape {
        Shape::Pixels(across, down) => ratio(across, down),
        Shape::Ratio(ratio) => ratio.value(),
        Shape::Like(_) => return,
    };
    // If one of them cannot be seen, it may be the one that fits.
    let shapes: Option<Vec<f64>> =
        images.iter().map(|id| context.photo(*id).map(|photo| ratio(photo.size.0, photo.size.1))).collect();
    let Some(shapes) = shapes.filter(|shapes| !shapes.is_empty()) else { return };
    if shapes.iter().any(|shape| (shape / wanted).max(wanted / shape) <= SAME_SHAPE) {
        return;
    }
    let (source, which) = match from {
        ShapeFrom::First => (images.first(), "first"),
        ShapeFrom::Last => (images.last(), "last"),
    };
    let mut finding = Diagnostic::new(
        Code::ShapeMismatch,
        size.span,
        format!(
            "no reference has the shape of this size, and `{}` takes its shape from the {which} one",
            context.profile.air
        ),
    );
    if let Some((id, (width, height))) = source.and_then(|id| Some((*id, context.photo(*id)?.size))) {
        finding = finding.also(context.scene.images[id.0 as usize].span, format!("this one is {width}x{height}"));
        if let Some(name) = context.plan.shown_by(id).first() {
            finding = finding.help(format!("write `size match {name}`, or crop that image to the shape you want"));
        }
    }
    findings.push(finding);
}

fn ratio(across: u32, down: u32) -> f64 {
    f64::from(across.max(1)) / f64::from(down.max(1))
}
