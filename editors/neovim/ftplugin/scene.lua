-- How a scene is edited: comments, indentation, and highlights and folds from its tree where the parser is installed.
vim.bo.commentstring = '// %s'
vim.bo.comments = '://'
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.bo.autoindent = true
vim.bo.smartindent = true
-- A part and its owner are two words; `tucked_under` is one.
vim.bo.iskeyword = '@,48-57,_,192-255'

local undo = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< autoindent< smartindent< iskeyword<'
if pcall(vim.treesitter.start) then
  vim.wo[0][0].foldmethod = 'expr'
  vim.wo[0][0].foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  -- A file opens with all of it shown.
  vim.wo[0][0].foldlevel = 99
  undo = undo .. ' foldmethod< foldexpr< foldlevel< | lua pcall(vim.treesitter.stop)'
end
vim.b.undo_ftplugin = undo
