
namespace CSysdig.Model.Tracking;

/// <summary>Control groups as libs shows them: "subsystem=path" texts, subsystems by their common names.</summary>
sealed class Cgroups
{
    byte[] _recorded = [], _shown = [];

    /// <summary>The list of a parameter or of the process list. Most threads have the list of the one before.</summary>
    public byte[] Of(ReadOnlySpan<byte> recorded)
    {
        if (recorded.SequenceEqual(_recorded))
            return _shown;
        _recorded = recorded.ToArray();
        return _shown = Rewrite(recorded);
    }

    static byte[] Rewrite(ReadOnlySpan<byte> list)
    {
        list = NulTexts.TrimNul(list);
        var shown = new List<byte>(list.Length);
        while (!list.IsEmpty)
        {
            var nul = list.IndexOf((byte)0);
            var entry = nul < 0 ? list : list[..nul];
            list = nul < 0 ? default : list[(nul + 1)..];
            var equals = entry.IndexOf((byte)'=');
            // libs stops reading at what is no such text.
            if (equals < 0)
                break;
            if (shown.Count > 0)
                shown.Add(0);
            AddSubsystem(shown, entry[..equals]);
            shown.AddRange(entry[equals..]);
        }
        return [.. shown];
    }

    static void AddSubsystem(List<byte> to, ReadOnlySpan<byte> name)
    {
        var start = to.Count;
        var suffix = name.IndexOf("_cgroup"u8);
        to.AddRange(suffix < 0 ? name : name[..suffix]);
        if (suffix >= 0)
            to.AddRange(name[(suffix + "_cgroup"u8.Length)..]);
        ReadOnlySpan<byte> now = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(to)[start..];
        var common = now.SequenceEqual("perf"u8) ? "perf_event"u8 : now.SequenceEqual("mem"u8) ? "memory"u8 : now.SequenceEqual("io"u8) ? "blkio"u8 : default;
        if (common.IsEmpty)
            return;
        to.RemoveRange(start, to.Count - start);
        to.AddRange(common);
    }
}
