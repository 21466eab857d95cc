; Lines in brackets are one step deeper than the line that opens them.

(_ "{" "}" @end) @indent
(_ "[" "]" @end) @indent
(_ "(" ")" @end) @indent
