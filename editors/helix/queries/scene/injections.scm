; Comments may hold marks such as TODO, which the grammar of comments finds.

((comment) @injection.content
  (#set! injection.language "comment"))
