; Lines in brackets are one step deeper, and so are those behind a comma at the end of a line.

[
  (block)
  (parts)
  (fields)
  (arguments)
  (array)
  (choices)
  (several)
  (nested)
  (relation)
  (panels)
  (avoid)
  (zip)
] @indent.begin

[
  ")"
  "]"
  "}"
] @indent.branch @indent.end

(string) @indent.auto
(comment) @indent.auto
(directive) @indent.auto
