" Comments and quoted texts of ipsec.secrets; what else there is, the language server knows.
if exists('b:current_syntax')
  finish
endif
syn match ipsecsecretsComment /\%(^\|[ \t]\@1<=\)#.*/
syn match ipsecsecretsString /"[^"]*"/
hi def link ipsecsecretsComment Comment
hi def link ipsecsecretsString String
let b:current_syntax = 'ipsecsecrets'
