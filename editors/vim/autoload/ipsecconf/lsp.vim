" What every client of ipsec-lsp in Vim has to know.

" The program, as the user named it in g:ipsec_lsp_command.
function! ipsecconf#lsp#Command() abort
  return get(g:, 'ipsec_lsp_command', 'ipsec-lsp')
endfunction

" The settings, as the user gave them in g:ipsec_lsp_settings.
function! ipsecconf#lsp#Settings() abort
  return {'ipsec': get(g:, 'ipsec_lsp_settings', {})}
endfunction

" The directory of the configuration that a buffer belongs to: /etc for /etc/ipsec.d/office.conf.
function! ipsecconf#lsp#Root(buffer) abort
  let l:dir = fnamemodify(bufname(a:buffer), ':p:h')
  let l:conf = findfile('ipsec.conf', escape(l:dir, ' ,;\') . ';')
  return empty(l:conf) ? l:dir : fnamemodify(l:conf, ':p:h')
endfunction

function! ipsecconf#lsp#DefineForAle(filetype, language) abort
  " Neovim has a client of its own.
  if has('nvim')
    return
  endif
  call ale#linter#Define(a:filetype, {
  \   'name': 'ipsec_lsp',
  \   'lsp': 'stdio',
  \   'executable': {-> ipsecconf#lsp#Command()},
  \   'command': '%e',
  \   'language': a:language,
  \   'project_root': function('ipsecconf#lsp#Root'),
  \   'initialization_options': {-> ipsecconf#lsp#Settings()},
  \})
endfunction
