//! How fast the grammar reads a large sound scene, against a parser written by hand that builds the same tree, and how
//! much memory it takes. Both sides take turns in one run, since only their ratio means anything on a busy machine.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::cast_precision_loss, missing_docs)]

mod yardstick;

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use scenewright::source::FileId;
use scenewright::syntax;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const ROUNDS: usize = 15;

fn main() {
    let text = scene(1 << 20);
    let by_grammar = syntax::parse(FileId(0), &text);
    let by_hand = yardstick::parse(&text).expect("the measured scene is sound");
    assert!(by_grammar.diagnostics.is_empty(), "{:?}", by_grammar.diagnostics.first());
    assert!(by_grammar.file == by_hand, "both parsers must give the same tree");
    drop((by_grammar, by_hand));

    let mut grammar = Duration::MAX;
    let mut hand = Duration::MAX;
    for _ in 0..ROUNDS {
        grammar = grammar.min(time(|| syntax::parse(FileId(0), &text)));
        hand = hand.min(time(|| yardstick::parse(&text)));
    }
    let speed = |took: Duration| text.len() as f64 / 1e6 / took.as_secs_f64();
    println!("grammar  {:7.1} MB/s", speed(grammar));
    println!("by hand  {:7.1} MB/s", speed(hand));
    println!("ratio    1/{:.1}, goal 1/7", grammar.as_secs_f64() / hand.as_secs_f64());

    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let parsed = syntax::parse(FileId(0), &text);
    let tree = HEAP.current_usage() - before;
    let peak = HEAP.peak_usage() - before;
    drop(parsed);
    let times = |bytes: usize| bytes as f64 / text.len() as f64;
    println!("tree     {:5.2} times the source", times(tree));
    println!("peak     {:5.2} times the source, {:.2} beyond the tree, goal 2", times(peak), times(peak - tree));
}

fn time<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let took = start.elapsed();
    drop(result);
    took
}

/// A sound scene of at least so many bytes, with every common form in it.
fn scene(bytes: usize) -> String {
    let mut text = String::new();
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        write!(
            text,
            r#"// scene {n}: a living room
room_{n}  = ref("photos/room_{n}.jpg", "living room") {{ sofa = "grey sofa"; window = "tall window" }}
woman_{n} = ref("photos/woman_{n}.jpg", "woman in a linen dress", again: "woman with the braid", short: "woman")
lamp_{n}  = prop("a brass desk lamp")
bag_{n}   = ref(["front.jpg", "side.jpg"], "handbag", count: 2)

woman_{n} sitting_on room_{n}.sofa, calmly, holding bag_{n} and lamp_{n}
lamp_{n} standing_behind and left_of room_{n}.window, on "a wooden stool"   // the viewer's left
"a crowd" watching woman_{n}
keep woman_{n} "face and hair" recognizable
avoid "text", "extra people"
lighting match room_{n} "warm morning light"
pose of woman_{n} from bag_{n}
style "editorial interior photography of {{room_{n}}}"; camera "eye-level framing"
size 1200x896
seed {n}

use "brand_{n}.scene" as brand_{n}
param product_{n} = "watch.jpg"
param amount_{n}
vary light_{n} in ["golden-hour light", dusk: "blue dusk"]
vary row_{n} in csv("products.csv", id: "sku")
zip row_{n}, light_{n}
skip where row_{n}.kind == "strap" and not light_{n} in (dusk, "noon") or row_{n}.price <= 9.99
preset studio_{n} {{ lighting "softbox"; avoid "shadows" }}
apply studio_{n}
passes 3
pass table_{n} {{ bag_{n} lying_on room_{n}.sofa }}
pass lamps_{n} from table_{n} {{
  // the light comes last
  lamp_{n} standing_beside bag_{n}, on "a wooden stool"
  keep bag_{n}; avoid "dust"   // both
}}

"#
        )
        .expect("writing to a string");
    }
    text
}
