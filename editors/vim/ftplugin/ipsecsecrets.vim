" Settings for editing ipsec.secrets.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t
" What stands here is to stand nowhere else: no copy in a swap file, an undo file or a backup.
setlocal noswapfile noundofile
let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< swapfile< undofile<'
