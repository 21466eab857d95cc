; Where names are bound and where they are used. A scene is one scope: a name may be used above its binding, and what a
; block binds is known outside of it.

(source_file) @local.scope

(binding name: (identifier) @local.definition)
(param name: (identifier) @local.definition)
(vary name: (identifier) @local.definition)
(pass name: (identifier) @local.definition)
(preset name: (identifier) @local.definition)
(declaration name: (identifier) @local.definition)
(use alias: (identifier) @local.definition)

(path . (identifier) @local.reference)
(zip variable: (identifier) @local.reference)
(words (identifier) @local.reference)
