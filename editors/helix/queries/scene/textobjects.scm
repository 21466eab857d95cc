; What can be selected and jumped to: passes and presets as classes, declared relations as functions, arguments, parts
; and values as entries, comments.

(pass body: (block) @class.inside) @class.around
(preset body: (block) @class.inside) @class.around

(declaration body: (fields) @function.inside) @function.around

(argument) @parameter.inside
(part) @entry.inside
(field) @entry.inside

(comment) @comment.inside
(comment)+ @comment.around
(directive) @comment.inside
