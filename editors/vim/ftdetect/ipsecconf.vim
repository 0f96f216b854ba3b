" The files of IPsec by their names; `set` wins over Neovim's own `conf`.
autocmd BufNewFile,BufRead ipsec.conf,*.ipsec.conf,ipsec.*.conf,*/ipsec.d/*.conf set filetype=ipsecconf
autocmd BufNewFile,BufRead *.secrets set filetype=ipsecsecrets
