using System.Globalization;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Model.Views;

namespace CSysdig.Views.Layout;

/// <summary>What the list of sessions shows of each.</summary>
static class SessionColumns
{
    /// <summary>A column.</summary>
    /// <param name="Rank">Those with the highest give way first where the screen is narrow.</param>
    /// <param name="Number">What it is sorted by; null where that is its text.</param>
    sealed record Column(string Name, string Like, NumberKind Kind, int Rank, string Description, Func<SessionRow, ulong, double>? Number, Action<SessionRow, ulong, Utf8Writer>? Text = null);

    static readonly Column[] s_all =
    [
        new("USER", "user.name", NumberKind.Text, 0, "The account.", null, (row, _, to) => to.Write(row.User)),
        new("FROM", "", NumberKind.Text, 1, "The address that was called from, and its host where that is one of many that are looked at together; the terminal or container of who did not come over the network.", null, WriteFrom),
        new("TTY", "", NumberKind.Text, 8, "The terminal.", null, (row, _, to) => to.Write(row.Tty)),
        new("BY", "", NumberKind.Text, 9, "The login server, or su, sudo and their like.", null, (row, _, to) => to.Write(row.By)),
        new("START", "proc.pid.ts", NumberKind.Moment, 1, "When it began; ? where that was before the capture and is not known.", (row, _) => row.Start),
        new("TOOK", "proc.duration", NumberKind.Duration, 6, "How long it was open, until now where it still is.", (row, now) => row.Start == 0 ? 0 : (row.IsOpen ? now : row.End) - Math.Min(row.Start, row.IsOpen ? now : row.End)),
        new("STATE", "", NumberKind.Text, 1, "How long nobody has typed, or done anything where there is no terminal; of one that has ended how its shell did.", SortOfState, WriteState),
        new("FAILED", "", NumberKind.Few, 1, "Failed logins from the same address before it.", (row, _) => row.Failed),
        new("FOUND", "", NumberKind.Few, 1, "Findings of the story: what looks like an attack.", (row, _) => row.Findings),
        new("RUN", "", NumberKind.Few, 1, "Processes that run now; of a session that has ended, those that it left.", (row, _) => row.Running),
        new("PROCS", "", NumberKind.Few, 5, "Processes it has had.", (row, _) => row.Processes),
        new("CMDS", "", NumberKind.Few, 6, "Commands that were run in it.", (row, _) => row.Commands),
        new("IN", "", NumberKind.Bytes, 4, "Bytes that its processes read from the network; the login's own connection aside.", (row, _) => row.BytesIn),
        new("OUT", "", NumberKind.Bytes, 4, "Bytes that they wrote there.", (row, _) => row.BytesOut),
        new("RUNS NOW", "", NumberKind.Text, 0, "The newest command that has not ended; with & where the shell waits for other commands meanwhile.", null, WriteNow),
    ];

    /// <summary>The column that a list is sorted by at first.</summary>
    public const string First = "START";

    /// <summary>The same as a view has them, for legend, sort and files.</summary>
    public static ViewDefinition View { get; } = new()
    {
        Id = "sessions",
        Name = "Sessions",
        Kind = ViewKind.Table,
        Columns = [.. s_all.Select(c => new ViewColumn { Name = c.Name, Field = c.Like, Description = c.Description, IsSorting = c.Name == First })],
    };

    public static NumberKind KindOf(int column) => s_all[column].Kind;

    public static int RankOf(int column) => s_all[column].Rank;

    /// <summary>What it is sorted by, where that is a number.</summary>
    public static double? SortOf(SessionRow row, int column, ulong now) => s_all[column].Number?.Invoke(row, now);

    /// <summary>The number that stands there, or null for a text or where it is not known.</summary>
    public static double? NumberOf(SessionRow row, int column, ulong now) => s_all[column].Kind != NumberKind.Text && SortOf(row, column, now) is >= 0 and var number ? number : null;

    public static void Write(SessionRow row, int column, ulong now, Utf8Writer to)
    {
        if (s_all[column].Text is { } text)
            text(row, now, to);
        else
            to.Write(SortOf(row, column, now) is >= 0 and var number ? number.ToString("0", CultureInfo.InvariantCulture) : "?");
    }

    static void WriteFrom(SessionRow row, ulong now, Utf8Writer to)
    {
        to.Write(row.From.Length > 0 ? row.From : row.By);
        if (row.FromHost.Length == 0)
            return;
        to.Write(" ("u8);
        to.Write(row.FromHost);
        to.Write(')');
    }

    // The open ones by how long they are idle, then those that have ended by when.
    static double SortOfState(SessionRow row, ulong now) => row.IsOpen ? now - (double)Math.Min(now, row.Active) : 1e19 + row.End;

    static void WriteState(SessionRow row, ulong now, Utf8Writer to)
    {
        if (row.IsOpen)
            to.Write($"idle {Coarse(now - Math.Min(now, row.Active))}");
        else if (row.Outcome is not var (end, code))
            to.Write("ended"u8);
        else if (end == CommandEnd.Exited)
            to.Write($"exit {code}");
        else if (SignalNames.Of(code) is { IsEmpty: false } name)
            to.Write(name);
        else
            to.Write($"signal {code}");
    }

    // Nobody is idle to the millisecond, and the column is to stay narrow.
    static string Coarse(ulong span)
    {
        var seconds = span / 1_000_000_000;
        return seconds < 60 ? $"{seconds}s" : seconds < 3_600 ? $"{seconds / 60}m" : seconds < 86_400 ? $"{seconds / 3_600}h" : $"{seconds / 86_400}d";
    }

    static void WriteNow(SessionRow row, ulong now, Utf8Writer to)
    {
        to.Write(row.Now);
        if (row.IsBehind)
            to.Write(" &"u8);
    }
}
