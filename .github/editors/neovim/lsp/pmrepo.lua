-- Starts `pmrepo lsp` in repositories of postmortems. For Neovim 0.11 and newer: vim.lsp.enable('pmrepo').
return {
  cmd = { 'pmrepo', 'lsp' },
  filetypes = { 'markdown', 'yaml' },
  root_markers = { 'pmrepo.yaml' },
  workspace_required = true,
}
