namespace CSysdig.Cli.Options;

/// <summary>An option of a command line: how it is read, and what help, manual and completion say of it.</summary>
/// <param name="Letter">Its short form, or NUL.</param>
/// <param name="Long">Its long form, or null.</param>
/// <param name="Value">Whether a value follows.</param>
sealed record Option(char Letter, string? Long, ValueKind Value)
{
    /// <summary>Whether a value follows the long form, where that differs.</summary>
    public ValueKind? LongValue { get; init; }
    /// <summary>What stands for the value in help: FILE.</summary>
    public string ValueName { get; init; } = "";
    /// <summary>What it does, in plain words; null where the option is only known, so as to say that it isn't there yet.</summary>
    public string? Help { get; init; }
    /// <summary>The words that may be its value, where they can be counted; other values may be allowed too.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];
    /// <summary>What a shell offers as its value, beside the choices.</summary>
    public Completes Completes { get; init; }

    /// <summary>What code calls it by: the letter, or the long form where there is none.</summary>
    public string Name => Letter == '\0' ? Long! : Letter.ToString();

    /// <summary>How messages name it: <c>-n (--numevents)</c>.</summary>
    public override string ToString() => Letter == '\0' ? "--" + Long : Long is null ? $"-{Letter}" : $"-{Letter} (--{Long})";
}

/// <summary>A value of an option and what it means.</summary>
sealed record Choice(string Word, string Meaning);

enum ValueKind : byte
{
    None,
    /// <summary>Attached (<c>-n5</c>, <c>--numevents=5</c>) or the next word.</summary>
    Required,
    /// <summary>Attached, or none.</summary>
    Optional,
}

/// <summary>What a value is, for a shell that completes it.</summary>
enum Completes : byte { Nothing, Capture, File, Format, Chisel, View }
