using CSysdig.Cli;

namespace CSysdig.Completion;

/// <summary>The scripts that teach a shell to complete a program's command line. They ask the program: there is no list in them.</summary>
static class ShellScript
{
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <exception cref="UsageException">There is no script for the shell.</exception>
    public static string Known(string shell) =>
        Shells.Contains(shell) ? shell : throw new UsageException($"--completion knows {string.Join(", ", Shells)}, not '{shell}'");

    public static string For(string shell, string program) => (shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        _ => throw new ArgumentOutOfRangeException(nameof(shell), shell, null),
    }).Replace("PROGRAM", program).ReplaceLineEndings("\n");

    const string Bash = """
        # Completion of PROGRAM for bash: source <(PROGRAM --completion bash)
        _PROGRAM_complete() {
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
        complete -F _PROGRAM_complete PROGRAM

        """;

    const string Zsh = """
        #compdef PROGRAM
        # Completion of PROGRAM for zsh: source <(PROGRAM --completion zsh), or as _PROGRAM in a folder of fpath
        _PROGRAM() {
            local kind line
            local -a answer texts shown suffix
            answer=("${(@f)$("${words[1]}" --complete words "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
            kind=${answer[1]}
            case $kind in
                captures) _files -g '*.scap*(-.)' ;;
                files) _files ;;
                *)
                    for line in "${(@)answer[2,-1]}"; do
                        texts+=("${line%%$'\t'*}")
                        shown+=("${line%%$'\t'*}  ${line#*$'\t'}")
                    done
                    [[ $kind == parts ]] && suffix=(-S '')
                    (( ${#texts} )) && compadd -l -d shown "${suffix[@]}" -a texts
                    ;;
            esac
        }
        if [[ ${funcstack[1]} == _PROGRAM ]]; then
            _PROGRAM "$@"
        else
            compdef _PROGRAM PROGRAM
        fi

        """;

    const string Fish = """
        # Completion of PROGRAM for fish: PROGRAM --completion fish | source
        function __PROGRAM_complete
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
        complete -c PROGRAM -f -a '(__PROGRAM_complete)'

        """;
}
