#!/bin/sh
# Starts Kate on a screen that nobody sees, with the files of editors/kate and a real ipsec-lsp, and takes pictures.
#   tests/editors/clients/kate.sh PATH/TO/ipsec-lsp OUT
# For a person who looks at the pictures: nothing is asserted, and the pauses are guesses.
# Needs kate, xvfb, xdotool, imagemagick and dbus of Debian.
set -eu
repository=$(cd "$(dirname "$0")/../../.." && pwd)
server=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
home=$out/home
rm -rf "$home"
mkdir -p "$home/bin" "$home/etc" "$home/run" "$home/.config"
chmod 700 "$home/run"
ln -s "$server" "$home/bin/ipsec-lsp"
export HOME="$home" XDG_RUNTIME_DIR="$home/run" PATH="$home/bin:$PATH" LANG=C.UTF-8
unset WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME
export QT_QPA_PLATFORM=xcb DISPLAY=":${KATE_DISPLAY:-97}"
# The commands of the page.
(cd "$repository" && sed -n '/^```sh$/,/^```$/{/^```/d;p}' editors/kate/README.md | sh -eu)
printf '[General]\nStartup Session=new\nShow welcome view for new window=false\n[Kate Plugins]\nlspclientplugin=true\n' \
  > "$home/.config/katerc"
printf '@a @b : PSK "short" # by phone\n' > "$home/etc/ipsec.secrets"
printf 'config setup\n\tuniqueids=yes\n\nconn base\n\tauthby=secret\n\nconn office\n    also=base\n\tatuo=add\n' > "$home/etc/ipsec.conf"

# Kate asks whether the server may be started. There is no window manager, so the focus is set by hand.
accept_server() {
  for other in $(xdotool search --onlyvisible --name '.*' 2> /dev/null); do
    case $(xdotool getwindowname "$other") in
      *LSP*) xdotool windowfocus "$other"; sleep 0.5; xdotool key Return ;;
    esac
  done
}

Xvfb "$DISPLAY" -screen 0 1000x560x24 > /dev/null 2>&1 &
screen=$!
trap 'kill "$kate" "$other_kate" "$screen" 2> /dev/null || true' EXIT
kate=$screen
other_kate=$screen
sleep 1
dbus-run-session -- kate -n -b --startanon "$home/etc/ipsec.conf" > "$out/kate.log" 2>&1 &
kate=$!
window=
for _ in $(seq 60); do
  window=$(xdotool search --onlyvisible --name ipsec.conf 2> /dev/null | tail -1) && [ -n "$window" ] && break
  sleep 0.5
done
[ -n "$window" ] || { echo 'Kate shows no window'; exit 1; }
xdotool windowsize "$window" 1000 560 windowmove "$window" 0 0
sleep 3
accept_server
sleep 3
xdotool windowfocus "$window"
sleep 1
import -window root "$out/findings.png"
xdotool key ctrl+t
sleep 0.3
xdotool key f
sleep 2
xdotool key ctrl+s
sleep 1
echo 'laid out and saved:'
cat "$home/etc/ipsec.conf"
xdotool key ctrl+End
sleep 0.5
xdotool key Tab
xdotool type --delay 150 aut
sleep 0.5
xdotool key ctrl+space
sleep 2
import -window root "$out/completion.png"
xdotool key Escape
sleep 0.5
kate -n -b "$home/etc/ipsec.secrets" > /dev/null 2>&1 &
other_kate=$!
sleep 5
accept_server
sleep 3
import -window root "$out/secrets.png"
