using CSysdig.Model.State;
using CSysdig.Model.Text;

namespace CSysdig.Model.Parameters;

/// <summary>What lines say behind arguments of which the capture has not all.</summary>
static class CutMark
{
    /// <summary>Drivers record a page of a command line, exe first and a NUL behind each word, and of an environment.</summary>
    const int MostRecorded = 4096;

    static readonly string[] s_fields = ["proc.args", "proc.cmdline", "proc.exeline"];

    /// <summary>The field shows all arguments of the event's process.</summary>
    public static bool IsOn(string field) => s_fields.Contains(field);

    public static bool IsCut(int recorded) => recorded >= MostRecorded;

    public static bool IsCut(ThreadInfo thread) => IsCut(thread.Exe.Length + 1 + thread.Args.Length + 1);

    public static void Write(Utf8Writer to) => to.Write(" (cut by the capture at 4,096 bytes)"u8);
}
