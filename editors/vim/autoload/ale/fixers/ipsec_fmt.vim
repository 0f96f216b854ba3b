" Lays ipsec.conf out with ipsec-fmt, whose options come from ipsec-lint.toml or .editorconfig.

function! ale#fixers#ipsec_fmt#Fix(buffer) abort
  return {
  \   'cwd': '%s:h',
  \   'command': ale#Escape(get(g:, 'ipsec_fmt_command', 'ipsec-fmt')) . ' -',
  \}
endfunction
