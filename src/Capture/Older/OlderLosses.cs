using CSysdig.Capture.Events;

namespace CSysdig.Capture.Older;

/// <summary>What sysdig 0.29.3 has no form for.</summary>
sealed class OlderLosses
{
    const int MostNames = 8, CallBit = 1 << 16;

    readonly Dictionary<int, long> _byType = [];
    long _long;

    public void Add(RawEvent e)
    {
        var isCall = e.Code is EventCode.GenericE or EventCode.GenericX;
        Add(isCall ? CallBit | e.UInt16(0) : (int)e.Code);
    }

    /// <summary>Of a type that nobody here knows.</summary>
    public void Add(int code) => _byType[code] = _byType.GetValueOrDefault(code) + 1;

    /// <summary>Longer than its reader takes.</summary>
    public void AddLong() => _long++;

    /// <summary>One line, or null when nothing is left out.</summary>
    public string? Text
    {
        get
        {
            var names = _byType.GroupBy(t => NameOf(t.Key), t => t.Value).Select(g => (Name: g.Key, Count: g.Sum())).OrderByDescending(t => t.Count).ThenBy(t => t.Name, StringComparer.Ordinal).ToList();
            if (_long > 0)
                names.Add(("too long", _long));
            return names.Count == 0 ? null : $"{names.Sum(n => n.Count)} events that sysdig 0.29.3 can't read were left out: "
                + string.Join(", ", names.Take(MostNames).Select(n => $"{n.Count} {n.Name}")) + (names.Count > MostNames ? " ..." : "");
        }
    }

    static string NameOf(int type)
    {
        if ((type & CallBit) != 0)
            return Syscalls.Name(type & ~CallBit) ?? $"calls with code {type & ~CallBit}";
        return type < EventTable.Count ? EventTable.Types[type].Name : $"of type {type}";
    }
}
