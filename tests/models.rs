//! The models of a project, from the text of `models.toml`: every key, every fault with its place, and files that mean harm.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;

use scenewright::compile::{Input, Target, compile};
use scenewright::diagnostic::{Code, Diagnostic, mend, render};
use scenewright::models::{self, MOST_BYTES, Own};
use scenewright::source::{FileId, SourceMap};
use scenewright::target::{Images, Limits, Models, Negatives, Profile, ShapeFrom, Status, Takes, Usd, data};

fn read(text: &str) -> Own {
    models::read(FileId(0), text)
}

/// The findings of a text, a line each.
fn short(text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add("models.toml", text);
    render::short(&models::read(file, text).diagnostics, &sources)
}

/// The models of a text without faults.
fn sound(text: &str) -> Models {
    assert_eq!(short(text), "");
    Models::with(read(text).profiles)
}

fn built_in(air: &str) -> &'static Profile {
    Models::BUILT_IN.get(air).unwrap()
}

#[test]
fn a_model_begins_with_another() {
    let models = sound(
        r#"
        [models."acme:portrait@1"]
        like = "google:4@3"
        name = "Acme Portrait"
        references = { min = 1, max = 6 }
        priceUSD = { image = { "1K" = 0.05 } }
        "#,
    );
    let (own, base) = (models.get("acme:portrait@1").unwrap(), built_in("google:4@3"));
    assert_eq!(
        (own.name.as_str(), own.provider.as_str(), own.slug.as_str()),
        ("Acme Portrait", "acme", "acme-portrait-1")
    );
    assert_eq!(own.references, Limits { min: Some(1), max: Some(6) });
    assert_eq!(own.price.image["1K"], Usd(50_000));
    assert_eq!(own.price.image["2K"], base.price.image["2K"], "what is not said is as it was");
    assert_eq!((&own.sizes, own.seed, &own.dialect), (&base.sizes, base.seed, &base.dialect));
    assert_eq!(own.source.as_deref(), Some("models.toml, like google:4@3"));
    assert_eq!(own.confidence, "what the project says");
    assert_eq!(models.find("acme-portrait-1"), Some(own));
    assert_eq!(models.ids().last(), Some("acme:portrait@1"));
}

#[test]
fn a_known_model_is_changed_key_by_key() {
    let text = r#"
        [models."google:4@3"]
        status = "retiring"
        until = 2027-01-31
        successor = "google-nano-banana-2-1"
    "#;
    let own = sound(text).get("google:4@3").unwrap().clone();
    let expected = Profile {
        status: Status::Retiring,
        until: Some("2027-01-31".to_owned()),
        successor: Some("google:nano-banana@2.1".to_owned()),
        ..built_in("google:4@3").clone()
    };
    assert_eq!(own, expected, "a day may stand without quotes, a model goes by its slug too, and all else stays");
    let origin = &read(text).origins[0];
    assert_eq!((origin.like.as_deref(), origin.sets.join(" ").as_str()), (None, "status successor until"));
}

#[test]
fn every_key_is_understood() {
    let models = sound(
        r#"
        [models."acme:all@2.1"]
        slug = "acme-all"
        name = "All"
        provider = "Acme"
        also = ["acme:all@2.0"]
        status = "retired"
        until = "2026-01-02"
        successor = "acme:all@3"
        dialect = { images = "@tag", inputs = true, negatives = "positive", tag = { min = 3, max = 16 } }
        references = { min = 0, max = 3 }
        referencesOptional = true
        prompt = { min = 1, max = 1000 }
        negativePrompt = { max = 500 }
        seed = true
        fidelity = { objects = 5, characters = 2 }
        shapeFrom = "last"
        source = "https://acme.example/models"
        checked = 2026-11-20
        confidence = "our own trials"
        notes = ["It likes cats."]

        [models."acme:all@2.1".sizes]
        resolutions = ["1K", "2K"]
        defaultResolution = "1K"
        resolutionNeedsReferences = true
        needed = "withoutReferences"
        complete = false
        pairs = [
            { resolution = "1K", ratio = "1:1", width = 1024, height = 1024 },
            { resolution = "2K", ratio = "1:1", width = 2048, height = 2048 },
        ]
        free = { min = 64, max = 4096, step = 16, minPixels = 65536, maxPixels = 16777216, maxAspect = 4 }

        [models."acme:all@2.1".priceUSD]
        image = { "1K" = 0.01, "2K" = 0.02 }
        any = 1
        exact = { "1024x1024" = 0.0105 }
        steps = 28
        typical = 0.0431
        from = 0.025
        reference = 0.00028
        groundedSearch = 0.14

        [models."acme:all@3"]
        like = "acme-all"
        unset = ["status", "seed"]
        "#
        .replace(
            "unset = [\"status\", \"seed\"]",
            "unset = [\"seed\", \"priceUSD.image.2K\", \"references\", \"sizes.free.step\"]",
        )
        .as_str(),
    );
    let own = models.get("acme:all@2.1").unwrap();
    assert_eq!((own.dialect.images, own.dialect.negatives), (Images::Tag, Negatives::Positive));
    assert_eq!((own.status, own.shape_from, own.seed), (Status::Retired, Some(ShapeFrom::Last), Takes::Yes));
    assert_eq!(own.negative_prompt, Takes::Within(Limits { min: None, max: Some(500) }));
    assert_eq!((own.price.any, own.price.exact["1024x1024"]), (Some(Usd(1_000_000)), Usd(10_500)));
    assert_eq!(own.fidelity.as_ref().unwrap().source, "models.toml");
    assert_eq!((own.checked.as_str(), own.confidence.as_str()), ("2026-11-20", "our own trials"));
    assert_eq!(own.sizes.pairs[1].label(), "2K 1:1");
    let next = models.get("acme:all@3").unwrap();
    assert_eq!((next.provider.as_str(), next.status, next.seed), ("Acme", Status::Active, Takes::Unknown));
    assert_eq!((next.references, next.price.image.len()), (Limits::default(), 1));
    assert_eq!((&next.until, &next.successor, &next.also), (&None, &None, &Vec::new()), "these belong to the other");
    let free = next.sizes.free.as_ref().unwrap();
    assert_eq!((free.step, free.max), (None, Some(4096)));
}

#[test]
fn a_data_file_says_the_same_as_models_toml() {
    // TOML knows the values of JSON, so each data file can be written as a table of another model.
    for air in Models::BUILT_IN.ids() {
        let mut known: serde_json::Map<String, serde_json::Value> = serde_json::from_str(data(air).unwrap()).unwrap();
        known.retain(|key, value| !value.is_null() && key != "air" && key != "slug");
        let mut text = "[models.\"acme:copy@1\"]\nslug = \"copy\"\n".to_owned();
        for (key, value) in &known {
            let _ = writeln!(text, "{key} = {}", inline(value));
        }
        let own = sound(&text).get("acme:copy@1").unwrap().clone();
        let base = built_in(air).clone();
        let source = base.source.clone().or(Some("models.toml".to_owned()));
        let expected = Profile { air: own.air.clone(), slug: own.slug.clone(), source, ..base };
        assert_eq!(own, expected, "{air}");
    }
}

/// A value of JSON as TOML has it on one line.
fn inline(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            let keys: Vec<_> = map.iter().map(|(key, value)| format!("\"{key}\" = {}", inline(value))).collect();
            format!("{{ {} }}", keys.join(", "))
        }
        serde_json::Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        plain => plain.to_string(),
    }
}

#[test]
fn an_empty_file_changes_nothing() {
    for text in ["", "\u{FEFF}", "# ours\r\n", "[models]\n", "models = {}"] {
        let own = read(text);
        assert!(own.diagnostics.is_empty() && own.origins.is_empty());
        let models = Models::with(own.profiles);
        assert!(models.all().eq(Models::BUILT_IN.all()), "{text:?}");
    }
    let named = sound("[models.\"google:4@3\"]\n");
    assert!(named.all().eq(Models::BUILT_IN.all()), "a table that says nothing changes nothing");
}

#[test]
fn own_resolutions_leave_the_sizes_of_others_behind() {
    let models = sound(
        r#"
        [models."acme:small@1"]
        like = "google:4@3"
        sizes.resolutions = ["0.5K", "2K"]
        "#,
    );
    let own = models.get("acme:small@1").unwrap();
    assert_eq!((own.sizes.pairs.len(), own.sizes.default_resolution.as_deref()), (28, None));
    assert_eq!(own.price.image.keys().collect::<Vec<_>>(), ["0.5K", "2K"]);
}

#[test]
fn likeness_goes_through_chains_in_any_order() {
    let models = sound(
        r#"
        [models."a:1@1"]
        like = "a:2@1"
        [models."a:2@1"]
        like = "google:4@1"
        prompt.max = 7
        [models."google:4@1"]
        references.max = 9
        "#,
    );
    let own = models.get("a:1@1").unwrap();
    assert_eq!((own.prompt.max, own.references.max), (Some(7), Some(9)));
    assert_eq!(own.status, Status::Active, "that the other was withdrawn is no fact about this one");
}

#[test]
fn scenes_are_held_to_the_models_of_the_project() {
    let models = sound("[models.\"acme:portrait@1\"]\nlike = \"google:4@3\"\nreferences.max = 1\nprompt.max = 20\n");
    let text = "model acme:portrait@1\na = ref(\"a.jpg\", \"mug\")\nb = ref(\"b.jpg\", \"shelf\")\na standing_on b\n";
    let target = Target { models: &models, ..Target::default() };
    let compiled = compile(&Input { name: "a.scene", text, target, ..Input::default() });
    let codes: Vec<_> = compiled.diagnostics.iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&Code::TooManyReferences) && codes.contains(&Code::PromptTooLong), "{codes:?}");
    let near = text.replace("portrait", "portait");
    let compiled = compile(&Input { name: "a.scene", text: &near, target, ..Input::default() });
    assert!(compiled.diagnostics[0].help.as_deref().unwrap().contains("did you mean `acme:portrait@1`?"));
}

#[test]
fn the_example_of_the_docs_is_sound() {
    let page = include_str!("../docs/models.md");
    let blocks: Vec<_> = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let models = blocks.iter().find(|block| block.contains("[models.\"acme:portrait@1\"]")).unwrap();
    let models = sound(models);
    let own = models.get("acme:portrait@1").unwrap();
    assert_eq!((own.references.max, own.seed), (Some(6), Takes::Unknown));
}

/// Every fault that a file can have, one file each.
const FAULTS: &[&str] = &[
    // The form of the file.
    "[models",
    "[models.google:4@3]\n",
    "a = \nb = ]\nc = 1\nc = 2\n",
    "models = 1\n",
    "[[models]]\n",
    "[model.\"a:b@1\"]\n",
    "[\"google:4@3\"]\n",
    "[services]\n",
    "[models.acme]\n",
    "[models.\"acme:portrait\"]\n",
    "[models.google-nano-banana-2]\n",
    "[models.\"google:4@@3\"]\n",
    "[models.\"bad id:1@\\u001b\"]\n",
    "models.\"a:b@1\" = \"google:4@3\"\n",
    // Keys.
    "[models.\"google:4@3\"]\nreference.max = 1\nair = \"x\"\nfoo = 1\nreferences.maximum = 3\nsizes.free.mim = 1\n",
    // Types.
    "[models.\"google:4@3\"]\nreferences.max = \"six\"\nreferences.min = \"6\"\nname = 5\nalso = \"x\"\nseed = \"true\"\n",
    "[models.\"google:4@3\"]\nreferences = 5\nprompt = [1, 2]\nseed = 5\nsizes = []\nstatus = true\nnotes = [1]\n",
    "[models.\"google:4@3\"]\nprompt.max = 1.5\nuntil = 07:32:00\nsizes.complete = 0\nchecked = 1979-05-27T07:32:00Z\n",
    "[models.\"google:4@3\"]\nname = \" \"\nsource = \"\"\nslug = \"a b\"\nuntil = \"soon\"\nalso = [\"odd\"]\n",
    // A few words.
    "[models.\"google:4@3\"]\nstatus = \"retireing\"\nshapeFrom = \"middle\"\nsizes.needed = \"Never\"\n",
    "[models.\"google:4@3\"]\ndialect.images = \"Image1\"\ndialect.negatives = \"none\"\n",
    // Numbers.
    "[models.\"google:4@3\"]\nreferences.max = -1\nprompt.max = 99999999999999999999999999999999999999999\n",
    "[models.\"google:4@3\"]\npriceUSD = { any = -0.5, typical = nan, from = inf, reference = 1e300, groundedSearch = \"0.1\" }\n",
    "[models.\"google:4@3\"]\npriceUSD.any = -0x1F\npriceUSD.from = -9999999999999999999\nsizes.free.maxAspect = 0.5\n",
    "[models.\"google:4@3\"]\npriceUSD.image = { \"big one\" = 1, \"3K\" = 1 }\npriceUSD.exact = { large = 1 }\n",
    "[models.\"google:4@3\"]\nreferences.min = 20\nseed = { min = 5, max = 3 }\nsizes.free = { minPixels = 9, maxPixels = 8 }\n",
    // Sizes.
    "[models.\"google:4@3\"]\nsizes.pairs = [\n{ resolution = \"1K\", ratio = \"1:1\", width = 0, height = 0 },\n\
     { ratio = \"1:1\", width = 1, height = 1 },\n{ resolution = \"3K\", ratio = \"wide\", width = 1, height = 1 },\n\
     { resolution = \"3K\", ratio = \"2:1\", width = 1, height = 1 },\n{ width = 1 },\n{ ratoi = \"1:1\", width = 1, height = 1 }]\n",
    "[models.\"google:4@3\"]\nsizes.defaultResolution = \"3K\"\nsizes.resolutions = [\"1K\", \"2K\", \"1k\"]\n",
    "[models.\"krea:krea@3\"]\nunset = [\"sizes\"]\npriceUSD.image.\"1K\" = 1\n",
    // Other models.
    "[models.\"a:b@1\"]\nlike = \"googel:4@3\"\n[models.\"google:4@1\"]\nsuccessor = \"nothing\"\n",
    "[models.\"google:4@1\"]\nsuccessor = \"google:4@1\"\nlike = \"google:4@1\"\n",
    "[models.\"a:1@1\"]\nlike = \"a:2@1\"\n[models.\"a:2@1\"]\nlike = \"a:3@1\"\n[models.\"a:3@1\"]\nlike = \"a:2@1\"\n",
    "[models.\"a:1@1\"]\nlike = \"google:4@3\"\nslug = \"google-nano-banana-2\"\n\
     [models.\"a:2@1\"]\nlike = \"google:4@3\"\nslug = \"x\"\n[models.\"a:3@1\"]\nlike = \"google:4@3\"\nslug = \"x\"\n",
    // What is missing.
    "[models.\"google:4@33\"]\nprompt = {}\n",
    "[models.\"a:1@1\"]\ndialect.inputs = true\nreferences.max = 1\nfidelity.objects = 1\n",
    "[models.\"a:1@1\"]\ndialect = 3\nrefrences.max = 1\nprompt = {}\n",
    // What is unknown again.
    "[models.\"google:4@3\"]\nunset = [\"sed\", \"name\", \"dialect\", \"seed.maximum\", \"priceUSD.image.1 K\", 5, \"like\", \"sizes.pairs.0\"]\n",
];

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let mut out = String::new();
    for text in FAULTS {
        let told = short(text);
        assert!(!told.is_empty() && told.is_ascii(), "{text}\n{told}");
        let mut sources = SourceMap::default();
        let file = sources.add("models.toml", *text);
        let helps: Vec<_> = models::read(file, text)
            .diagnostics
            .iter()
            .map(|it| it.help.clone().unwrap_or_else(|| panic!("`{}` has no help", it.message)))
            .collect();
        let _ = writeln!(out, "{}", text.replace('\u{1b}', "ESC").trim_end());
        for (line, help) in told.lines().zip(helps) {
            let _ = writeln!(out, "  {line}\n    help: {}", help.replace('\n', " / "));
        }
        out.push('\n');
    }
    insta::assert_snapshot!(out);
}

#[test]
fn fixes_mend_what_they_are_about() {
    let fixable = "[models.\"google:4@3\"]\nreferences.maks = 1\nprompt.max = \"6\"\nseed = \"true\"\nstatus = \"retireing\"\n\
                   unset = [\"negativeprompt\", \"seed.maxx\"]\nsuccessor = \"google:4@22\"\n";
    let found = read(fixable).diagnostics;
    assert!(found.iter().all(|finding| finding.fixes.len() == 1), "{found:#?}");
    let mended = mend(fixable, |text| read(text).diagnostics);
    assert_eq!(short(&mended.text), "", "{}", mended.text);
}

#[test]
fn one_fault_is_told_once() {
    for text in [
        // Neither is the model unknown to scenes, nor does what is like it repeat the fault.
        "[models.\"a:1@1\"]\nlike = \"google:4@3\"\nreferences = { min = 5, max = 1 }\n[models.\"a:2@1\"]\nlike = \"a:1@1\"\n",
        "[models.\"a:1@1\"]\nlike = \"nothing:1@1\"\n",
        "[models.\"a:1@1\"]\nlike = 5\n",
        "[models.\"a:1@1\"]\nname = \nfoo = 1\n",
        "[models.\"a:1@1\"]\nlike = \"google:4@3\"\nsize = { free = { min = 4 }\n",
        "[models.\"a:1@1\"]\ndialect = {}\nreferences = {}\nprompt = {}\n[models.\"a:2@1\"]\nlike = \"a:1@1\"\n",
        "[models.\"google:4@1\"]\nsuccessor = \"a:1@1\"\n[models.\"a:1@1\"]\n",
    ] {
        let own = read(text);
        assert_eq!(own.diagnostics.len(), 1, "{text}\n{}", short(text));
        let models = Models::with(own.profiles);
        assert!(!text.contains("a:1@1\"]") || models.get("a:1@1").is_some(), "{text}");
    }
}

/// The most that any text may lead to: an end, findings within the text, models that can be used.
fn endure(text: &str) -> Vec<Diagnostic> {
    let own = read(text);
    assert!(own.diagnostics.len() <= 101);
    for finding in &own.diagnostics {
        let range = finding.span().range();
        assert!(range.start <= range.end && range.end <= text.len(), "{finding:?}");
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{finding:?}");
        assert!(finding.message.len() < 1000, "{}", finding.message.len());
    }
    assert_eq!(own.profiles.len(), own.origins.len());
    own.diagnostics
}

#[test]
fn files_that_mean_harm_are_endured() {
    let many = usize::try_from(MOST_BYTES).unwrap();
    let model = |inside: &str| format!("[models.\"google:4@3\"]\n{inside}\n");
    let lines = |line: &dyn Fn(usize) -> String, count: usize| (0..count).map(line).collect::<String>();
    let hostile = [
        "[".repeat(many),
        "{".repeat(many),
        format!("a = {}", "[".repeat(many)),
        format!("a = {}{}", "[".repeat(70), "]".repeat(70)),
        format!("{} = 1", vec!["a"; many / 2].join(".")),
        format!("[{}]", vec!["models"; many / 7].join(".")),
        model(&format!("sizes = {}1{}", "{ free = ".repeat(70), " }".repeat(70))),
        model(&format!("name = \"{}\"", "x".repeat(many))),
        model(&format!("{} = 1", "x".repeat(many))),
        model(&format!("status = \"{}\"", "\\u202e".repeat(many / 6))),
        model(&format!("references.max = {}", "9".repeat(many))),
        model(&format!("priceUSD.any = {}.5", "9".repeat(many))),
        model(&format!("priceUSD.any = 1e{}", "9".repeat(1000))),
        model(&format!("notes = [{}]", "1,".repeat(many / 2))),
        model(&format!("sizes.pairs = [{}]", "{},".repeat(many / 3))),
        model(&lines(&|at| format!("x{at} = 1\n"), many / 10)),
        model(&lines(&|_| "name = 1\n".to_owned(), many / 9)),
        model(&format!("priceUSD.exact = {{ {} }}", lines(&|at| format!("\"1x{}\" = 1,", at + 1), many / 12))),
        lines(&|at| format!("[models.\"a:{at}@1\"]\n"), many / 16),
        lines(&|at| format!("[models.\"a:{at}@1\"]\nlike = \"a:{}@1\"\n", at + 1), 200),
        lines(&|at| format!("[models.\"a:{at}@1\"]\nlike = \"a:{}@1\"\n", (at + 1) % 200), 200),
        lines(&|at| format!("[t{at}]\n"), many / 8),
        lines(&|_| "=\n".to_owned(), many / 2),
        "\u{0}\u{1b}]0;owned\u{7}\u{202e}".repeat(1000),
        "\u{FEFF}[\u{FEFF}models]\n".to_owned(),
        model("\"\\u0000\\u001b[31m\" = 1"),
        model("until = 9999-99-99"),
        model("until = 2027-01-31\nchecked = 2027-01-31 10:00:00"),
        model("like = \"google:4@3\"\nunset = [\"\", \".\", \"..\", \"a.b.c.d\"]"),
    ];
    for text in &hostile {
        let found = endure(text);
        assert!(
            !found.is_empty() || text.contains("xxx") || text.starts_with("[models.\"a:0@1\"]\nlike"),
            "{text:.80}"
        );
    }
}

#[test]
fn a_large_base_is_not_multiplied_without_end() {
    let pairs: Vec<_> = (1..=300).map(|at| format!("{{ratio=\"{at}:1\",width={at},height=1}}")).collect();
    let pairs = pairs.join(",");
    let mut text = format!("[models.\"a:0@1\"]\nlike=\"runway:4@2\"\nsizes.pairs=[{pairs}]\n");
    for at in 1..200 {
        let _ = writeln!(text, "[models.\"a:{at}@1\"]\nlike=\"a:{}@1\"", at - 1);
    }
    let own = read(&text);
    assert_eq!((own.diagnostics.len(), own.profiles.len()), (0, 200));
    assert_eq!(own.profiles[199].sizes.pairs.len(), 300);
}

#[test]
fn any_change_of_a_file_is_endured() {
    let text = "[models.\"acme:portrait@1\"]\nlike = \"google:4@3\"\nreferences = { min = 1, max = 6 }\nunset = [\"seed\"]\n\
                sizes.pairs = [{ resolution = \"1K\", ratio = \"1:1\", width = 10, height = 10 }]\n\
                until = 2027-01-31 # \u{e9}\n[models.\"google:4@3\".priceUSD]\nimage = { \"1K\" = 0.05 }\n";
    for (at, _) in text.char_indices().step_by(3) {
        endure(&text[..at]);
        endure(&text[at..]);
        for odd in ["\"", "[", "]", "{", "=", "\n", ".", "\u{1b}", "\u{1f600}", "1"] {
            endure(&format!("{}{odd}{}", &text[..at], &text[at..]));
        }
    }
}
