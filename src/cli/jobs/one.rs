//! The job of a pass. What comes in: a compiled task of a scene. What goes out: a job for each of its passes, its body cut
//! where images go whose ids only the service knows.

use std::collections::HashMap;
use std::path::Path;

use super::{Digests, Jobs};
use crate::cli::disk::Disk;
use crate::compile::{Compiled, Opened};
use crate::diagnostic::{Code, Diagnostic, file_finding};
use crate::emit::request::{Images, Piece};
use crate::emit::{Json, Pass, wire};
use crate::source::SourceMap;
use crate::submit::{Input, Job};
use crate::target::{Cost, SourceForm, Target};

/// Makes the jobs of a scene.
pub(super) struct Maker<'a> {
    /// Its path from the project's folder.
    scene: String,
    /// A digest of its texts.
    hash: String,
    project: std::path::PathBuf,
    disk: &'a Disk,
    target: Target<'a>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(
        (scene, project): (&str, &Path),
        opened: &Opened<'_>,
        disk: &'a Disk,
        target: Target<'a>,
    ) -> Self {
        Self { scene: scene.to_owned(), hash: digest(&opened.sources), project: project.to_owned(), disk, target }
    }

    /// Adds the jobs of a task, if it has no errors; what is wrong with its files is added to its findings.
    pub(super) fn add(&self, id: &str, compiled: &mut Compiled, digests: &mut Digests, jobs: &mut Jobs) {
        let mut made: HashMap<String, usize> = HashMap::new();
        let mut findings = Vec::new();
        for pass in &compiled.passes {
            let job = jobs.jobs.len();
            match self.job((id, pass), &compiled.sources, digests, &made) {
                Ok(one) => {
                    jobs.jobs.push(one);
                    jobs.costs.push(pass.cost.clone());
                    if !jobs.checked.contains_key(&pass.task.model) {
                        let profile = self.target.models.get(&pass.task.model);
                        let day = profile.map_or_else(String::new, |profile| profile.checked.clone());
                        jobs.checked.insert(pass.task.model.clone(), day);
                    }
                    made.insert(pass.task.task_uuid.clone(), job);
                }
                Err(found) => findings.extend(found),
            }
        }
        compiled.diagnostics.extend(findings);
    }

    fn job(
        &self,
        (id, pass): (&str, &Pass),
        sources: &SourceMap,
        digests: &mut Digests,
        made: &HashMap<String, usize>,
    ) -> Result<Job, Vec<Diagnostic>> {
        let (mut files, mut findings) = (HashMap::new(), Vec::new());
        for (image, reference) in pass.task.images().into_iter().zip(&pass.references) {
            if SourceForm::of(image) != SourceForm::Path {
                continue;
            }
            match digests.of(image, &self.project, self.disk) {
                Ok(input) => drop(files.insert(image.to_owned(), input)),
                Err(error) => findings.push(file_finding(&reference.source, &error, reference.span)),
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        let span = pass.stretches.first().map(|stretch| stretch.span).unwrap_or_default();
        let (body, inputs) = self
            .body(pass, &files, made)
            .ok_or_else(|| vec![Diagnostic::new(Code::BadSetting, span, "its task cannot be sent")])?;
        let at = sources.start(span);
        let word = |text: &str| if text.is_empty() { "scene".to_owned() } else { text.to_owned() };
        Ok(Job {
            scene: self.scene.clone(),
            scene_hash: self.hash.clone(),
            id: word(id),
            pass: word(&pass.name),
            model: pass.task.model.clone(),
            prompt: pass.prompt.clone(),
            size: pass.task.width.zip(pass.task.height),
            results: pass.task.number_results.and_then(|results| u32::try_from(results).ok()).unwrap_or(1),
            seed: pass.task.seed,
            estimate: pass.cost.usd(),
            exact: matches!(pass.cost, Cost::Known(_)),
            place: format!("{}:{}:{}", sources.file(span.file).name(), at.line, at.column),
            references: pass.references.iter().map(|reference| reference.source.to_string()).collect(),
            body,
            inputs,
        })
    }

    /// The body of the task without its brace, kind and id, and what stands between its pieces.
    fn body(
        &self,
        pass: &Pass,
        files: &HashMap<String, Input>,
        made: &HashMap<String, usize>,
    ) -> Option<(Vec<String>, Vec<Input>)> {
        // The kind is in the digest already, and only tells whether this is an image.
        let images = Images { folder: "", kind: &|path| files.contains_key(path).then_some("jpeg") };
        let request = wire::request(&pass.task, self.target, &images).ok()?;
        let Json::List(tasks) = Json::read(&request.body)? else { return None };
        let Some(Json::Object(mut members)) = tasks.into_iter().next() else { return None };
        members.retain(|(name, _)| name != "taskType" && name != "taskUUID");
        let (mut body, mut inputs) = (Vec::new(), Vec::new());
        let mut text = String::new();
        for piece in Json::Object(members).pieces() {
            let input = match piece {
                Piece::Json(json) => {
                    text.push_str(&json);
                    continue;
                }
                Piece::File(file) => files.get(&file.path)?.clone(),
                Piece::Made(task) => Input::Picture(*made.get(&task)?),
            };
            body.push(std::mem::take(&mut text));
            inputs.push(input);
        }
        body.push(text);
        let first = body.first_mut()?;
        *first = first.strip_prefix('{')?.to_owned();
        Some((body, inputs))
    }
}

/// A digest of all texts that a scene is made of.
fn digest(sources: &SourceMap) -> String {
    let mut hasher = blake3::Hasher::new();
    for (_, text) in sources.texts() {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
