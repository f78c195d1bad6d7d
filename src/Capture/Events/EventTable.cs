using System.Text;

namespace CSysdig.Capture.Events;

/// <summary>The event types of libs 0.25.4, read once from the embedded events.tsv and flags.tsv.</summary>
public static class EventTable
{
    static readonly Dictionary<string, FlagTable> s_flags = LoadFlags();
    static readonly EventInfo[] s_events = LoadEvents();

    /// <summary>How many event types are known; a code at or above it is unknown.</summary>
    public static int Count => s_events.Length;

    public static ReadOnlySpan<EventInfo> All => s_events;

    /// <summary>The same by their codes, for who asks for one with every event.</summary>
    internal static EventInfo[] Types => s_events;

    /// <summary>The type of a code below <see cref="Count"/>.</summary>
    public static EventInfo Get(EventCode code) => s_events[(int)code];

    /// <summary>A flag table by its name, for example <c>file_flags</c>.</summary>
    public static FlagTable Flags(string name) => s_flags[name];

    static Dictionary<string, FlagTable> LoadFlags()
    {
        var tables = new Dictionary<string, FlagTable>();
        foreach (var line in Lines("flags.tsv"))
        {
            var tab = line.IndexOf('\t');
            var values = line[(tab + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var flags = new FlagValue[values.Length];
            for (var i = 0; i < values.Length; i++)
            {
                var eq = values[i].LastIndexOf('=');
                var name = values[i][..eq];
                flags[i] = new FlagValue(name, Encoding.ASCII.GetBytes(name), (uint)long.Parse(values[i].AsSpan(eq + 1)));
            }
            tables.Add(line[..tab], new FlagTable(line[..tab], flags));
        }
        return tables;
    }

    static EventInfo[] LoadEvents()
    {
        var events = new List<EventInfo>(460);
        foreach (var line in Lines("events.tsv"))
        {
            var cells = line.Split('\t');
            events.Add(new EventInfo
            {
                Code = (EventCode)ushort.Parse(cells[0]),
                Id = cells[1],
                Name = cells[2],
                NameUtf8 = Encoding.ASCII.GetBytes(cells[2]),
                Category = Category(cells[4]),
                Flags = EventFlagsOf(cells[5]),
                Params = Params(cells[6]),
            });
        }
        return [.. events];
    }

    static ParamInfo[] Params(string cell)
    {
        if (cell.Length == 0)
            return [];
        var parts = cell.Split(' ');
        var result = new ParamInfo[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var p = parts[i].Split(':');
            var type = TypeOf(p[1]);
            var table = p.Length > 3 ? p[3] : "";
            result[i] = new ParamInfo(p[0], type, FormatOf(p[2]),
                table.Length > 0 && s_flags.TryGetValue(table, out var flags) ? flags : null,
                type == ParamType.Dyn ? Dynamic(table) : null,
                table.StartsWith('@') ? int.Parse(table.AsSpan(1)) : type == ParamType.FsRelPath ? 0 : -1);
        }
        return result;
    }

    /// <summary>The variants of a parameter whose type its first byte chooses (libs driver/dynamic_params_table.c).</summary>
    static ParamInfo[] Dynamic(string table) => table switch
    {
        "sockopt_dynamic_param" => [Dyn(ParamType.ByteBuf, PrintFormat.Hex), Dyn(ParamType.Errno, PrintFormat.Dec),
            Dyn(ParamType.UInt32, PrintFormat.Dec), Dyn(ParamType.UInt64, PrintFormat.Dec), Dyn(ParamType.RelTime, PrintFormat.Dec)],
        "ptrace_dynamic_param" => [Dyn(ParamType.UInt64, PrintFormat.Hex), Dyn(ParamType.SigType, PrintFormat.Dec)],
        "bpf_dynamic_param" => [Dyn(ParamType.Fd, PrintFormat.Dec), Dyn(ParamType.Errno, PrintFormat.Dec)],
        "keyctl_dynamic_param" => [Dyn(ParamType.Int64, PrintFormat.Dec), Dyn(ParamType.CharBuf, PrintFormat.NotApplicable)],
        _ => throw new InvalidDataException($"events.tsv: no dynamic table {table}"),
    };

    static ParamInfo Dyn(ParamType type, PrintFormat format) => new("", type, format, null, null, -1);

    static ParamType TypeOf(string name) => Enum.Parse<ParamType>(name.Replace("_", ""), ignoreCase: true);

    static PrintFormat FormatOf(string name) => name switch
    {
        "DEC" => PrintFormat.Dec,
        "HEX" => PrintFormat.Hex,
        "OCT" => PrintFormat.Oct,
        _ => PrintFormat.NotApplicable,
    };

    static EventFlags EventFlagsOf(string cell)
    {
        var flags = EventFlags.None;
        foreach (var name in cell.Split('|', StringSplitOptions.RemoveEmptyEntries))
            flags |= Enum.Parse<EventFlags>(name == "SKIPPARSERESET" ? "SkipParseReset" : name.Replace("_", ""), ignoreCase: true);
        return flags;
    }

    static EventCategory Category(string cell)
    {
        var category = EventCategory.Unknown;
        foreach (var name in cell.Split('|', StringSplitOptions.RemoveEmptyEntries))
            if (name != "ITER")
                category |= Enum.Parse<EventCategory>(name.Replace("_", ""), ignoreCase: true);
        return category;
    }

    /// <summary>The lines of one of the tables that lie beside this file, without its remarks.</summary>
    public static IEnumerable<string> Lines(string resource)
    {
        using var stream = typeof(EventTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is missing");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line;
    }
}
