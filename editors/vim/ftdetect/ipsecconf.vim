" The files that ipsec-lint takes for an ipsec.conf by their names; `set` wins over Neovim's own `conf`.
autocmd BufNewFile,BufRead ipsec.conf,*.ipsec.conf,*/ipsec.d/*.conf set filetype=ipsecconf
