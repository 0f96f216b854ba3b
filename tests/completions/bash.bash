# Completes the words that are given, with the file of their program, as Bash calls it: its function, then what it left.
set -euo pipefail
folder=$1
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
source "$folder/$1"
spec=$(complete -p "$1")
function=$(sed -n 's/.* -F \([^ ]*\) .*/\1/p' <<<"$spec")
"$function" "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
