//! The whole compile of a scene with ten elements, in process: text in, prompt and task out. Prints the time of one
//! compile and, beside it, the time of merely copying the same text, as a yardstick for the noise of the machine.
//! `cargo bench --bench compile`

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

const SCENE: &str = r#"
board  = ref("board.jpg", "olive-wood board")
loaf   = ref("loaf.jpg", "rye loaf", again: "sliced rye loaf", short: "loaf")
knife  = ref("knife.jpg", "bread knife")
butter = ref("butter.jpg", "butter dish") { lid = "glass lid" }
honey  = ref("honey.jpg", "jar of honey")
mug    = ref("mug.jpg", "speckled mug", count: 2)
window = ref("window.jpg", "farmhouse window")
cloth  = prop("a folded linen cloth")
title  = text("BREAKFAST", "thin white serif")
hands  = ref("hands.jpg", "pair of hands")
loaf and knife resting_on board
butter behind board, slightly, beside butter.lid
honey right_of board
mug standing_on cloth, in_front_of loaf
hands holding knife, carefully
title above window
lighting match window "soft morning light"
style "editorial food photography"
keep loaf and honey
avoid "crumbs", "text"
size 4:3
"#;

const ROUNDS: usize = 40;
const PER_ROUND: u32 = 200;

fn main() {
    let compiled = scenewright::compile(SCENE);
    assert!(!compiled.has_errors(), "{:?}", compiled.diagnostics);
    stages();
    let (mut compile, mut copy) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        compile.push(time(|| {
            black_box(scenewright::compile(black_box(SCENE)));
        }));
        copy.push(time(|| {
            black_box(black_box(SCENE).to_owned());
        }));
    }
    let (compile, copy) = (median(compile), median(copy));
    println!("compile, 10 elements: {:.1} us (goal: at most 50)", compile.as_secs_f64() * 1e6);
    println!(
        "copy of the text:     {:.3} us (ratio {:.0})",
        copy.as_secs_f64() * 1e6,
        compile.as_secs_f64() / copy.as_secs_f64()
    );
}

/// Where the time goes.
fn stages() {
    let file = scenewright::source::FileId::default();
    let parsed = scenewright::syntax::parse(file, SCENE);
    let resolved = scenewright::scene::resolve(&parsed.file, &parsed.lost, &scenewright::NoFiles);
    let planned = scenewright::plan::plan(&resolved.scene);
    let dialect = scenewright::target::Dialect::default();
    let times = [
        ("parse", best(|| drop(black_box(scenewright::syntax::parse(file, SCENE))))),
        (
            "resolve",
            best(|| drop(black_box(scenewright::scene::resolve(&parsed.file, &parsed.lost, &scenewright::NoFiles)))),
        ),
        ("plan", best(|| drop(black_box(scenewright::plan::plan(&resolved.scene))))),
        ("realise", best(|| drop(black_box(scenewright::realise::realise(&planned.plan, &dialect))))),
    ];
    for (stage, time) in times {
        println!("  {stage:8} {:6.1} us", time.as_secs_f64() * 1e6);
    }
}

fn best(mut work: impl FnMut()) -> Duration {
    median((0..ROUNDS).map(|_| time(&mut work)).collect())
}

fn time(mut work: impl FnMut()) -> Duration {
    let start = Instant::now();
    for _ in 0..PER_ROUND {
        work();
    }
    start.elapsed() / PER_ROUND
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
