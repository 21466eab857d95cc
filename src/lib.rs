//! Scenewright compiles `.scene` files into prompts and tasks for image models. A scene names reference photographs and
//! says how they fit together; the compiler decides the order of the photographs, writes an English prompt that names
//! each by its position, and emits the task that holds them in that same order.
//!
//! ```
//! use scenewright::compile::{Input, NoFiles, compile};
//!
//! let text = r#"
//! mug   = ref("mug.jpg", "stoneware mug")
//! shelf = ref("shelf.jpg", "oak shelf")
//! mug standing_on shelf
//! "#;
//! let compiled = compile(&Input { name: "mug.scene", text, files: &NoFiles, ..Input::default() });
//!
//! assert_eq!(
//!     compiled.pass().prompt,
//!     "Place the stoneware mug from the first image onto the oak shelf from the second image."
//! );
//! let sources: Vec<&str> = compiled.pass().references.iter().map(|reference| reference.source.as_str()).collect();
//! assert_eq!(sources, ["mug.jpg", "shelf.jpg"]);
//! ```
//!
//! What is wrong with a scene comes as values, all of it in one run:
//!
//! ```
//! use scenewright::compile::{Input, NoFiles, compile};
//!
//! let text = "mug = ref(\"mug.jpg\")\nmug standing_on shelf\n";
//! let compiled = compile(&Input { name: "mug.scene", text, files: &NoFiles, ..Input::default() });
//!
//! assert!(compiled.has_errors());
//! assert_eq!(compiled.diagnostics[0].code.name(), "unknown-name");
//! assert_eq!(compiled.sources.start(compiled.diagnostics[0].span()).line, 2);
//! ```
//!
//! # Architecture
//!
//! Every room under `src` is one stage with one verb, and data flows one way:
//!
//! ```text
//!             text
//!              |                 source      where things stand
//!        syntax: parse           diagnostic  what is wrong, and where
//!              |  ast::File      lexicon     what words mean (data)
//!        reuse: reuse            target      what models take (data)
//!              |  ast::File
//!  matrix: count, bind
//!              |  ast::File, one for each task
//!       scene: resolve
//!              |  Scene
//!       passes: split
//!              |  a Scene a pass
//!          plan: plan
//!              |  Plan
//!      realise: realise
//!              |  Words: the prompt, and the cause of each byte
//!           emit: Task
//!              |
//!      prompt, task, references, map
//! ```
//!
//! ## Invariants
//!
//! - Imports point one way. `tests/architecture.rs` holds the table of who may import whom, and fails if it is broken.
//! - Each stage has its own types, and no tree holds the results of a later stage.
//! - Every stage is total: it returns its value and its findings, and goes on after an error. No input makes it panic.
//! - The core reads no file, no environment and no clock, and writes to no stream. What it must know of files it asks
//!   through one trait, [`source::Files`]; only [`cli`] and [`mod@submit`] touch the world.
//! - The same scene gives the same bytes on every machine: no output depends on the order of a hash map or on a locale.
//! - Positions are never typed: the prompt and the task take them from the same list, [`plan::Plan::images`].
//! - Open vocabulary is data and closed grammar is a Rust enum. A relation, an aspect or a model is added to a data file,
//!   and the example that stands with it is its test.
//! - What an existing scene says never changes within an edition, since prompts are tested and paid for.
//!
//! ## Rooms, in reading order
//!
//! - [`source`] gives every stretch of a file a [`source::Span`] of bytes, and turns offsets into lines and columns. It
//!   also holds the trait through which the core asks about files.
//! - [`diagnostic`] is what every stage says when something is wrong: a stable code, places, advice, fixes. It knows no
//!   stage; its renderers turn findings into text for people, short lines, JSON, SARIF or workflow commands, and
//!   [`diagnostic::mend`] makes the fixes.
//! - [`lexicon`] holds the vocabulary: relations, aspects, adverbs and word forms, read from data files. It finds near
//!   misses by spelling, and knows no grammar.
//! - [`target`] holds what is known of each model: sizes, limits, prices, and how it wants images named; and of each service
//!   that takes requests. Figures come from data files that name their source and date; what is absent there is unknown, and
//!   never made up.
//! - [`models`] reads the models of a project from its `models.toml`: new ones, and what it knows better of known ones. It
//!   makes the same profiles of them, so that nobody behind it asks where a figure comes from.
//! - [`syntax`] turns text into [`syntax::ast`], the file as it was written, with nothing resolved. The shapes stand in
//!   `grammar/scene.pest`, which knows no vocabulary.
//! - [`mod@format`] writes a text anew in the one form that scenes have. It needs the shapes of the statements and nothing
//!   of what they mean, so it stands beside the pipeline and not in it.
//! - [`reuse`] puts what other files bind, and the statements of presets, in the place where a scene makes use of them.
//!   Nothing behind it knows of files or presets.
//! - [`matrix`] makes many tasks of one scene: it reads `param`, `vary`, `zip` and `skip`, streams the rows of data files, and
//!   puts the values of each task into the tree. Behind it nobody knows of variables.
//! - [`scene`] resolves names, words and settings into a [`scene::Scene`]. Here it is settled whether a word is an element,
//!   a relation, an aspect or a setting.
//! - [`passes`] cuts a scene into one scene for each picture, by its own passes or by a plan, so that nothing behind it
//!   need know that there are several.
//! - [`plan`] decides what is said, in which order, under which opening, and which names need their position. It holds no
//!   English.
//! - [`photo`] looks into the bytes of an image: format, size, rotation, what its border is like.
//! - [`lint`] judges a scene that could be understood: contradictions, images that will not work, what vendors advise
//!   against. A lint is one file here, one line in the table, and one page in `docs/findings`, which the compiler holds
//!   so that every code is explained, those of other rooms too. Last, it leaves out what comments allow. It stands behind `plan`, since most advice is about what
//!   the prompt will make of an element.
//! - [`realise`] writes the English: noun phrases, fragments, sentences, in the words that the maker of the model asks for.
//!   Every byte of it knows the statement that caused it.
//! - [`emit`] checks settings against the model and the service, builds the task and the body that the service takes, and
//!   writes each machine-readable form, and programs that send tasks. It sends nothing itself.
//! - [`snapshot`] writes everything that a team reviews of a scene's tasks as a text made for diffs, reads that text again, and
//!   tells how two of them differ as a person would. It stands behind `emit`, whose results it keeps.
//! - [`batch`] writes the tasks of thousands of rows quickly: it has the compiler compile one row of each shape with
//!   stand-ins, and puts the values of the others in their place. Its doc says what of a word the compiler looks at; whoever
//!   makes it look at more changes that room too.
//! - [`mod@compile`] is the pipeline on one screen, and the only file that knows the order of the stages. Begin here to
//!   follow a scene through.
//! - [`ide`] is what an editor asks: findings at every key, completions, what is told of a word, names and where they stand,
//!   changes. Plain data about places in bytes; it keeps nothing between two questions.
//! - [`mod@lsp`] is the protocol around it, with the scenes that are open and what was told of them. It is behind the feature
//!   `lsp`, which is on unless it is turned off.
//! - [`mod@submit`] sends tasks and gets their pictures: a journal that survives every fault, one loop that decides, a client
//!   that makes one exchange at a time. It knows jobs, and no scenes. It is behind the feature `submit`, which is on unless
//!   turned off: whoever compiles scenes as a library needs no network and no database.
//! - [`cli`] has one file for each command, each a thin layer over the rest. It is the only room that reads the environment
//!   and writes to the terminal.

// The code that pest derives names `alloc`, since its own `std` feature is off.
extern crate alloc;

pub mod batch;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod emit;
pub mod format;
pub mod ide;
pub mod lexicon;
pub mod lint;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod matrix;
pub mod models;
pub mod passes;
pub mod photo;
pub mod plan;
pub mod realise;
pub mod reuse;
pub mod scene;
pub mod snapshot;
pub mod source;
#[cfg(feature = "submit")]
pub mod submit;
pub mod syntax;
pub mod target;

pub use cli::golden;
pub use compile::{Compiled, Input, NoFiles};

/// Compiles the text of one scene, without looking at any file it names.
///
/// The prompt is empty if the scene has errors; [`Compiled::diagnostics`] says why.
///
/// ```
/// let compiled = scenewright::compile(
///     r#"
///     mug = ref("mug.jpg", "speckled mug")
///     shelf = ref("shelf.jpg", "oak shelf")
///     mug standing_on shelf
///     "#,
/// );
/// assert_eq!(
///     compiled.pass().prompt,
///     "Place the speckled mug from the first image onto the oak shelf from the second image."
/// );
/// assert_eq!(compiled.pass().references[1].source, "shelf.jpg");
/// ```
///
/// In a test of your own, a snapshot holds the prompt:
///
/// ```
/// # std::env::set_current_dir(env!("CARGO_MANIFEST_DIR")).unwrap();
/// let scene = "fox = ref(\"fox.jpg\")\nfox sleeping_in \"the snow\"";
/// insta::assert_snapshot!(
///     scenewright::compile(scene).pass().prompt,
///     @"Create one scene: the fox from the first image sleeping in the snow."
/// );
/// ```
#[must_use]
pub fn compile(text: &str) -> Compiled {
    compile::compile(&Input { name: "scene", text, files: &NoFiles, ..Input::default() })
}
