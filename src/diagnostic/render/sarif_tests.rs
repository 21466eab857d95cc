//! What a SARIF document says. That it fits the published schema is tested from outside.
#![allow(clippy::unwrap_used)]

use super::*;

fn parsed(found: &[Diagnostic], sources: &SourceMap) -> Value {
    serde_json::from_str(&sarif([(found, sources)])).unwrap()
}

fn fingerprints(text: &str, places: &[usize]) -> Vec<String> {
    let mut sources = SourceMap::default();
    let file = sources.add("a.scene", text);
    let finding = |at: &usize| Diagnostic::new(Code::NearMiss, Span::new(file, *at, at + 1), "odd");
    let found: Vec<_> = places.iter().map(finding).collect();
    let results = parsed(&found, &sources)["runs"][0]["results"].clone();
    let print = |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned();
    results.as_array().unwrap().iter().map(print).collect()
}

#[test]
fn a_result_has_its_rule_place_second_places_and_fixes() {
    let mut sources = SourceMap::default();
    let file = sources.add("photos/ä b:%.scene", "é = 1\nmug on shelv\n");
    let other = sources.add("/tmp/scene.toml", "x\n");
    let finding = Diagnostic::new(Code::UnknownName, Span::new(file, 14, 19), "nothing is called `shelv`")
        .also(Span::new(other, 0, 1), "there")
        .also(Span::new(file, 0, 2), "")
        .help("declare it")
        .fix("say shelf", Span::new(file, 14, 19), "shelf");
    let hint = Diagnostic::new(Code::SimilarImages, Span::new(file, 0, 0), "alike");
    let run = parsed(&[finding, hint], &sources)["runs"][0].clone();
    let rules: Vec<_> = run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(rules, ["unknown-name", "similar-images"]);
    assert_eq!(run["tool"]["driver"]["rules"][1]["defaultConfiguration"]["level"], "note");
    let here = json!({ "uri": "photos/%C3%A4%20b%3A%25.scene", "uriBaseId": "%SRCROOT%" });
    let region = json!({ "startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 13 });
    let first = &run["results"][0];
    assert_eq!((&first["ruleIndex"], &first["level"]), (&json!(0), &json!("error")));
    assert_eq!(first["message"]["text"], "nothing is called `shelv`\ndeclare it");
    assert_eq!(first["locations"], json!([{ "physicalLocation": { "artifactLocation": here, "region": region } }]));
    assert_eq!(
        first["relatedLocations"][0],
        json!({ "message": { "text": "there" }, "physicalLocation": {
            "artifactLocation": { "uri": "file:///tmp/scene.toml" },
            "region": { "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2 } } })
    );
    assert!(first["relatedLocations"][1].get("message").is_none());
    let replacement = json!({ "deletedRegion": region, "insertedContent": { "text": "shelf" } });
    assert_eq!(
        first["fixes"],
        json!([{ "description": { "text": "say shelf" },
                 "artifactChanges": [{ "artifactLocation": here, "replacements": [replacement] }] }])
    );
    assert_eq!((&run["results"][1]["ruleIndex"], &run["results"][1]["level"]), (&json!(1), &json!("note")));
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let one = fingerprints("mug on shelf\nmug on shelf\nmug by shelf\n", &[4, 17, 30]);
    let moved = fingerprints("// new\n\n  mug on shelf\r\nmug on shelf\nmug by shelf", &[14, 27, 40]);
    assert_eq!(one, moved);
    assert!(one[0].ends_with(":1") && one[1].ends_with(":2") && one[2].ends_with(":1"), "{one:?}");
    assert_eq!(one[0][..16], one[1][..16]);
    assert_ne!(one[0][..16], one[2][..16]);
}

#[test]
fn nothing_found_is_a_document_too() {
    let run = parsed(&[], &SourceMap::default())["runs"][0].clone();
    assert_eq!((&run["results"], &run["tool"]["driver"]["rules"]), (&json!([]), &json!([])));
}

#[test]
fn any_offset_is_survived() {
    for text in ["", "é", "é\n\u{202e}"] {
        let places: Vec<_> = (0..text.len() + 3).collect();
        assert_eq!(fingerprints(text, &places).len(), places.len());
    }
}
