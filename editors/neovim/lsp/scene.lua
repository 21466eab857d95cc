-- The language server of scenes, for `vim.lsp.enable('scene')`. `vim.lsp.config('scene', { ... })` changes any of it.
return {
  cmd = { 'scene', 'lsp' },
  filetypes = { 'scene' },
  root_markers = { 'scene.toml', '.git' },
  init_options = {
    promptCommand = 'scenewright.openPrompt',
    inlayHints = true,
    codeLens = true,
  },
  settings = {
    scenewright = { inlayHints = true, codeLens = true },
  },
  commands = {
    -- What a lens over a scene runs.
    ['scenewright.openPrompt'] = function(command, context)
      require('scene').prompt(context.client_id, command.arguments)
    end,
  },
}
