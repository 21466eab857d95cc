-- Files that hold a scene. `*.scene.golden` is another language and stays as it is.
vim.filetype.add({ extension = { scene = 'scene' } })
