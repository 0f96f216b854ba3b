" Settings for editing ipsec.conf.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

" A parameter is indented by one tab, as in the daemons' own examples.
setlocal noexpandtab
setlocal comments=:# commentstring=#\ %s
setlocal iskeyword+=-,%
setlocal formatoptions-=t formatoptions+=croql
let b:undo_ftplugin = 'setlocal expandtab< comments< commentstring< iskeyword< formatoptions<'
