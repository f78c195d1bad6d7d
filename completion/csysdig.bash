# Completion of csysdig for bash: source <(csysdig --completion bash)
_csysdig_complete() {
    local kind
    local -a answer
    mapfile -t answer < <("$1" --complete line "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    kind=${answer[0]}
    case $kind in
        captures)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -X '!*.scap*' -- "$2"; compgen -d -- "$2")
            ;;
        files)
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$2")
            ;;
        *)
            [[ $kind == parts ]] && compopt -o nospace
            COMPREPLY=("${answer[@]:1}")
            COMPREPLY=("${COMPREPLY[@]%%$'\t'*}")
            ;;
    esac
}
complete -F _csysdig_complete csysdig
