" Drives Vim with ALE as its user would, and writes what that user sees to $REPORT as JSON.
" The vimrc is the user's; `-es` reads none, so it comes first: vim -N -u NONE -i NONE -n -es -S vimrc -S ale.vim
let s:report = {}

func! s:Wait(what, condition)
  let l:start = reltime()
  while !eval(a:condition)
    if reltimefloat(reltime(l:start)) > 20
      throw 'in vain waited for ' . a:what
    endif
    sleep 20m
  endwhile
endfunc

func! s:Text()
  return join(getline(1, '$'), "\n") . "\n"
endfunc

func! s:Diagnostics()
  return map(copy(ale#engine#GetLoclist(bufnr(''))), {_, d -> {
  \   'line': d.lnum,
  \   'text': strpart(getline(d.lnum), d.col - 1, get(d, 'end_col', 0) - d.col + 1),
  \   'code': get(d, 'code', ''),
  \   'message': d.text,
  \}})
endfunc

func! s:Preview()
  return filter(getwininfo(), 'getwinvar(v:val.winid, "&previewwindow")')
endfunc

func! s:Drive()
  execute 'edit' $ETC . '/ipsec.conf'
  let s:report.filetype = &filetype
  ALELint
  call s:Wait('diagnostics', 'len(ale#engine#GetLoclist(bufnr(""))) == $DIAGNOSTICS')
  let s:report.diagnostics = s:Diagnostics()
  call s:Wait('the location list', 'len(getloclist(0)) == $DIAGNOSTICS')

  call cursor(10, 7)
  let g:ale_hover_to_preview = 1
  ALEHover
  call s:Wait('the hover window', '!empty(s:Preview())')
  let s:report.hover = join(getbufline(s:Preview()[0].bufnr, 1, '$'), "\n")
  pclose

  call cursor(15, 9)
  ALEGoToDefinition
  call s:Wait('the other file', 'expand("%:t") ==# "peer.conf"')
  let s:report.definition = expand('%:p') . ':' . line('.')
  let s:report.definition_filetype = &filetype
  buffer ipsec.conf

  " ALE answers while something is typed, and only then.
  let s:report.completion = []
  call cursor(17, 1)
  setlocal omnifunc=SeenCompletion completeopt=menu
  execute "normal! o\tau\<C-x>\<C-o>\<C-e>\<Esc>"
  18delete

  call cursor(17, 3)
  ALECodeAction
  call s:Wait('the code action', 'getline(17) ==# "\tauto=add"')

  call cursor(9, 7)
  ALERename
  call s:Wait('the new name', 'getline(14) ==# "\talso=root" && getline(9) ==# "conn root"')

  ALEFix ipsec_fmt
  call s:Wait('the layout', 'getline(10) ==# "\tikelifetime=8h"')
  let s:report.finished = s:Text()
  let l:tick = b:changedtick
  ALEFix ipsec_fmt
  call s:Wait('the second fix', 'empty(get(g:ale_fix_buffer_data, bufnr(""), {})) || g:ale_fix_buffer_data[bufnr("")].done')
  let s:report.edits_of_second_format = b:changedtick - l:tick
  write

  execute 'edit' $ETC . '/ipsec.secrets'
  let s:report.secrets_filetype = &filetype
  let s:report.secrets_syntax = synIDattr(synID(1, stridx(getline(1), '"') + 1, 1), 'name')
  let s:report.secrets_swapfile = &swapfile
  ALELint
  call s:Wait('diagnostics of the secrets', '!empty(ale#engine#GetLoclist(bufnr("")))')
  let s:report.secrets_diagnostics = s:Diagnostics()
endfunc

func! SeenCompletion(findstart, base)
  let l:answer = ale#completion#OmniFunc(a:findstart, a:base)
  if !a:findstart
    let s:report.completion = map(copy(l:answer), 'v:val.word')
  endif
  return l:answer
endfunc

try
  " `-es` starts without plugins.
  runtime! plugin/**/*.vim
  packloadall
  let s:report.version = v:version / 100 . '.' . v:version % 100
  " There is nobody to answer a question: which action, by its number; which new name.
  runtime autoload/ale/util.vim
  func! ale#util#Input(message, value, ...)
    if a:message !~# 'Code Fixes'
      return 'root'
    endif
    let s:report.actions = map(split(a:message, "\n")[1:-2], {_, line -> substitute(line, '^\d\+) ', '', '')})
    return string(index(map(copy(s:report.actions), {_, title -> stridx(title, $ACTION) >= 0}), 1) + 1)
  endfunc
  call s:Drive()
catch
  let s:report.fault = v:exception . ' at ' . v:throwpoint
  let s:report.messages = execute('messages')
  let s:report.lines = getline(1, '$')
endtry
call writefile([json_encode(s:report)], $REPORT)
qall!
