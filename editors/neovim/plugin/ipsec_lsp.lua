-- Starts the language server for the files that it understands.
if vim.g.loaded_ipsec_lsp then
  return
end
vim.g.loaded_ipsec_lsp = true

if vim.lsp.enable then
  vim.lsp.enable("ipsec_lsp")
  return
end
vim.api.nvim_create_autocmd("FileType", {
  group = vim.api.nvim_create_augroup("ipsec_lsp", {}),
  pattern = { "ipsecconf", "ipsecsecrets" },
  callback = function(event)
    require("ipsec_lsp").start(event.buf)
  end,
})
