using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.State;

namespace CSysdig.Model.Parameters;

/// <summary>
/// What the tools of an age print: the event table they knew and the ways in which they write. The capture's generation
/// decides which is meant. Enter and exit pairs are printed as sysdig 0.29.3 does, those of later drivers as sysdig 0.39 (libs 0.18)
/// does, exit-only captures as libs 0.25.4 does.
/// </summary>
public sealed class Dialect
{
    /// <summary>Flag names that came with exits only; earlier tools print nothing for them.</summary>
    static readonly HashSet<string> s_exitOnlyFlags = ["CLONE_CHILD_IN_PIDNS"];

    /// <summary>Flag names that came after 0.36.</summary>
    static readonly HashSet<string> s_latestFlags =
        [.. s_exitOnlyFlags, "FD_UPPER_LAYER", "FD_LOWER_LAYER", "FD_UPPER_LAYER_CREAT", "FD_LOWER_LAYER_CREAT", "SHUT_UNKNOWN", "EXE_LOWER_LAYER"];

    /// <summary>Flag names that came after 0.29.3.</summary>
    static readonly HashSet<string> s_laterFlags = [.. s_latestFlags, "O_F_CREATED", "EXE_UPPER_LAYER", "EXE_FROM_MEMFD"];

    readonly ParamList[] _params;
    /// <summary>What events with no more parameters than these call them.</summary>
    readonly ParamList?[] _fewer = new ParamList?[EventTable.Count];
    /// <summary>Those of opens, with the path that the kernel has found.</summary>
    readonly ParamList?[] _resolved = new ParamList?[EventTable.Count];
    readonly byte[][] _names;
    readonly byte[][] _syscalls;
    readonly EventCategory[] _syscallKinds;

    /// <param name="table">What the tools of this age knew less or otherwise than the event table; null for nothing.</param>
    /// <param name="unknownFlags">Names of flags that came after them.</param>
    Dialect(string? table, HashSet<string> unknownFlags, bool isLater = true, bool isExitOnly = false)
    {
        IsLater = isLater;
        IsExitOnly = isExitOnly;
        _syscalls = SyscallNames();
        _names = Array.ConvertAll(EventTable.All.ToArray(), e => e.NameUtf8);
        var known = Array.ConvertAll(EventTable.All.ToArray(), e => e.Params);
        if (table is not null)
            GoBack(table, known);
        var flags = new Dictionary<FlagTable, FlagTable>(ReferenceEqualityComparer.Instance);
        if (unknownFlags.Count > 0)
            known = Array.ConvertAll(known, list => Array.ConvertAll(list, p => p.Flags is null ? p : p with { Flags = Without(unknownFlags, p.Flags, flags) }));
        _params = Array.ConvertAll(known, list => new ParamList(list));
        foreach (var code in (ReadOnlySpan<EventCode>)[EventCode.SyscallOpenX, EventCode.SyscallCreatX, EventCode.SyscallOpenat_2X, EventCode.SyscallOpenat2X])
            _resolved[(int)code] = new ParamList([.. known[(int)code], new ParamInfo("path", ParamType.FsPath, PrintFormat.NotApplicable, null, null, -1)], hasPath: true);
        _syscallKinds = isExitOnly ? [] : DialectKinds.Syscalls();
    }

    public static Dialect Pairs { get; } = new("dialect-0.29.tsv", s_laterFlags, isLater: false);
    public static Dialect LaterPairs { get; } = new("dialect-0.39.tsv", s_exitOnlyFlags);
    /// <summary>The same as sysdig 0.36 prints them.</summary>
    static Dialect LaterPairsOf036 { get; } = new("dialect-0.36.tsv", s_latestFlags);
    public static Dialect ExitOnly { get; } = new(null, [], isExitOnly: true);

    public static Dialect Of(MachineState state) => state.Generation switch
    {
        Generation.ExitOnly => ExitOnly,
        Generation.LaterEnterExit => state.Compat ? LaterPairsOf036 : LaterPairs,
        _ => Pairs,
    };

    /// <summary>Writes as libs since 0.13 do: an empty parameter has a word of its own, enumerations have all their names.</summary>
    public bool IsLater { get; }
    public bool IsExitOnly { get; }

    /// <summary>The parameters of an event type that this age knows; a capture may have more, they stay unseen.</summary>
    public ParamInfo[] Params(EventCode code) => _params[(int)code].Params;

    /// <summary>The same as an event has them, which may be of an earlier driver.</summary>
    public ParamList Params(RawEvent raw) => IsEarlier(raw) ? _fewer[(int)raw.Code]! : _params[(int)raw.Code];

    /// <summary>The same, and behind them the path by which the kernel knows the file that was opened, where the fd has another name.</summary>
    internal ParamList Params(Event e) =>
        _resolved[(int)e.Raw.Code] is { } more && e.Raw.ParamCount == more.Params.Length - 1 && !e.State.Compat && e.Fd is null or { RealPath: not null } && !e.Raw.ResolvedPath.IsEmpty
            ? more : Params(e.Raw);

    /// <summary>The event is of a driver that called its parameters otherwise than the last one of this age.</summary>
    internal bool IsEarlier(RawEvent raw) => _fewer[(int)raw.Code] is { } fewer && raw.ParamCount <= fewer.Params.Length;

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

    void GoBack(string table, ParamInfo[][] known)
    {
        foreach (var line in EventTable.Lines(table))
        {
            var cells = line.Split('\t');
            if (cells[0] == "sc")
            {
                _syscalls[int.Parse(cells[1])] = Encoding.ASCII.GetBytes(cells[2]);
                continue;
            }
            var code = int.Parse(cells[0]);
            var isFewer = cells[2].EndsWith('-');
            var earlier = known[code][..Math.Min(int.Parse(cells[2].TrimEnd('-')), known[code].Length)];
            if (cells[3].Length > 0)
                _names[code] = Encoding.ASCII.GetBytes(cells[3]);
            foreach (var change in cells[4].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Change(earlier, change);
            if (isFewer)
                _fewer[code] = new ParamList(earlier);
            else
                known[code] = earlier;
        }
    }

    static void Change(ParamInfo[] list, string change)
    {
        var parts = change.Split(':', '@');
        ref var param = ref list[int.Parse(parts[0])];
        var type = Enum.Parse<ParamType>(parts[2], ignoreCase: true);
        param = param with
        {
            Name = parts[1],
            Type = type,
            Flags = type is ParamType.EnumFlags16 ? param.Flags : null,
            DirFd = parts.Length > 3 ? int.Parse(parts[3]) : -1,
        };
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
}

/// <summary>The parameters of an event type, and their names as lines show them.</summary>
/// <param name="hasPath">The last of them stands behind the event (<see cref="RawEvent.ResolvedPath"/>).</param>
public sealed class ParamList(ParamInfo[] list, bool hasPath = false)
{
    public ParamInfo[] Params { get; } = list;

    /// <summary>How many of them an event has.</summary>
    public int CountIn(RawEvent raw) => hasPath ? Params.Length : Math.Min(Params.Length, raw.ParamCount);

    /// <summary>Those that may be shown with something that is looked up (<see cref="ParamKnown.IsElsewhere(Event)"/>).</summary>
    internal int[] Looking { get; } = [.. Enumerable.Range(0, list.Length).Where(i => ParamKnown.LooksUp(list[i].Type) || list[i].Dynamic is { } kinds && kinds.Any(k => ParamKnown.LooksUp(k.Type)))];

    /// <summary>UTF-8, each with its equals sign.</summary>
    public byte[][] Labels { get; } = Array.ConvertAll(list, p => Encoding.ASCII.GetBytes(p.Name + '='));
}
