#!/bin/sh
# Starts Vim with ALE, and Emacs with Eglot, in a terminal on a screen that nobody sees, with the files of editors/vim and
# editors/emacs set up as their pages say and a real ipsec-lsp, and takes the pictures of these pages.
#   tests/editors/clients/terminal.sh PATH/TO/ipsec-lsp OUT
# For a person who looks at the pictures: nothing is asserted, and the pauses are guesses.
# Needs of Debian: vim, vim-ale, emacs-nox, elpa-eglot, xterm, fonts-dejavu-core, xvfb, xdotool, imagemagick, pngquant, optipng.
set -eu
repository=$(cd "$(dirname "$0")/../../.." && pwd)
server=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
home=$(mktemp -d)
mkdir "$home/bin" "$home/etc"
ln -s "$server" "$home/bin/ipsec-lsp"
export HOME="$home" PATH="$home/bin:$PATH" LANG=C.UTF-8 DISPLAY=":${TERMINAL_DISPLAY:-96}"
unset XDG_CONFIG_HOME XDG_DATA_HOME
cat > "$home/etc/ipsec.conf" << 'END'
# ipsec-lint: target=libreswan@4.10
config setup
	uniqueids=yes

conn base
	ikelifetime=8h
	authby=secret

conn office
	also=base
	left=192.0.2.1
	right=198.51.100.1
	atuo=add
END

# The blocks of a page in one language; with a number, that one alone.
blocks() {
  awk -v fence="\`\`\`$2" -v wanted="${3:-0}" \
    '$0 == "```" { on = 0 } on { print } $0 == fence { n++; on = !wanted || n == wanted }' "$repository/editors/$1/README.md"
}

editor=
terminal() {
  xterm -fa 'DejaVu Sans Mono' -fs 11 -geometry "92x$1" -bg "$3" -fg "$4" -b 6 +sb -tn xterm-256color \
    -xrm 'XTerm*metaSendsEscape: true' -e sh -c "cd '$home/etc' && exec $2" &
  editor=$!
  sleep 6
}

keys() {
  for key in "$@"; do
    xdotool key --delay 60 "$key"
  done
}

# Waits, and takes a picture with few colours.
picture() {
  sleep 4
  import -window "$(xdotool search --onlyvisible --class xterm | tail -1)" "$home/picture.png"
  pngquant --force --output "$out/$1.png" 32 "$home/picture.png"
  optipng -quiet -strip all "$out/$1.png"
}

Xvfb "$DISPLAY" -screen 0 1000x560x24 > /dev/null 2>&1 &
screen=$!
trap 'kill "$editor" "$screen" 2> /dev/null || true; rm -rf "$home"' EXIT
editor=$screen
sleep 1

cd "$repository"
blocks vim sh | sh -eu
{
  blocks vim vim 1
  printf 'packadd! ale\nset encoding=utf-8 omnifunc=ale#completion#OmniFunc completeopt=menu\n'
  printf 'set termguicolors background=dark\ncolorscheme habamax\nlet g:ale_floating_preview = 1\n'
} > "$home/.vimrc"
terminal 20 'vim -n -i NONE ipsec.conf' '#1c1c1c' '#bcbcbc'
keys 1 3 G dollar
picture vim-findings
keys 6 G w
xdotool type --delay 60 ':ALEHover'
keys Return
picture vim-hover
keys 1 1 G o Tab
xdotool type --delay 60 'aut'
keys ctrl+x ctrl+o
picture vim-completion
kill "$editor"
wait "$editor" 2> /dev/null || true

blocks emacs sh | sh -eu
{
  printf "(require 'package)\n(package-initialize)\n(menu-bar-mode -1)\n"
  printf '(setq inhibit-startup-screen t make-backup-files nil native-comp-async-report-warnings-errors nil)\n'
  blocks emacs elisp 1
  blocks emacs elisp 2
} > "$home/.emacs.d/init.el"
terminal 20 'emacs -nw -q -l ~/.emacs.d/init.el ipsec.conf' '#ffffff' '#202020'
keys alt+g g 1 3 Return
keys alt+x
xdotool type --delay 60 'flymake-show-buffer-diagnostics'
keys Return
sleep 8
picture emacs-findings
keys ctrl+x 1 alt+g g 6 Return alt+m
sleep 4
keys ctrl+h period
picture emacs-hover
