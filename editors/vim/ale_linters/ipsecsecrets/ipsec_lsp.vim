" ALE finds this file by the file type.
call ipsecconf#lsp#DefineForAle('ipsecsecrets', 'ipsec-secrets')
