" The language server for vim-lsp. ALE finds its own part in ale_linters; Neovim has a client of its own.
if exists('g:loaded_ipsecconf') || has('nvim')
  finish
endif
let g:loaded_ipsecconf = 1

function! s:Register() abort
  for [l:filetype, l:language] in [['ipsecconf', 'ipsec-conf'], ['ipsecsecrets', 'ipsec-secrets']]
    call lsp#register_server({
    \   'name': 'ipsec-lsp (' . l:language . ')',
    \   'cmd': {-> executable(ipsecconf#lsp#Command()) ? [ipsecconf#lsp#Command()] : []},
    \   'allowlist': [l:filetype],
    \   'languageId': function('s:Language', [l:language]),
    \   'root_uri': {-> lsp#utils#path_to_uri(ipsecconf#lsp#Root(bufnr('%')))},
    \   'initialization_options': ipsecconf#lsp#Settings(),
    \   'workspace_config': ipsecconf#lsp#Settings(),
    \})
  endfor
endfunction

function! s:Language(language, server) abort
  return a:language
endfunction

augroup ipsecconf
  autocmd!
  autocmd User lsp_setup call s:Register()
augroup END
