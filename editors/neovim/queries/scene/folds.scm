; What can be folded away: what stands in brackets, and strings over several lines.

[
  (block)
  (parts)
  (fields)
  (arguments)
  (array)
  (choices)
  (several)
  (nested)
  (string)
] @fold
