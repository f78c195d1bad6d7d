namespace CSysdig.Capture.Events;

/// <summary>System call codes, and the numbers that lead to them on x86-64 and arm64 (syscalls.tsv).</summary>
public static class Syscalls
{
    static readonly Dictionary<int, string> s_names = [];
    static readonly Dictionary<int, int> s_x8664 = [];
    static readonly Dictionary<int, int> s_arm64 = [];
    static readonly Dictionary<int, EventCode> s_exits = [];

    static Syscalls()
    {
        foreach (var line in EventTable.Lines("syscalls.tsv"))
        {
            var cells = line.Split('\t');
            if (cells[0] == "sc")
                s_names.Add(int.Parse(cells[1]), cells[2]);
            else if (cells[0] == "arm64")
                s_arm64[int.Parse(cells[1])] = int.Parse(cells[2]);
            else
            {
                s_x8664[int.Parse(cells[1])] = int.Parse(cells[2]);
                s_exits[int.Parse(cells[2])] = (EventCode)Math.Max(int.Parse(cells[4]), (int)EventCode.GenericX);
            }
        }
    }

    /// <summary>The name of a code as a generic event carries it, or null.</summary>
    public static string? Name(int code) => s_names.GetValueOrDefault(code);

    /// <summary>The code of an x86-64 system call number, or null.</summary>
    public static int? FromX8664(int number) => s_x8664.TryGetValue(number, out var code) ? code : null;

    /// <summary>The code of the system call that a generic event stands for.</summary>
    public static int CallOf(RawEvent raw, bool exitOnly)
    {
        int code = raw.UInt16(0);
        // A driver that did not know the call says 0, and beside it the machine's own number.
        return exitOnly && code == 0 && raw.Param(1).Length == 2 && FromX8664(raw.UInt16(1)) is { } known ? known : code;
    }

    /// <summary>The event type with which a call of this code ends; a generic one for those without a type of their own.</summary>
    public static EventCode ExitOf(int code) => s_exits.GetValueOrDefault(code, EventCode.GenericX);

    /// <summary>Every x86-64 system call number with its code.</summary>
    public static IReadOnlyDictionary<int, int> X8664 => s_x8664;

    /// <summary>Every arm64 system call number with its code.</summary>
    public static IReadOnlyDictionary<int, int> Arm64 => s_arm64;

    /// <summary>Every code with its name.</summary>
    public static IReadOnlyDictionary<int, string> All => s_names;
}
