; What a scene defines, and where it is used, for lists of symbols.

(binding name: (identifier) @name) @definition.constant
(param name: (identifier) @name) @definition.constant
(vary name: (identifier) @name) @definition.constant
(declaration name: (identifier) @name) @definition.function
(preset name: (identifier) @name) @definition.class
(pass name: (identifier) @name) @definition.module
(use alias: (identifier) @name) @definition.module

(words (identifier) @name) @reference.call
(apply preset: (path (identifier) @name .)) @reference.class
