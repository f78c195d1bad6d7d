using CSysdig.Capture.Events;

namespace CSysdig.Capture.Older;

/// <summary>Where a parameter of an older event comes from.</summary>
/// <param name="Type">Its own type.</param>
/// <param name="Source">The parameter of today's event that it is, or -1.</param>
/// <param name="Instead">The one that is taken where that is not there or empty, or -1.</param>
/// <param name="Constant">What it is where it comes from neither.</param>
/// <param name="Width">How wide it is as a number; 0 where its bytes stay as they are.</param>
readonly record struct OlderParam(ParamType Type, int Source, int Instead, ulong Constant, int Width);

/// <summary>An event of sysdig 0.29.3's age as it is made from one of today.</summary>
/// <param name="Code">Its type.</param>
/// <param name="Params">Its parameters.</param>
/// <param name="IsSame">It is the event of today, with parameters missing at its end at most.</param>
sealed record OlderEvent(EventCode Code, OlderParam[] Params, bool IsSame)
{
    /// <summary>Paths and ends of sockets, which readers of then take from the beginning of some calls, where one of today has them at the end alone.</summary>
    public bool NamesSomething { get; } = Params.Any(p => p.Type is ParamType.FsPath or ParamType.FsRelPath or ParamType.SockTuple);
}

/// <summary>What sysdig 0.29.3 knows instead of an event type of today.</summary>
/// <param name="Event">The event itself.</param>
/// <param name="Enter">Of the end of a call, its beginning; null for others.</param>
sealed record OlderType(OlderEvent Event, OlderEvent? Enter)
{
    /// <summary>The last type that it knows, and the last call that it has a number for.</summary>
    public const int LastCode = 335, LastCall = 328;

    /// <summary>By the code of today; null for what is left out.</summary>
    public static OlderType?[] All { get; } = Build();

    static OlderType?[] Build()
    {
        var known = Array.ConvertAll(EventTable.Types, t => t.Params);
        foreach (var line in EventTable.Lines("dialect-0.29.tsv"))
            if (line.Split('\t') is var cells && cells[0] != "sc")
                known[int.Parse(cells[0])] = known[int.Parse(cells[0])][..int.Parse(cells[2].TrimEnd('-'))];
        var codes = EventTable.Types.ToDictionary(t => t.Id, t => t.Code);
        var rows = EventTable.Lines("older-0.29.tsv").Select(l => l.Split('\t')).ToDictionary(c => codes[c[0]], c => (Code: codes[c[1]], Others: OthersOf(c[2])));
        var calls = Syscalls.X8664.GroupBy(c => Syscalls.ExitOf(c.Value)).ToDictionary(g => g.Key, g => g.First());
        return Array.ConvertAll(EventTable.Types, type =>
        {
            var isCall = (type.Category & EventCategory.Syscall) != 0;
            var exit = isCall && type.IsEnter ? type.Code + 1 : type.Code;
            if (rows.TryGetValue(exit, out var row))
                return Of(type, type.Code == exit ? row.Code : row.Code - 1, isCall, known, row.Others);
            if ((int)type.Code <= LastCode)
                return Of(type, type.Code, isCall, known, []);
            return calls.TryGetValue(exit, out var call) && call.Value <= LastCall ? Generic(type, call.Key, call.Value) : null;
        });
    }

    static Dictionary<string, string[]> OthersOf(string cell) =>
        cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1].Split('|'));

    static OlderType Of(EventInfo type, EventCode code, bool isCall, ParamInfo[][] known, Dictionary<string, string[]> others)
    {
        var list = known[(int)code];
        var isSame = code == type.Code && !list.Any(p => others.ContainsKey(p.Name));
        var own = isSame ? list.Select((p, i) => new OlderParam(p.Type, i, -1, 0, 0)) : list.Select(p => Named(p, type, others));
        return new OlderType(new OlderEvent(code, [.. own], isSame),
            isCall && !type.IsEnter ? new OlderEvent(code - 1, [.. known[(int)code - 1].Select(p => Named(p, type, others))], IsSame: false) : null);
    }

    static OlderParam Named(ParamInfo p, EventInfo type, Dictionary<string, string[]> others)
    {
        const uint currentDirectory = unchecked((uint)-100);
        var names = others.GetValueOrDefault(p.Name, [p.Name]);
        var sources = names.Select(type.IndexOf).Where(i => i >= 0).ToArray();
        // Where a call began is not told of execveat, and its path is whole.
        var constant = p.Name == "dirfd" ? ulong.MaxValue << 32 | currentDirectory : 0;
        return new OlderParam(p.Type, sources.Length > 0 ? sources[0] : -1, sources.Length > 1 ? sources[1] : -1, constant, ParamWidth.Of(p.Type));
    }

    static OlderType Generic(EventInfo type, int number, int call)
    {
        OlderParam id = new(ParamType.SyscallId, -1, -1, (ulong)call, 2), native = new(ParamType.UInt16, -1, -1, (ulong)number, 2);
        var enter = new OlderEvent(EventCode.GenericE, [id, native], IsSame: false);
        return type.IsEnter ? new OlderType(enter, null) : new OlderType(new OlderEvent(EventCode.GenericX, [id], IsSame: false), enter);
    }
}
