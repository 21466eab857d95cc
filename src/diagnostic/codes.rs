//! The one list of codes. Append only: a code keeps its name for ever, since people write it into files and settings.
//! What a code means in one line stands here; its page, with a bad and a good scene, is `docs/findings/CODE.md`.

use super::weight::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $severity:ident;)+) => {
        /// The stable name of a kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code, in the order they were added.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The kebab-case name.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// Its page: what it means, why it matters, a bad and a good scene. Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../../docs/findings/", $name, ".md")),)+ }
            }

            /// What findings of this kind weigh.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The line fits no form of statement.
    Syntax "syntax" Error;
    /// A comma ends a line and the next line is not indented deeper.
    DanglingComma "dangling-comma" Error;
    /// A `(`, `[` or `{` in a statement is never closed.
    UnclosedBracket "unclosed-bracket" Error;
    /// A `)`, `]` or `}` closes nothing.
    StrayBracket "stray-bracket" Error;
    /// A string has no closing quote.
    UnclosedString "unclosed-string" Error;
    /// The block's `}` is missing.
    UnclosedBlock "unclosed-block" Error;
    /// A backslash in a string is followed by a letter that means nothing.
    BadEscape "bad-escape" Error;
    /// A `{` in a string opens a hole that holds no name or is never closed.
    BadHole "bad-hole" Error;
    /// A list is joined by commas instead of `and`.
    CommaList "comma-list" Error;
    /// Curly quotes stand where straight ones belong.
    CurlyQuotes "curly-quotes" Error;
    /// A name holds a hyphen.
    HyphenatedName "hyphenated-name" Error;
    /// A string is bound to a name without saying what it is.
    BareString "bare-string" Error;
    /// A reserved verb seems to be misspelt.
    MisspeltDirective "misspelt-directive" Error;
    /// A reserved word is used as a name.
    ReservedWord "reserved-word" Error;
    /// Brackets are nested too deeply.
    TooDeep "too-deep" Error;
    /// The file is not UTF-8.
    InvalidUtf8 "invalid-utf8" Error;
    /// The file is larger than any scene.
    FileTooLarge "file-too-large" Error;
    /// A control character stands in the file.
    ControlCharacter "control-character" Error;
    /// Retired: statements that an earlier version did not compile gave it.
    NotSupported "not-supported" Error;
    /// `edition` does not come first, or names an edition that does not exist.
    BadEdition "bad-edition" Error;
    /// A name that nothing in the scene bears.
    UnknownName "unknown-name" Error;
    /// A name that is bound twice.
    DuplicateName "duplicate-name" Error;
    /// An aspect that no list knows and that has no `of`, `from` or `match`.
    UnknownAspect "unknown-aspect" Error;
    /// A setting is given twice.
    DuplicateSetting "duplicate-setting" Error;
    /// A setting with a value that the model or the service refuses.
    BadSetting "bad-setting" Error;
    /// A size that the model does not make.
    BadSize "bad-size" Error;
    /// A model that no table knows.
    UnknownModel "unknown-model" Error;
    /// Nothing says how the subjects relate to anything.
    MissingRelation "missing-relation" Error;
    /// A relation that needs an object has none.
    MissingObject "missing-object" Error;
    /// A relation that takes no object has one.
    ExtraObject "extra-object" Error;
    /// More words in a row than a statement has places for.
    TooManyWords "too-many-words" Error;
    /// A lone word that is no adverb, participle or relation.
    BareWord "bare-word" Error;
    /// An element stands where a relation belongs.
    ElementAsRelation "element-as-relation" Error;
    /// A relation that looks like a misspelling of a known one.
    NearMiss "near-miss" Warning;
    /// An element takes no such argument, or lacks one that it needs, or has one of the wrong kind.
    BadArgument "bad-argument" Error;
    /// Two elements claim one position, or a position that no reference can have.
    BadPin "bad-pin" Error;
    /// A hole that names an element where only values may stand.
    ElementInHole "element-in-hole" Error;
    /// `keep` names something that no image shows.
    KeepWithoutImage "keep-without-image" Error;
    /// A statement that only means something in an edit.
    OutsideEdit "outside-edit" Error;
    /// A second `edit`, or an edit of something that is no image.
    BadEdit "bad-edit" Error;
    /// The scene shows nothing.
    EmptyScene "empty-scene" Error;
    /// Two elements would be called the same and nothing tells them apart.
    AlikeNames "alike-names" Error;
    /// More reference images than the model takes.
    TooManyReferences "too-many-references" Error;
    /// A prompt that is longer than the model takes.
    PromptTooLong "prompt-too-long" Error;
    /// A file that a scene names is not there.
    MissingFile "missing-file" Error;
    /// A string that must say something is empty.
    EmptyString "empty-string" Error;
    /// An element that the scene never mentions.
    UnusedElement "unused-element" Warning;
    /// A relation that is declared wrongly.
    BadDeclaration "bad-declaration" Error;
    /// More findings than anyone reads; the rest of the file was not looked at.
    TooManyFindings "too-many-findings" Error;
    /// More elements or statements than any picture has.
    SceneTooLarge "scene-too-large" Error;
    /// Everything but what is taken from a reference is ruled out, but nothing is taken from it.
    NothingTaken "nothing-taken" Error;
    /// `panels` with one panel, or with two of one label.
    BadPanels "bad-panels" Error;
    /// A relation that is neither known, nor a participle, nor a preposition, and is said as it stands.
    UnknownRelation "unknown-relation" Warning;
    /// Things rest on each other, or stand inside each other, in a ring.
    SupportCycle "support-cycle" Error;
    /// Statements about left and right, above and below, or front and back contradict each other.
    ContradictoryOrder "contradictory-order" Error;
    /// An edit speaks of something that it removed or replaced before.
    UsedAfterRemoval "used-after-removal" Error;
    /// A file lies outside the project's folder.
    OutsideProject "outside-project" Error;
    /// A file is there but cannot be read.
    UnreadableFile "unreadable-file" Error;
    /// A file is no image, whatever its name says.
    NotAnImage "not-an-image" Error;
    /// A file is an image in a format that the service does not take.
    UnsupportedFormat "unsupported-format" Error;
    /// An image is cut off or broken inside.
    DamagedImage "damaged-image" Error;
    /// An image has more bytes or pixels than any service takes.
    ImageTooLarge "image-too-large" Error;
    /// An address or a data URI that the service cannot fetch an image from.
    BadUrl "bad-url" Error;
    /// An element is named only where something in it is ruled out.
    UnplacedElement "unplaced-element" Warning;
    /// More than one statement describes the light of the picture.
    RepeatedLight "repeated-light" Warning;
    /// A style is taken from a reference without saying in words what it is like.
    StyleWithoutWords "style-without-words" Warning;
    /// A picture is repainted in another's style, and nothing says what stays.
    RepaintWithoutKeep "repaint-without-keep" Warning;
    /// More objects or characters than the model promises to show faithfully.
    FidelityLimit "fidelity-limit" Warning;
    /// The size has a shape that no reference has, and the model takes its shape from one.
    ShapeMismatch "shape-mismatch" Warning;
    /// A thing that can be counted has no article.
    MissingArticle "missing-article" Warning;
    /// `avoid` is given words that say `no` already.
    DoubleNegative "double-negative" Warning;
    /// Something must stay exactly as it is, and another statement changes it.
    KeptAndChanged "kept-and-changed" Warning;
    /// Something is related to itself.
    SelfRelation "self-relation" Warning;
    /// The model's maker has withdrawn it, or will.
    RetiredModel "retired-model" Warning;
    /// A reference image has few pixels.
    SmallImage "small-image" Warning;
    /// A reference image has far more pixels or bytes than are used.
    LargeImage "large-image" Warning;
    /// A file's extension says another format than its bytes.
    WrongExtension "wrong-extension" Warning;
    /// An image is turned only by a note in its EXIF data.
    RotatedImage "rotated-image" Warning;
    /// A reference image is transparent in places.
    TransparentImage "transparent-image" Hint;
    /// Two paths hold the same bytes.
    DuplicateImage "duplicate-image" Warning;
    /// Two reference images look nearly the same.
    SimilarImages "similar-images" Hint;
    /// A reference image does not show its subject on a plain background.
    BusyReference "busy-reference" Warning;
    /// An image says where it was taken, and would be uploaded with that.
    LocationData "location-data" Warning;
    /// A comment or a setting names a code that no finding has, or one that cannot be left out.
    UnknownCode "unknown-code" Warning;
    /// A comment allows a finding that is not there.
    UnusedAllow "unused-allow" Warning;
    /// A pass that cannot be made so: one of no known name, one within another, or passes both written and planned.
    BadPass "bad-pass" Error;
    /// Files import each other in a ring.
    ImportCycle "import-cycle" Error;
    /// A statement stands in a block, or in a preset, that does not take it.
    MisplacedStatement "misplaced-statement" Error;
    /// A variable that is made in a way that gives no values.
    BadVary "bad-vary" Error;
    /// A variable whose value does not fit where it is used.
    BadValue "bad-value" Error;
    /// A `param` without a value.
    MissingValue "missing-value" Error;
    /// A data file, a row or a cell that cannot be used.
    BadData "bad-data" Error;
    /// Two tasks of one scene would have the same id.
    DuplicateId "duplicate-id" Error;
    /// More tasks than are made without being asked for.
    TooManyTasks "too-many-tasks" Error;
    /// A `param` or `vary` that nothing uses.
    UnusedVariable "unused-variable" Warning;
    /// Fewer reference images, or a shorter prompt, than the model takes.
    TooLittle "too-little" Error;
    /// No source says whether the model takes this.
    UnknownLimit "unknown-limit" Hint;
    /// A setting that the service does not take, and that the request leaves out.
    SettingNotSent "setting-not-sent" Warning;
    /// Something that the service has no place for and without which the prompt is wrong.
    CannotBeSent "cannot-be-sent" Error;
}
