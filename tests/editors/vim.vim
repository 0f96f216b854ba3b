" Writes line, column and class of every character of the buffer that has one: to $REPORT.
set nocompatible
syntax on
let s:report = []
for s:line in range(1, line('$'))
  for s:column in range(1, col([s:line, '$']) - 1)
    let s:name = synIDattr(synID(s:line, s:column, 1), 'name')
    if s:name =~# '^ipsecconf' && s:name !=# 'ipsecconfText'
      let s:class = tolower(substitute(s:name[9:], '\d\+$', '', ''))
      let s:character = charidx(getline(s:line), s:column - 1) + 1
      call add(s:report, s:line . "\t" . s:character . "\t" . s:class)
    endif
  endfor
endfor
call writefile(['filetype ' . &filetype] + s:report, $REPORT)
qall!
