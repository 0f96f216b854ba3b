-- Starts the language server for the files that it understands.
if vim.g.loaded_ipsec_lsp then
  return
end
vim.g.loaded_ipsec_lsp = true

local has_enable = vim.lsp.enable ~= nil
vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("ipsec_lsp", {}),
  pattern = { "ipsecconf", "ipsecsecrets" },
  callback = function(event)
    local ipsec_lsp = require("ipsec_lsp")
    if ipsec_lsp.is_installed() and not has_enable then
      ipsec_lsp.start(event.buf)
    end
  end,
})
if has_enable then
  vim.lsp.enable("ipsec_lsp")
end
