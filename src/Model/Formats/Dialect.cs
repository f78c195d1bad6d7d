using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Model.State;

namespace CSysdig.Model.Formats;

/// <summary>
/// What the tools of an age print: the event table they knew and the ways in which they write. The capture's generation
/// decides which is meant. Enter and exit pairs are printed as sysdig 0.29.3 does, exit-only captures as libs 0.25.4 does.
/// </summary>
public sealed class Dialect
{
    /// <summary>Flag names that came after 0.36; earlier tools print nothing for them.</summary>
    static readonly HashSet<string> s_latestFlags = ["FD_UPPER_LAYER", "FD_LOWER_LAYER", "CLONE_CHILD_IN_PIDNS", "SHUT_UNKNOWN", "EXE_LOWER_LAYER"];

    /// <summary>Flag names that came after 0.29.3.</summary>
    static readonly HashSet<string> s_laterFlags = [.. s_latestFlags, "O_F_CREATED", "EXE_UPPER_LAYER", "EXE_FROM_MEMFD"];

    readonly ParamInfo[][] _params;
    readonly byte[][] _names;
    readonly byte[][][] _labels;
    readonly byte[][] _syscalls;
    readonly EventCategory[] _syscallKinds;

    Dialect(bool exitOnly, bool later = false)
    {
        IsExitOnly = exitOnly;
        _params = new ParamInfo[EventTable.Count][];
        _names = new byte[EventTable.Count][];
        _syscalls = SyscallNames();
        for (var i = 0; i < EventTable.Count; i++)
        {
            _params[i] = EventTable.All[i].Params;
            _names[i] = EventTable.All[i].NameUtf8;
        }
        if (!exitOnly)
            GoBack(later);
        _syscallKinds = exitOnly ? [] : DialectKinds.Syscalls();
        _labels = Array.ConvertAll(_params, list => Array.ConvertAll(list, p => Encoding.ASCII.GetBytes(p.Name + '=')));
    }

    public static Dialect Pairs { get; } = new(exitOnly: false);
    public static Dialect LaterPairs { get; } = new(exitOnly: false, later: true);
    public static Dialect ExitOnly { get; } = new(exitOnly: true);

    public static Dialect Of(MachineState state) => state.Generation switch
    {
        Generation.ExitOnly => ExitOnly,
        Generation.LaterEnterExit => LaterPairs,
        _ => Pairs,
    };

    public bool IsExitOnly { get; }

    /// <summary>The parameters of an event type that this age knows; a capture may have more, they stay unseen.</summary>
    public ParamInfo[] Params(EventCode code) => _params[(int)code];

    /// <summary>The names of those parameters as lines show them: UTF-8, each with its equals sign.</summary>
    public byte[][] ParamLabels(EventCode code) => _labels[(int)code];

    /// <summary>The name of an event type, UTF-8.</summary>
    public byte[] Name(EventCode code) => _names[(int)code];

    /// <summary>The name of a system call code as a generic event carries it, UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> SyscallName(int code) => (uint)code < (uint)_syscalls.Length ? _syscalls[code] : default;

    /// <summary>The kind of an event, without where it comes from; of a call that the driver did not look into, that of the system call.</summary>
    public EventCategory Kind(Event e)
    {
        if (IsExitOnly || e.Code is not (EventCode.GenericE or EventCode.GenericX))
            return e.Info.Category & EventCategory.KindMask;
        var call = e.Call;
        return (uint)call < (uint)_syscallKinds.Length ? _syscallKinds[call] : EventCategory.Unknown;
    }

    /// <param name="later">To the tables of sysdig 0.36, else to those of 0.29.3.</param>
    void GoBack(bool later)
    {
        foreach (var line in Lines(later ? "dialect-0.36.tsv" : "dialect-0.29.tsv"))
        {
            var cells = line.Split('\t');
            if (cells[0] == "sc")
            {
                _syscalls[int.Parse(cells[1])] = Encoding.ASCII.GetBytes(cells[2]);
                continue;
            }
            var code = int.Parse(cells[0]);
            var count = Math.Min(int.Parse(cells[2]), _params[code].Length);
            _params[code] = _params[code][..count];
            if (cells[3].Length > 0)
                _names[code] = Encoding.ASCII.GetBytes(cells[3]);
            foreach (var change in cells[4].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = change.Split(':', '@');
                ref var param = ref _params[code][int.Parse(parts[0])];
                var type = Enum.Parse<ParamType>(parts[2], ignoreCase: true);
                param = param with
                {
                    Name = parts[1],
                    Type = type,
                    Flags = type is ParamType.EnumFlags16 ? param.Flags : null,
                    DirFd = parts.Length > 3 ? int.Parse(parts[3]) : -1,
                };
            }
        }
        var old = new Dictionary<FlagTable, FlagTable>(ReferenceEqualityComparer.Instance);
        for (var code = 0; code < _params.Length; code++)
            _params[code] = Array.ConvertAll(_params[code], p => p.Flags is null ? p : p with { Flags = Without(later ? s_latestFlags : s_laterFlags, p.Flags, old) });
    }

    static byte[][] SyscallNames()
    {
        var names = new byte[Syscalls.All.Keys.Max() + 1][];
        Array.Fill(names, []);
        foreach (var (code, name) in Syscalls.All)
            names[code] = Encoding.ASCII.GetBytes(name);
        return names;
    }

    static FlagTable Without(HashSet<string> names, FlagTable table, Dictionary<FlagTable, FlagTable> known)
    {
        if (!known.TryGetValue(table, out var earlier))
            known.Add(table, earlier = table with { Values = Array.FindAll(table.Values, v => !names.Contains(v.Name)) });
        return earlier;
    }

    static IEnumerable<string> Lines(string resource)
    {
        using var stream = typeof(Dialect).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"resource {resource} is missing");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line;
    }
}
