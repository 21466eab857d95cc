//! What comes in: jobs made by hand, and widths. What goes out: nothing but claims about the tables and the summary of a
//! plan. Absent: the journal and the disk, which the tests of the command have.
#![allow(clippy::unwrap_used)]
use std::path::PathBuf;

use super::*;
use crate::submit::{Input, Job};
use crate::target::{Guess, Usd};

fn job(scene: &str, id: &str, pass: &str) -> Job {
    Job {
        scene: scene.to_owned(),
        scene_hash: String::new(),
        id: id.to_owned(),
        pass: pass.to_owned(),
        model: "google:4@3".to_owned(),
        prompt: String::new(),
        size: Some((1200, 896)),
        results: 1,
        seed: None,
        estimate: None,
        exact: true,
        place: String::new(),
        references: vec!["mug.png".to_owned()],
        body: vec![format!("\"positivePrompt\":\"{scene} {id} {pass}\"}}")],
        inputs: Vec::new(),
    }
}

fn jobs(jobs: Vec<Job>) -> Jobs {
    let costs = vec![Cost::Known(Usd(69_510)); jobs.len()];
    let checked = [("google:4@3".to_owned(), "2026-11-22".to_owned())].into();
    Jobs {
        project: PathBuf::new(),
        jobs,
        costs,
        checked,
        sources: Vec::new(),
        submit: crate::cli::projects::Submit::default(),
    }
}

fn shown(jobs: &Jobs, width: Option<usize>) -> String {
    let planned = Planned::of(jobs, None, None, false).unwrap();
    table(jobs, &planned, Look { colour: false, width })
}

#[test]
fn columns_that_say_nothing_are_left_out() {
    let two = jobs(vec![job("mug.scene", "scene", "scene"), job("cup.scene", "scene", "scene")]);
    assert_eq!(
        shown(&two, Some(80)),
        "
  scene   size       images   state   price
  mug     1200x896   1        new     $0.06951
  cup     1200x896   1        new     $0.06951
  total                               $0.13902

  model        tasks   pictures   price      looked up
  google:4@3   2       2          $0.13902   2026-11-22
"
    );
    let one = jobs(vec![job("mug.scene", "scene", "scene")]);
    assert!(!shown(&one, None).contains("total"));
}

#[test]
fn models_stand_apart_and_what_is_not_known_is_said() {
    let mut all = jobs(vec![
        job("mug.scene", "red", "lit"),
        Job { model: "acme:1".to_owned(), size: None, ..job("mug.scene", "red", "shelf") },
        Job { model: "krea:krea@3".to_owned(), results: 4, ..job("cup.scene", "scene", "scene") },
        job("mug.scene", "red", "lit"),
    ]);
    all.costs[1] = Cost::Unknown;
    all.costs[2] = Cost::About(Usd(50_000), Guess::Typical);
    assert_eq!(
        shown(&all, None),
        "
  scene   task   pass    model         size                images   state      price
  mug     red    lit     google:4@3    1200x896            1        new        $0.06951
  mug     red    shelf   acme:1        its own             1        new        not known
  cup     -      -       krea:krea@3   1200x896, 4 times   1        new        about $0.05
  mug     red    lit     google:4@3    1200x896            1        as above   -
  total                                                                        at least $0.11951

  model         tasks   pictures   price         looked up
  acme:1        1       1          not known     not known
  google:4@3    1       1          $0.06951      2026-11-22
  krea:krea@3   1       4          about $0.05   not known
"
    );
}

#[test]
fn names_are_shortened_until_a_row_fits() {
    let scene = "catalogue/autumn/long_case_clocks_and_other_things.scene";
    let all = jobs(vec![
        job(scene, "walnut-with-brass-fittings.evening", "second_opinion"),
        job("手手手手手手手手手手手手手手手手手手.scene", "a\u{1b}[31mb", "x"),
    ]);
    for width in [60, 64, 72, 80, 100, 140] {
        let text = shown(&all, Some(width));
        assert!(text.lines().all(|line| line.width() <= width), "{width}: {text}");
        assert!(text.contains("  total  ") && !text.contains('\u{1b}'), "{width}: {text}");
    }
    assert!(shown(&all, Some(80)).contains("…") && shown(&all, Some(80)).contains("size"));
    assert!(!shown(&all, Some(60)).contains("size"), "what matters least is left out");
    assert!(shown(&all, None).contains("catalogue/autumn/long_case_clocks_and_other_things"));
    // Too narrow for a table: one below the other.
    let narrow = shown(&all, Some(20));
    assert!(narrow.lines().all(|line| line.width() <= 40) && narrow.contains("\n    price "), "{narrow}");
    assert!(narrow.contains("\n  total\n    price    $0.13902\n"), "{narrow}");
}

#[test]
fn a_terminal_gets_fifty_rows_and_a_pipe_gets_all() {
    let many = |count: usize| jobs((0..count).map(|at| job("mug.scene", &format!("m-{at}"), "scene")).collect());
    let text = shown(&many(1234), Some(80));
    assert!(text.contains("  1184 more tasks are not shown"), "{text}");
    assert_eq!(text.matches("m-").count(), 50);
    assert!(text.contains("$85.77534"), "the total is of all: {text}");
    assert_eq!(shown(&many(1234), None).matches("m-").count(), 1234);
    assert!(!shown(&many(50), Some(80)).contains("more"));
    assert!(shown(&many(51), Some(80)).contains("  1 more task is not shown"));
}

#[test]
fn nothing_has_no_table() {
    assert_eq!(shown(&jobs(Vec::new()), Some(80)), "");
    let planned = Planned::of(&jobs(Vec::new()), None, None, false).unwrap();
    assert_eq!(planned.summary(&jobs(Vec::new())), "nothing to make\n");
}

#[test]
fn the_summary_counts_tasks_pictures_and_images_once() {
    let file = |hash: &str, bytes| Input::File {
        path: "mug.png".to_owned(),
        file: "mug.png".to_owned(),
        hash: hash.repeat(64),
        bytes,
        mime: "image/png".to_owned(),
    };
    let with = |id: &str, inputs: Vec<Input>| Job {
        body: (0..=inputs.len()).map(|at| format!("{id}{at}")).collect(),
        inputs,
        results: 2,
        ..job("mug.scene", id, "scene")
    };
    let mut all = jobs(vec![
        with("a", vec![file("0", 2_000_000)]),
        with("b", vec![file("0", 2_000_000), file("1", 3_200_000), Input::Picture(0)]),
        with("b", vec![file("0", 2_000_000), file("1", 3_200_000), Input::Picture(0)]),
    ]);
    let told = |all: &Jobs| Planned::of(all, None, None, false).unwrap().summary(all);
    assert_eq!(
        told(&all),
        "4 pictures to make in 2 tasks, up to 2 passes deep
1 task is the same as another one, and not paid again
2 images to upload (5.2 MB)
$0.13902 by the prices of 2026-11-22
"
    );
    all.jobs[1].model = "acme:1".to_owned();
    all.checked.insert("acme:1".to_owned(), "2026-10-01".to_owned());
    assert!(told(&all).ends_with("\n$0.13902 by the prices of 2026-10-01 to 2026-11-22\n"), "{}", told(&all));
    all.costs[1] = Cost::Unknown;
    assert!(told(&all).ends_with("\nat least $0.06951 by the prices of 2026-10-01 to 2026-11-22\n"), "{}", told(&all));
    all.costs[0] = Cost::Unknown;
    assert!(told(&all).ends_with("\nthe price is not known\n"), "{}", told(&all));
}
