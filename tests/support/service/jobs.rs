//! Jobs of all kinds: with files, with pictures of earlier jobs, with the content of others, with several results.

use scenewright::submit::{Input, Job};
use scenewright::target::Usd;

/// How many jobs a set has.
pub const SET: usize = 7;

/// The bytes of a file that jobs name. One is too large for one piece of the network.
fn bytes(file: &str) -> Vec<u8> {
    let mut bytes = super::service::pictures::bytes(file, "PNG");
    if file.contains("large") {
        bytes.resize(300_000, 7);
    }
    bytes
}

/// The files that jobs name.
pub fn files(jobs: &[Job]) -> Vec<(String, Vec<u8>)> {
    let files = jobs.iter().flat_map(|job| &job.inputs).filter_map(|input| match input {
        Input::File { file, .. } => Some((file.clone(), bytes(file))),
        Input::Picture(_) => None,
    });
    files.collect()
}

pub fn file(name: &str) -> Input {
    let bytes = bytes(name);
    Input::File {
        path: name.to_owned(),
        file: name.to_owned(),
        hash: blake3::hash(&bytes).to_string(),
        bytes: bytes.len() as u64,
        mime: "image/png".to_owned(),
    }
}

/// A job for a prompt.
pub fn job(id: &str, prompt: &str, more: &str, inputs: Vec<Input>) -> Job {
    let head = format!("\"model\":\"google:4@3\",\"positivePrompt\":\"{prompt}\"{more}");
    let body = if inputs.is_empty() {
        vec![head + "}"]
    } else {
        let mut body = vec![head + ",\"inputs\":{\"referenceImages\":["];
        body.extend(std::iter::repeat_n(",".to_owned(), inputs.len() - 1));
        body.push("]}}".to_owned());
        body
    };
    let results = more
        .split_once("\"numberResults\":")
        .map_or(1, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap());
    Job {
        scene: "shop/table.scene".to_owned(),
        scene_hash: blake3::hash(b"scene").to_string(),
        id: id.to_owned(),
        pass: "scene".to_owned(),
        model: "google:4@3".to_owned(),
        prompt: prompt.to_owned(),
        size: None,
        results,
        seed: None,
        estimate: Some(Usd(68_950 * u64::from(results))),
        exact: true,
        place: "shop/table.scene:1:1".to_owned(),
        references: Vec::new(),
        body,
        inputs,
    }
}

/// Jobs that hang together in every way there is. `first` is the position of the first of them in the run.
///
/// 0 needs a file; 1 needs 0 and a large file; 2 is the same as 0; 3 has three pictures; 4 has the file of 0;
/// 5 needs 3 and 1; 6 is alone.
pub fn set(number: usize, first: usize) -> Vec<Job> {
    let id = |name: &str| format!("{name}-{number}");
    let prompt = |what: &str| format!("{what} {number}.");
    let png = ",\"outputFormat\":\"PNG\"";
    let table = file(&format!("table-{}.png", number / 3));
    let mut jobs = vec![
        job(&id("table"), &prompt("A table"), png, vec![table.clone()]),
        job(&id("mug"), &prompt("A mug on it"), "", vec![Input::Picture(first), file("large.png")]),
        job(&id("again"), &prompt("A table"), png, vec![table.clone()]),
        job(&id("three"), &prompt("Three lamps"), ",\"numberResults\":3,\"outputFormat\":\"PNG\"", Vec::new()),
        job(&id("webp"), &prompt("A cloth"), ",\"seed\":0,\"outputFormat\":\"WEBP\"", vec![table]),
        job(&id("last"), &prompt("All of it"), "", vec![Input::Picture(first + 3), Input::Picture(first + 1)]),
        job(&id("alone"), &prompt("A window"), ",\"width\":1200,\"height\":896", Vec::new()),
    ];
    "mug_scene".clone_into(&mut jobs[1].pass);
    jobs
}

/// A run of so many sets.
pub fn sets(count: usize) -> Vec<Job> {
    (0..count).flat_map(|number| set(number, number * SET)).collect()
}
