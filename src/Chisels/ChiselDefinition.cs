using CSysdig.Model.Text;
using CSysdig.Model.UserRules;

namespace CSysdig.Chisels;

/// <summary>An argument of a chisel.</summary>
/// <param name="Type">As users' lists show it: string, int, filter, ipv4.</param>
public sealed record ChiselArgument(string Name, string Type, bool Optional, string Description);

/// <summary>What the command line asks of every chisel.</summary>
/// <param name="Arguments">In the order of <see cref="ChiselDefinition.Arguments"/>; optional ones may be missing at the end.</param>
/// <param name="Containers">Show containers too (-pc).</param>
/// <param name="Json">Print JSON (-j).</param>
/// <param name="Terminal">Output is a terminal: control characters of captured text are shown escaped.</param>
public sealed record ChiselSetup(IReadOnlyList<string> Arguments, bool Containers, bool Json, bool Terminal)
{
    /// <summary>What becomes of captured texts.</summary>
    public TextForm Form { get; init; }

    /// <summary>How buffers are shown (-A, -x, -X, -b).</summary>
    public BufferStyle Buffer { get; init; }

    /// <summary>Whether colours are welcome: there is no NO_COLOR. Chisels colour what goes into a pipe too, as the originals do.</summary>
    public bool Colours { get; init; }

    /// <summary>How many columns a line may take: the terminal's, or what COLUMNS says, or 80.</summary>
    public int Width { get; init; } = 80;

    /// <summary>The capture that is read, or null.</summary>
    public string? File { get; init; }

    /// <summary>This machine is watched: there is no end to wait for.</summary>
    public bool IsLive => File is null;

    /// <summary>The user wants the program to end; a script that runs on and on asks it.</summary>
    public Func<bool> Interrupted { get; init; } = () => false;

    /// <summary>Bytes of memory; a script that takes more ends.</summary>
    public long MostMemory { get; init; } = 1L << 30;

    /// <summary>The user's own filter, or empty.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Rules of the user's that stand in the story beside ours (--rules), or null.</summary>
    public RuleBook? Rules { get; init; }

    /// <summary>Tells the user a line before the work begins.</summary>
    public Action<string> Tell { get; init; } = _ => { };
}

/// <summary>A chisel of the catalogue: an analysis that prints.</summary>
public sealed record ChiselDefinition(
    string Name, string Category, string Summary, IReadOnlyList<ChiselArgument> Arguments, Func<ChiselSetup, IChisel> Create)
{
    public int RequiredArguments => Arguments.Count(a => !a.Optional);

    /// <summary>The file or folder that it makes when it is given some arguments, or null for none. Who runs it for a script asks.</summary>
    public Func<IReadOnlyList<string>, string?>? Writes { get; init; }

    /// <summary>Which words behind the arguments are more of them, where it takes any number; else null.</summary>
    public Func<string, bool>? TakesMore { get; init; }

    /// <summary>The machine that it sends to, likewise.</summary>
    public Func<IReadOnlyList<string>, string?>? SendsTo { get; init; }
}

/// <summary>A chisel does not exist, or its arguments are wrong; the message is one line for the user.</summary>
public sealed class ChiselException(string message) : Exception(message);

/// <summary>A script has ended the run, with an exit code.</summary>
public sealed class ChiselExit(int code) : Exception
{
    public int Code { get; } = code;
}
