; Lines in brackets are one step deeper than the line that opens them.

[
  (block)
  (parts)
  (fields)
  (arguments)
  (array)
  (choices)
  (several)
  (nested)
] @indent.begin

[
  ")"
  "]"
  "}"
] @indent.branch @indent.end

(string) @indent.auto
(comment) @indent.auto
(directive) @indent.auto
