//! What looking for findings costs. Three pairs, both sides in one run, since only their ratio means anything on a busy
//! machine: a scene laid out against the same scene parsed; a scene checked against one compiled, that is, with and without
//! its photographs known; an image looked into against one merely decoded. `cargo bench --bench check`
#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)]

use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

use scenewright::compile::{FileError, Files, Input, NoFiles, compile};
use scenewright::source::{FileId, Photo};
use scenewright::{format, photo, syntax};

const ROUNDS: usize = 30;

/// Every image is the same, and known already.
struct Known(Rc<Photo>);

impl Files for Known {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, _path: &str) -> Result<(u32, u32), FileError> {
        Ok(self.0.size)
    }

    fn photo(&self, _path: &str) -> Result<Rc<Photo>, FileError> {
        Ok(Rc::clone(&self.0))
    }

    fn glob(&self, _pattern: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::Missing)
    }
}

fn main() {
    let root = env!("CARGO_MANIFEST_DIR");
    let picnic = std::fs::read_to_string(format!("{root}/examples/picnic.scene")).expect("an example");
    let large = picnic.repeat((1 << 20) / picnic.len());
    assert!(format::format(&large).is_ok(), "the measured scene is sound");
    let laid_out = (|| drop(black_box(format::format(&large))), || drop(black_box(syntax::parse(FileId(0), &large))));
    pair("scene fmt, 1 MB", "parse", laid_out.0, laid_out.1);

    let bytes = std::fs::read(format!("{root}/examples/images/coffee.jpg")).expect("an image of the examples");
    let known = Known(Rc::new(photo::inspect(&bytes).expect("a sound image")));
    let run = |files: &dyn Files, strict_files| {
        drop(black_box(compile(&Input {
            name: "picnic.scene",
            text: &picnic,
            files,
            strict_files,
            ..Input::default()
        })));
    };
    pair("check, 12 references", "compile", || run(&known, true), || run(&NoFiles, false));

    let (width, height) = known.0.size;
    let name = format!("look into {width}x{height}");
    let decode = || {
        let mut decoder = zune_jpeg::JpegDecoder::new(zune_core::bytestream::ZCursor::new(&bytes));
        drop(black_box(decoder.decode()));
    };
    pair(&name, "decode", || drop(black_box(photo::inspect(&bytes))), decode);
}

/// Times both sides in turn and prints the shortest times and their ratio.
fn pair(name: &str, other: &str, mut one: impl FnMut(), mut two: impl FnMut()) {
    let (mut a, mut b) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        a = a.min(time(&mut one));
        b = b.min(time(&mut two));
    }
    let us = |took: Duration| took.as_secs_f64() * 1e6;
    println!("{name:<24} {:>10.1} us   {other:<18} {:>10.1} us   ratio {:.2}", us(a), us(b), us(a) / us(b));
}

fn time(work: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
