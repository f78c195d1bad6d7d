using System.Globalization;
using CSysdig.Capture.Events;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>
/// The kernel's numbers of flags as captures have them (kernel-flags.tsv): for those tables whose numbers differ from one system
/// to the next, and which captures therefore renumber.
/// </summary>
sealed class KernelFlags
{
    static readonly Dictionary<string, KernelFlags> s_all = Load();

    readonly (ulong Kernel, uint Shown)[] _values;
    readonly bool _isChoice;

    KernelFlags(bool isChoice, (ulong, uint)[] values) => (_isChoice, _values) = (isChoice, values);

    /// <summary>The renumbering of a table, or null when captures have the kernel's numbers.</summary>
    public static KernelFlags? Of(string table) => s_all.GetValueOrDefault(table);

    /// <summary>A capture's number for the kernel's: of a choice the one that is equal, else the sum of all bits that are set.</summary>
    public uint Shown(ulong kernel)
    {
        uint shown = 0;
        foreach (var (bits, value) in _values)
        {
            if (_isChoice)
            {
                if (bits == kernel)
                    return value;
            }
            else if ((kernel & bits) == bits)
                shown |= value;
        }
        return shown;
    }

    static Dictionary<string, KernelFlags> Load()
    {
        var all = new Dictionary<string, KernelFlags>();
        foreach (var line in EventTable.Lines("kernel-flags.tsv"))
        {
            var cells = line.Split('\t');
            var named = EventTable.Flags(cells[0]).Values;
            all.Add(cells[0], new KernelFlags(cells[1] == "choice", [.. cells[2].Split(' ').Select(v =>
            {
                var equals = v.IndexOf('=');
                var number = Number(v[(equals + 1)..]);
                return (number, named.First(n => n.Name == v[..equals]).Value);
            })]));
        }
        return all;
    }

    static ulong Number(string text) =>
        text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : ulong.Parse(text, CultureInfo.InvariantCulture);
}
