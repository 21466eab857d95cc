//! Cold start: `scene compile` of a shipped example as a whole process, against a bare process that only reads the same
//! file. Both run in turn; the ratio of the medians is printed. `cargo bench --bench cold`
//!
//! The bare process is this program itself, which links nothing but the standard library.

#![allow(clippy::print_stdout, clippy::expect_used, missing_docs)]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/watch_on_table.scene");
const RUNS: usize = 300;

fn main() {
    if let Some(file) = std::env::args().skip_while(|word| word != "--bare").nth(1) {
        let text = std::fs::read_to_string(file).expect("the example is there");
        println!("{}", text.len());
        return;
    }
    let own = std::env::current_exe().expect("this program has a path");
    let mut bare = Command::new(own);
    bare.args(["--bare", EXAMPLE]);
    let mut scene = Command::new(env!("CARGO_BIN_EXE_scene"));
    scene.args(["compile", EXAMPLE, "--emit", "prompt"]);
    let (mut bare_times, mut scene_times) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        bare_times.push(time(&mut bare));
        scene_times.push(time(&mut scene));
    }
    let (bare, scene) = (median(bare_times), median(scene_times));
    println!("bare process:  {:.2} ms", bare.as_secs_f64() * 1e3);
    println!("scene compile: {:.2} ms", scene.as_secs_f64() * 1e3);
    println!("ratio: {:.2} (goal: at most 1.6)", scene.as_secs_f64() / bare.as_secs_f64());
}

fn time(command: &mut Command) -> Duration {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
    assert!(status.success(), "{command:?}");
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
