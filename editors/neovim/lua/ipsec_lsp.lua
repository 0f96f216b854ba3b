-- The language server for ipsec.conf and ipsec.secrets: what all releases of Neovim have to know.
local M = {}

M.languages = { ipsecconf = "ipsec-conf", ipsecsecrets = "ipsec-secrets" }

-- `vim.g.ipsec_lsp_command` and `vim.g.ipsec_lsp_settings` are the user's, and are read when a file is opened.
function M.config()
  local settings = { ipsec = vim.g.ipsec_lsp_settings or vim.empty_dict() }
  return {
    name = "ipsec_lsp",
    cmd = { vim.g.ipsec_lsp_command or "ipsec-lsp" },
    filetypes = vim.tbl_keys(M.languages),
    get_language_id = function(_, filetype)
      return M.languages[filetype]
    end,
    init_options = settings,
    settings = settings,
  }
end

-- The directory of the configuration that a file belongs to: /etc for /etc/ipsec.d/office.conf.
function M.root(bufnr)
  local dir = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ":p:h")
  local conf = vim.fn.findfile("ipsec.conf", vim.fn.escape(dir, " ,;\\") .. ";")
  return conf == "" and dir or vim.fn.fnamemodify(conf, ":p:h")
end

-- Says once that the server is missing, and what to do: a new Neovim says nothing, an old one names an error code.
function M.is_installed()
  local command = M.config().cmd[1]
  if vim.fn.executable(command) == 1 then
    return true
  end
  if not M.has_complained then
    M.has_complained = true
    vim.notify(
      command .. " is not in PATH: install it, or set vim.g.ipsec_lsp_command to its path",
      vim.log.levels.WARN
    )
  end
  return false
end

local function client_of(root)
  for _, client in pairs(vim.lsp.get_active_clients()) do
    if client.name == "ipsec_lsp" and client.config.root_dir == root then
      return client.id
    end
  end
end

-- For Neovim before 0.11.
function M.start(bufnr)
  local config = M.config()
  config.root_dir = M.root(bufnr)
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = bufnr })
    return
  end
  -- 0.7 has one client for each call, and sets no options.
  vim.lsp.buf_attach_client(bufnr, client_of(config.root_dir) or vim.lsp.start_client(config))
  vim.api.nvim_buf_set_option(bufnr, "omnifunc", "v:lua.vim.lsp.omnifunc")
  vim.api.nvim_buf_set_option(bufnr, "tagfunc", "v:lua.vim.lsp.tagfunc")
  vim.api.nvim_buf_set_option(bufnr, "formatexpr", "v:lua.vim.lsp.formatexpr()")
end

return M
