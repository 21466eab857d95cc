//! A catalogue of 100,000 rows as lines of tasks, against `cat` of the same bytes to the same file system, both in one run.
//! What goes out: the ratio of the two, and how many rows a second that is. Absent: a verdict; the goal is 2.2.
//! `cargo bench --bench batch`; `ROWS=1000000` asks for another number of rows, and `KEEP=1` leaves the files.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROWS: usize = 100_000;
const RUNS: usize = 7;

const SCENE: &str = r#"vary row in csv("products.csv", id: "sku")
skip where row.price > 9000
item = ref(row.image, row.title)
room = ref("room.jpg", "bright living room", again: "sunlit living room")
item standing_on "an oak floor", in_front_of room
lighting match room "soft window light"
style "editorial interior photography"
keep item
size 4:3
"#;

fn main() {
    let folder = std::env::temp_dir().join(format!("scenewright-batch-{}", std::process::id()));
    fs::create_dir_all(folder.join("images")).unwrap();
    fs::write(folder.join("scene.toml"), "").unwrap();
    fs::write(folder.join("shop.scene"), SCENE).unwrap();
    let rows = std::env::var("ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    fs::write(folder.join("products.csv"), products(rows)).unwrap();
    // A compilation looks for the images of the first tasks.
    for row in 0..1_000.min(rows) {
        fs::write(folder.join(image(row)), "").unwrap();
    }
    fs::write(folder.join("room.jpg"), "").unwrap();
    let (mut best, mut cat, mut ratios) = (Duration::MAX, Duration::MAX, Vec::new());
    for _ in 0..RUNS {
        let compiled = timed(
            &folder,
            env!("CARGO_BIN_EXE_scene"),
            &["compile", "shop.scene", "--emit", "jsonl", "--max-tasks", "2000000"],
            "out.jsonl",
        );
        let copied = timed(&folder, "cat", &["out.jsonl"], "copy.jsonl");
        ratios.push(compiled.as_secs_f64() / copied.as_secs_f64());
        (best, cat) = (best.min(compiled), cat.min(copied));
    }
    let bytes = fs::metadata(folder.join("out.jsonl")).unwrap().len();
    ratios.sort_by(f64::total_cmp);
    println!("{rows} rows, {bytes} bytes: {best:?}, cat {cat:?}");
    println!(
        "{:.2} times cat (best of both {:.2}), {:.0} rows/s",
        ratios[ratios.len() / 2],
        best.as_secs_f64() / cat.as_secs_f64(),
        f64::from(u32::try_from(rows).unwrap()) / best.as_secs_f64()
    );
    if std::env::var_os("KEEP").is_none() {
        fs::remove_dir_all(&folder).unwrap();
    } else {
        println!("{}", folder.display());
    }
}

fn timed(folder: &Path, program: &str, arguments: &[&str], out: &str) -> Duration {
    let out = File::create(folder.join(out)).unwrap();
    let start = Instant::now();
    let status = Command::new(program).args(arguments).current_dir(folder).stdout(out).stderr(Stdio::null()).status();
    assert!(status.unwrap().success());
    start.elapsed()
}

fn image(row: usize) -> String {
    format!("images/{row:06}-front.jpg")
}

/// Adjectives, stuffs and nouns of a furniture shop, put together in several ways.
fn products(rows: usize) -> String {
    const LOOKS: &str = "Rustic Modern Nordic Vintage Compact Slim Round Oval Square Low Tall Wide Narrow Foldable Stackable Padded \
        Quilted Woven Ribbed Fluted Curved Tapered Glossy Matte Brushed Lacquered Oiled Weathered Handmade Upholstered Tufted \
        Industrial Minimal Classic Coastal Rural Urban Boxy Airy Sturdy Lightweight Adjustable Swivel Reclining Rocking Nesting \
        Modular Floating Freestanding Portable Child-size Extra-wide Two-tone Emerald Ivory Amber Indigo Olive Umber Ochre";
    const STUFFS: &str =
        "oak walnut rattan bamboo birch ash beech teak pine marble velvet linen leather steel brass wicker cane mango";
    const NOUNS: &str = "armchair bench stool sofa desk lamp mirror shelf bookcase wardrobe dresser nightstand ottoman pouf footrest \
        cabinet sideboard console cupboard chest trunk crate basket hamper planter vase lantern chandelier pendant sconce rug \
        runner cushion throw blanket curtain screen divider easel stand rack hook ladder trolley cart tray bowl platter board \
        clock frame candlestick bookend umbrella-stand headboard daybed futon bunk crib cradle recliner rocker settee loveseat \
        chaise tables chairs stools cushions lamps shelves planters baskets mirrors drawers hangers curtains candles trays pots";
    let [looks, stuffs, nouns] = [LOOKS, STUFFS, NOUNS].map(|words| words.split_whitespace().collect::<Vec<_>>());
    let mut state = 1_u64;
    let mut below = |count: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % count
    };
    let mut csv = "sku,title,image,price,stock\n".to_owned();
    for row in 0..rows {
        let (look, stuff, noun) = (looks[below(looks.len())], stuffs[below(stuffs.len())], nouns[below(nouns.len())]);
        let other = nouns[below(nouns.len())];
        let title = match below(6) {
            0 => format!("{look} {noun}"),
            1 | 2 => format!("{look} {stuff} {noun}"),
            3 => format!("{look} {noun} with {stuff} legs"),
            4 => format!("{look} {stuff} {other} and {noun}"),
            _ => format!("{look} hand-finished {stuff} {noun}, {} cm", 40 + 5 * below(30)),
        };
        let title = if title.contains(',') { format!("\"{title}\"") } else { title };
        writeln!(csv, "SKU-{row:06},{title},{},{}.{:02},{}", image(row), 9 + below(900), below(100), below(500))
            .unwrap();
    }
    csv
}
