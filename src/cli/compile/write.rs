//! What is written of scenes that were compiled. What comes in: scenes and what was kept of their tasks. What goes out: the
//! bytes of the form that was asked for; what was not kept is made again.

use std::io::{self, Write};
use std::ops::ControlFlow;

use super::Arguments;
use super::scene::Scene;
use crate::cli::inline::inline;
use crate::cli::pieces::{Pieces, piece};
use crate::cli::tasks::each;
use crate::diagnostic::render::Look;

/// Writes the tasks of every sound scene.
pub(super) fn write(
    arguments: &Arguments,
    scenes: &mut [Vec<Scene<'_>>],
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    // Other services take a body a request.
    let array = scenes.iter().flatten().all(|scene| scene.target.service.takes_tasks());
    let mut pieces = Pieces::new(arguments.emit, array, out);
    for scene in scenes.iter_mut().flatten().filter(|scene| !scene.failed() && !scene.is_library()) {
        if let Some(bulk) = &mut scene.bulk {
            bulk.write(pieces.out())?;
            continue;
        }
        match (&scene.pieces, scene.opened) {
            (Some(kept), _) => kept.iter().try_for_each(|piece| pieces.put(piece))?,
            (None, None) => {}
            (None, Some(opened)) => {
                let (mut wrote, mut count) = (Ok(()), 0);
                each(opened, &scene.loaded.disk, arguments.inline, &mut |id, mut compiled| {
                    if arguments.inline {
                        inline(&mut compiled, &scene.loaded.disk);
                    }
                    // A file that changed under our hands; half a task is worse than none.
                    if compiled.has_errors() {
                        wrote = Err(io::Error::other("a file changed while it was read"));
                        return ControlFlow::Break(());
                    }
                    count += 1;
                    wrote = pieces.put(&piece(arguments.emit, (&scene.loaded.name, id), &compiled, scene.target, look));
                    if wrote.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                })
                .map_err(io::Error::other)?;
                wrote?;
                if count != opened.count.tasks {
                    return Err(io::Error::other("a data file changed while it was read"));
                }
            }
        }
    }
    pieces.end()
}
