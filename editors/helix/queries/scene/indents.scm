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
] @indent

[
  ")"
  "]"
  "}"
] @outdent
