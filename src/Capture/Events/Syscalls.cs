namespace CSysdig.Capture.Events;

/// <summary>System call codes, and the x86-64 numbers that lead to them (syscalls.tsv).</summary>
public static class Syscalls
{
    static readonly Dictionary<int, string> s_names = [];
    static readonly Dictionary<int, int> s_x8664 = [];

    static Syscalls()
    {
        foreach (var line in EventTable.Lines("syscalls.tsv"))
        {
            var cells = line.Split('\t');
            if (cells[0] == "sc")
                s_names.Add(int.Parse(cells[1]), cells[2]);
            else
                s_x8664[int.Parse(cells[1])] = int.Parse(cells[2]);
        }
    }

    /// <summary>The name of a code as a generic event carries it, or null.</summary>
    public static string? Name(int code) => s_names.GetValueOrDefault(code);

    /// <summary>The code of an x86-64 system call number, or null.</summary>
    public static int? FromX8664(int number) => s_x8664.TryGetValue(number, out var code) ? code : null;

    /// <summary>Every code with its name.</summary>
    public static IReadOnlyDictionary<int, string> All => s_names;
}
