# Types a line with a tab behind it into a Zsh of its own, and has it print what the line has become.
zmodload zsh/zpty
folder=$1
line=$2
zpty inner zsh -f -i
until_seen() {
    local text='' part
    while zpty -r inner part; do
        text+=$part
        [[ $text == *$1* ]] && { seen=$text; return 0 }
    done
    return 1
}
# Split, so that the echo of the line is not taken for its effect.
zpty -w inner "fpath=($folder \$fpath); autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word; print REA''DY"
until_seen READY || exit 1
zpty -w -n inner "$line"$'\t'
# What the shell shows while it completes depends on what it finds; it reads on when it is done.
sleep 1
zpty -w -n inner $'\x01print -r -- BECA"ME" \x05 "EN"D\r'
until_seen END || exit 1
seen=${seen##*BECAME }
print -r -- ${seen%% END*}
zpty -d inner
