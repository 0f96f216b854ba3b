complete -c ipsec-lsp -l stdio -d 'Accepted and without effect: there is no other way to speak with the server'
complete -c ipsec-lsp -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ipsec-lsp -s V -l version -d 'Print version'
