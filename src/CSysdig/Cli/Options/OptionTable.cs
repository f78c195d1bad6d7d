namespace CSysdig.Cli.Options;

/// <summary>Options that belong together, under a title.</summary>
sealed record OptionChapter(string Title, params Option[] Options);

/// <summary>The options of one program: the only list of them. The reader, --help, the manual, the documentation and completion go by it.</summary>
sealed class OptionTable
{
    public required string Program { get; init; }
    /// <summary>What the program does, in half a line.</summary>
    public required string Summary { get; init; }
    /// <summary>The same in a few sentences.</summary>
    public required string Description { get; init; }
    /// <summary>What the words after the options mean.</summary>
    public required string Filter { get; init; }
    public required IReadOnlyList<OptionChapter> Chapters { get; init; }
    /// <summary>Options of sysdig 0.29.3 that are not there yet.</summary>
    public required IReadOnlyList<Option> Later { get; init; }
    /// <summary>What else help says at its end, a paragraph.</summary>
    public string Closing { get; init; } = "";
    /// <summary>Command lines for the manual, each with what it is for.</summary>
    public required IReadOnlyList<Example> Examples { get; init; }

    public IReadOnlyList<Option> All => field ??= [.. Chapters.SelectMany(c => c.Options), .. Later];

    /// <summary>The same for both programs.</summary>
    public static Option ShellCompletion { get; } = new('\0', "completion", ValueKind.Required)
    {
        ValueName = "SHELL",
        Help = "The script that teaches a shell to complete options, their values, filters and formats:",
        Choices = [new("bash", "source <(... --completion bash)"), new("zsh", "source <(... --completion zsh)"), new("fish", "... --completion fish | source")],
    };

    /// <summary>The same for both programs.</summary>
    public static Option Compat { get; } = new('\0', "compat", ValueKind.Required)
    {
        ValueName = "VERSION",
        Help = "What that version of sysdig prints, its mistakes included, for scripts that count on them; CSYSDIG_COMPAT=VERSION in the environment does the same. Without it, what happened.",
        Choices = [new("0.29", "sysdig and csysdig 0.29.3")],
    };

    /// <summary>The same for both programs.</summary>
    public static Option Rules { get; } = Valued('\0', "rules", "FILE", "A file of rules as Falco has them, or a folder of such: what they match stands in the story beside what is found without them. Give the option once for each file.", Completes.File);

    public static Option Utc { get; } = Flag("utc", "Times in UTC, read and written, instead of those of the zone of this machine (or of the variable TZ).");

    public static Option Flag(char letter, string? name, string help) => new(letter, name, ValueKind.None) { Help = help };

    public static Option Flag(string name, string help) => Flag('\0', name, help);

    public static Option Valued(char letter, string? name, string value, string help, Completes completes = Completes.Nothing, params Choice[] choices) =>
        new(letter, name, ValueKind.Required) { ValueName = value, Help = help, Completes = completes, Choices = choices };

    public static Option Valued(string name, string value, string help) => Valued('\0', name, value, help);
}

/// <summary>A command line worth knowing.</summary>
/// <param name="Why">The question it answers.</param>
sealed record Example(string Command, string Why);
