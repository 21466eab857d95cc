; What the outline lists: names and the blocks that hold statements.

(binding name: (identifier) @name "=" @context maker: (identifier) @context) @item
(part name: (label) @name) @item
(param "param" @context name: (identifier) @name) @item
(vary "vary" @context name: (identifier) @name) @item
(declaration "relation" @context name: (identifier) @name) @item
(preset "preset" @context name: (identifier) @name) @item
(pass "pass" @context name: (identifier) @name) @item
(use "use" @context file: (string) @name) @item
