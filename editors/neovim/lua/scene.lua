-- The compiled prompt of a scene, in a window beside it.
local M = {}

local NAME = 'scene://prompt'

local function complain(message)
  vim.notify(message, vim.log.levels.ERROR, { title = 'scene' })
end

--- The buffer that shows prompts. There is one, so that a new prompt takes the place of the last.
local function buffer()
  local found = vim.fn.bufnr('^' .. NAME .. '$')
  if found ~= -1 then
    return found
  end
  local made = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(made, NAME)
  vim.bo[made].bufhidden = 'hide'
  vim.bo[made].filetype = 'markdown'
  return made
end

--- Shows an answer of the server without leaving the scene.
local function show(answer)
  local shown = buffer()
  vim.bo[shown].modifiable = true
  vim.api.nvim_buf_set_lines(shown, 0, -1, false, vim.split(answer.markdown, '\n', { plain = true }))
  vim.bo[shown].modifiable = false
  vim.bo[shown].modified = false
  local window = vim.fn.bufwinid(shown)
  if window == -1 then
    window = vim.api.nvim_open_win(shown, false, { split = 'right', win = 0 })
    vim.wo[window][0].wrap = true
    vim.wo[window][0].linebreak = true
    vim.wo[window][0].number = false
  end
  vim.wo[window][0].winbar = answer.title:gsub('%%', '%%%%')
end

--- Asks a server for a prompt and shows it. The arguments are those of the command `scenewright.prompt`.
function M.prompt(client_id, arguments)
  local client = vim.lsp.get_client_by_id(client_id)
  if not client then
    complain('the language server of the scene is gone')
    return
  end
  local params = { command = 'scenewright.prompt', arguments = arguments }
  client:request('workspace/executeCommand', params, function(err, answer)
    if err then
      complain(err.message)
    elseif answer and answer.markdown then
      show(answer)
    end
  end)
end

--- The prompt of the scene in the current window, at the cursor.
function M.prompt_here()
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'scene' })[1]
  if not client then
    complain('no language server works on this file; is `scene` on the PATH?')
    return
  end
  M.prompt(client.id, { vim.lsp.util.make_position_params(0, client.offset_encoding) })
end

--- What a scene gets when its server is there: hints within lines, and lenses that follow the text.
function M.attached(client, bufnr)
  if client:supports_method('textDocument/inlayHint') then
    vim.lsp.inlay_hint.enable(true, { bufnr = bufnr })
  end
  if not client:supports_method('textDocument/codeLens') then
    return
  end
  if vim.lsp.codelens.enable then
    -- Neovim 0.12 keeps them up to date itself.
    vim.lsp.codelens.enable(true, { bufnr = bufnr })
  else
    vim.lsp.codelens.refresh({ bufnr = bufnr })
    vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged', 'BufWritePost' }, {
      buffer = bufnr,
      group = vim.api.nvim_create_augroup('scene_lenses_' .. bufnr, { clear = true }),
      callback = function()
        vim.lsp.codelens.refresh({ bufnr = bufnr })
      end,
    })
  end
end

return M
