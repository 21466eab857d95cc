-- Starts the language server for scenes, and brings `:ScenePrompt`.
if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('scenes need Neovim 0.11 or newer', vim.log.levels.WARN)
  return
end

vim.api.nvim_create_user_command('ScenePrompt', function()
  require('scene').prompt_here()
end, { desc = 'Show the prompt of the scene under the cursor' })

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('scene', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'scene' then
      require('scene').attached(client, event.buf)
    end
  end,
})

vim.lsp.enable('scene')
