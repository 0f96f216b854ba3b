" ALE finds this file by the file type.
call ipsecconf#lsp#DefineForAle('ipsecconf', 'ipsec-conf')
" ALE 3 does not ask a language server for a layout; :ALEFix ipsec_fmt does without.
call ale#fix#registry#Add('ipsec_fmt', 'ale#fixers#ipsec_fmt#Fix', ['ipsecconf'], 'Lay ipsec.conf out with ipsec-fmt.')
