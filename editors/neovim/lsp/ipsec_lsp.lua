-- For `vim.lsp.enable("ipsec_lsp")` of Neovim 0.11 and later; a `vim.lsp.config("ipsec_lsp", ...)` of yours adds to it.
local ipsec_lsp = require("ipsec_lsp")
local config = ipsec_lsp.config()
config.root_dir = function(bufnr, start)
  start(ipsec_lsp.root(bufnr))
end
return config
