; What each piece of a scene is, in the names of Zed: the same patterns as in ../../../tree-sitter-scene/queries.

; Names

(path . (identifier) @variable)
(binding name: (identifier) @variable)
(param name: (identifier) @variable)
(vary name: (identifier) @variable)
(zip variable: (identifier) @variable)
(param value: (path . (identifier) @variable))

(member) @property
(part name: (label) @property)

(pass name: (identifier) @namespace)
(pass source: (path) @namespace)
(use alias: (identifier) @namespace)

(preset name: (identifier) @type)
(apply preset: (path . (identifier) @type .))
(apply preset: (path . (identifier) @namespace . (member) @type .))

; Relations, and what makes elements and values

(words (identifier) @function)
(declaration name: (identifier) @function)

(binding maker: (identifier) @function)
((binding maker: (identifier) @function.builtin)
  (#any-of? @function.builtin "ref" "prop" "text" "group" "result"))

(call function: (identifier) @function)
((call function: (identifier) @function.builtin)
  (#any-of? @function.builtin "glob" "csv" "json" "jsonl"))

(argument label: (label) @variable.parameter)
(panel label: (label) @variable.parameter)
(choices (argument label: (label) @label))

; Aspects and settings. With words, with a value, or with `of`, `match` or `from`, the shape tells them.

(aspect name: (identifier) @attribute)
(setting name: (identifier) @attribute)
(field name: (label) @attribute)

; Two plain words are an aspect or a setting only if the first is known as one, and the second is no relation.

((relation
  .
  subjects: (terms . (path . (identifier) @attribute .) .)
  .
  relations: (words . (identifier) @variable .)
  .)
  (#any-of? @attribute
    "angle" "background" "camera" "color" "composition" "expression" "face" "focus" "font" "framing" "gaze" "gesture"
    "hair" "identity" "layout" "lens" "lighting" "logo" "makeup" "material" "medium" "mood" "motion" "outfit" "palette"
    "pattern" "pose" "render" "scale" "season" "setting" "shadows" "shot" "style" "texture" "time" "weather")
  (#not-match? @variable "(ing|ed)$|^(in|on|at|to)_"))

((relation
  .
  subjects: (terms . (path . (identifier) @attribute .) .)
  .
  relations: (words . (identifier) @variable .)
  .)
  (#any-of? @attribute "model" "size" "seed" "results" "format" "quality")
  (#not-match? @variable "(ing|ed)$|^(in|on|at|to)_"))

((relation
  .
  subjects: (terms . (path . (identifier) @attribute .) .)
  .
  relations: (words . (identifier) @constant .)
  .)
  (#eq? @attribute "format")
  (#any-of? @constant "jpg" "png" "webp"))

; Words with a fixed meaning

((keep degree: (degree) @constant)
  (#any-of? @constant "exactly" "recognizable"))

((passes count: (identifier) @constant)
  (#eq? @constant "auto"))

((argument
  label: (label) @variable.parameter
  value: (path . (identifier) @constant .))
  (#eq? @variable.parameter "role")
  (#any-of? @constant "subject" "backdrop"))

((field
  name: (label) @attribute
  value: (identifier) @constant)
  (#eq? @attribute "class"))

(boolean) @boolean

; Numbers, sizes and models

(number) @number
(ratio) @number
(dimensions) @number
(resolution) @number
(model) @constant

; Strings

(string) @string
(escape_sequence) @string.escape
(hole "{" @punctuation.special "}" @punctuation.special)
(hole (path . (identifier) @variable))
(use file: (string) @string.special.path)

; Verbs and the words between

[
  "edition"
  "edit"
  "replace"
  "remove"
  "keep"
  "avoid"
  "say"
  "panels"
  "relation"
  "pass"
  "passes"
  "param"
  "vary"
  "zip"
  "skip"
  "preset"
  "apply"
  "of"
  "from"
  "match"
  "with"
  "as"
  "at"
  "where"
] @keyword

"use" @keyword.import

(rest) @keyword

[
  "and"
  "or"
  "not"
  "in"
] @keyword.operator

; Signs

[
  "="
  "=="
  "!="
  "<"
  "<="
  ">"
  ">="
] @operator

[
  ","
  ";"
  ":"
  "."
] @punctuation.delimiter

[
  "("
  ")"
  "["
  "]"
] @punctuation.bracket

(block "{" @punctuation.bracket "}" @punctuation.bracket)
(parts "{" @punctuation.bracket "}" @punctuation.bracket)
(fields "{" @punctuation.bracket "}" @punctuation.bracket)

; Comments

(comment) @comment
(directive) @keyword.directive
