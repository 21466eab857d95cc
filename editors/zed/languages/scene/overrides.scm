; Where other rules for brackets count.

(string) @string

[
  (comment)
  (directive)
] @comment.inclusive
