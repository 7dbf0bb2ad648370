-- What somebody does in Neovim: sees a finding, completes a value, lets a fix be made, and writes the file.
-- Arguments: the file that is edited, our configuration of the server.
local file, configuration = unpack(vim.v.argv, #vim.v.argv - 1)

local function go()
  local out = {}
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  local config = dofile(configuration)
  local id = vim.lsp.start_client({ name = 'pmrepo', cmd = config.cmd, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(0, id)
  local function wait(what, is)
    assert(vim.wait(60000, is, 20), what .. ': ' .. vim.inspect(vim.diagnostic.get(0)))
  end
  local function codes()
    local all = vim.tbl_map(function(it) return it.code or it.user_data.lsp.code end, vim.diagnostic.get(0))
    table.sort(all)
    return table.concat(all, ' ')
  end
  wait('findings', function() return #vim.diagnostic.get(0) > 0 end)
  out.shown = codes()
  out.at = vim.diagnostic.get(0)[1].lnum

  local function ask(method, params)
    local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
    return answers[id].result
  end
  vim.api.nvim_win_set_cursor(0, { 4, 10 })
  local list = ask('textDocument/completion', vim.lsp.util.make_position_params(0, 'utf-16'))
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(list, '')
  out.offered = vim.tbl_map(function(it) return it.abbr end, items)

  local params = vim.lsp.util.make_given_range_params({ 5, 0 }, { 5, 0 }, 0, 'utf-16')
  params.context = { diagnostics = {} }
  for _, action in ipairs(ask('textDocument/codeAction', params)) do
    if action.isPreferred then
      vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
      out.made = action.title
      break
    end
  end
  wait('what is left', function() return codes() ~= out.shown end)
  out.left = codes()
  vim.cmd('write')
  print(vim.fn.json_encode(out))
end

local is_done, why = pcall(go)
if not is_done then
  print(vim.fn.json_encode({ failed = tostring(why) }))
end
vim.cmd('qall!')
