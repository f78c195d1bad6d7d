using CSysdig.Chisels.Printing;
using CSysdig.Model;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Logs;

/// <summary>The capture of what happened around log entries, where the user asks for one.</summary>
sealed class LogExport(ChiselSetup setup)
{
    public static ChiselArgument[] Arguments { get; } =
    [
        new("dump_file_name", "string", true, "a capture to write of what happened around each entry"),
        new("dump_range_ms", "int", true, "how many milliseconds before and after, 1000 if not given"),
        new("disable_color", "string", true, "disable_color prints without colours"),
    ];

    readonly string? _file = File(setup.Arguments);
    readonly Surroundings _moments = new(setup.Arguments.Count > 1 ? setup.Arguments[1] : "1000");

    /// <summary>The capture that is asked for, or null.</summary>
    public static string? File(IReadOnlyList<string> arguments) => arguments.Count > 0 ? arguments[0] : null;

    public CaptureExport? Capture => _file is null ? null : new CaptureExport(_file, _moments.Has);

    public void Add(Event e)
    {
        if (_file is not null)
            _moments.Add(e);
    }

    public void End(Utf8Writer to, LineColours colours)
    {
        if (setup.Terminal)
        {
            to.Write(colours.Reset);
            to.Write('\n');
        }
        if (_file is not null)
            to.Write($"Writing events for {_moments.Count} log entries\n");
    }
}
