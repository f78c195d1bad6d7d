# Completion of csysdig for fish: csysdig --completion fish | source
function __csysdig_complete
    set -l words (commandline -opc)
    set -l word (string replace -r '^[\'"]' '' -- (commandline -ct))
    set -l answer ($words[1] --complete words $words[2..-1] "$word" 2>/dev/null)
    switch "$answer[1]"
        case captures
            __fish_complete_path "$word" | string match -r '^[^\t]*(?:/|\.scap[^\t/]*)(?:\t.*)?$'
        case files
            __fish_complete_path "$word"
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end
complete -c csysdig -f -a '(__csysdig_complete)'
