using System.Globalization;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using CSysdig.Views.Drawing;
using CSysdig.Views.Text;

namespace CSysdig.Views.Screens;

/// <summary>How a line of a transcript looks: when, what kind, how long, how it ended, what.</summary>
/// <param name="HasParts">There is room for parts of a second.</param>
/// <param name="CountedFrom">Times are counted from this one; null for times of day.</param>
readonly record struct TranscriptColumns(int Kind, int Took, int Exit, int What, bool HasParts, ulong? CountedFrom)
{
    const int KindWidth = 4, TookWidth = 6, ExitWidth = 4, Wide = 100, Narrow = 60, DeepestIndent = 12;

    // By the numbers of their bits.
    static readonly string[] s_acts =
        ["created", "wrote", "emptied", "removed", "renamed", "renamed", "chmod", "made folder", "linked", "chown", "opened to write"];

    /// <param name="hasEnds">Some of it takes time and ends.</param>
    public static TranscriptColumns For(int width, bool hasEnds, ulong? countedFrom)
    {
        var hasParts = width >= Wide;
        var kind = 1 + (hasParts ? "00:00:00.000" : "00:00:00").Length + 1;
        var took = kind + KindWidth + 1;
        return width < Narrow || !hasEnds ? new(kind, took, took, took, hasParts, countedFrom) : new(kind, took, took + TookWidth + 1, took + TookWidth + 1 + ExitWidth + 1, hasParts, countedFrom);
    }

    public void ComposeTitles(Line into)
    {
        into.Fill(" ", Style.TableHeader);
        Title(into, 1, "TIME");
        if (Took < What)
        {
            into.Box(Took, TookWidth);
            into.WriteRight("TOOK", Style.TableHeader);
            into.Box(Exit, ExitWidth);
            into.WriteRight("EXIT", Style.TableHeader);
        }
        Title(into, What, "WHAT");
    }

    /// <param name="folded">So many commands below it are not shown.</param>
    /// <param name="left">Cells that what was done is scrolled by.</param>
    public void Compose(TranscriptEntry entry, int folded, byte[] user, Line into, int left)
    {
        into.Box(1, Kind - 2);
        into.Write(entry.Time == 0 ? "before" : TimeOf(entry.Time, HasParts, CountedFrom, Kind - 2), Style.Dim);
        into.Box(Kind, KindWidth);
        into.Write(Word(entry), entry is TerminalEntry { IsInput: true } ? Style.Write : Style.Dim);
        if (Took < What)
        {
            into.Box(Took, TookWidth);
            into.WriteRight(TookOf(entry), Style.Dim);
            into.Box(Exit, ExitWidth);
            var exit = ExitOf(entry);
            into.WriteRight(exit, exit == "0" ? Style.Dim : Style.Warning);
        }
        into.Unbox(What);
        into.Skip(left);
        if (entry is CommandEntry { Depth: > 0 } command)
            into.Write(new string(' ', Math.Min(2 * command.Depth, DeepestIndent)));
        ComposeWhat(entry, user, into);
        if (folded > 0)
            into.Write($"   +{folded}", Style.Heading);
    }

    /// <summary>What was done, without time and kind.</summary>
    public static void ComposeWhat(TranscriptEntry entry, byte[] user, Line into)
    {
        switch (entry)
        {
            case CommandEntry command:
                if (command.User.Length > 0 && !command.User.AsSpan().SequenceEqual(user))
                    into.Write("(").Write(command.User, Style.Process).Write(") ");
                into.Write(command.Line.AsSpan().TrimEnd((byte)' '), command.Depth > 0 ? Style.Text : Style.Bold);
                break;
            case TerminalEntry line:
                into.Write(line.Text, line.IsInput ? Style.Write : Style.Read);
                break;
            case FileEntry file:
                into.Write(string.Join(", ", ActsOf(file)), Style.Text).Write(" ").Write(file.Path, Style.Path);
                if (file.Other is { } other)
                    into.Write((file.Acts & FileActs.RenamedAway) != 0 ? " to " : " from ").Write(other, Style.Path);
                if (file.Bytes > 0)
                    into.Write($"  {Units.Bytes(file.Bytes)}", Style.Dim);
                into.Write(file.IsWipedLog ? "  log wiped" : "", Style.Warning).Write(file.OpensDoors ? "  a way back in" : "", Style.Warning).Write(file.IsHidden ? "  hidden" : "", Style.Warning);
                break;
            case FactEntry fact:
                into.Write(fact.Words, Style.Warning).Write(fact.Captured);
                break;
            case SecretEntry secret:
                into.Write(secret.Error == 0 ? "read a secret " : "could not read a secret ", Style.Warning).Write(secret.Path, Style.Path);
                break;
            case ConnectionEntry connection:
                into.Write(connection.IsIncoming ? "took " : connection.Error != 0 ? "failed " : "opened ", connection.Error != 0 ? Style.Warning : Style.Text)
                    .Write(ProtocolOf(connection.Protocol)).Write(" ").Write(connection.Name, Style.Path).Write($"  in {Units.Bytes(connection.BytesIn)} out {Units.Bytes(connection.BytesOut)}", Style.Dim)
                    .Write(connection.IsFlood ? "  flood" : "", Style.Warning);
                if (connection.Error != 0)
                    into.Write("  ").Write(Errnos.Name(connection.Error) is { IsEmpty: false } name ? name : System.Text.Encoding.ASCII.GetBytes($"errno {connection.Error}"), Style.Warning);
                break;
        }
    }

    /// <summary>Who did it: the line above the selected one's text.</summary>
    public string About(TranscriptEntry entry) => entry switch
    {
        CommandEntry command => $"pid {command.Pid}   {Span(command.Time, command.EndTime)}{EndOf(command)}",
        TerminalEntry line => $"{(line.IsInput ? "typed, and not shown" : "on the terminal")}   {Full(line.Time)}   event {line.Number}",
        FileEntry file => $"{SafeText.ToString(file.Comm)} {file.Pid}{(file.Pids.Length > 1 ? $" and {file.Pids.Length - 1} more" : "")}   {Span(file.Time, file.Last)}",
        FactEntry fact => $"pid {fact.Pid}   {Full(fact.Time)}",
        SecretEntry secret => $"{SafeText.ToString(secret.Comm)} {secret.Pid}   {Full(secret.Time)}",
        ConnectionEntry connection => $"{SafeText.ToString(connection.Comm)} {connection.Pid}   {Span(connection.Time, connection.Last)}",
        _ => "",
    };

    static string EndOf(CommandEntry command) => command.End switch
    {
        CommandEnd.Exited => $"   exit {command.Code}",
        CommandEnd.Killed => $"   killed by {ExitOf(command)}",
        CommandEnd.Replaced => "   became the next command",
        CommandEnd.Running => "   runs",
        _ => "",
    };

    string Span(ulong from, ulong until) => from == 0 ? "since before the capture"
        : until > from ? $"{Full(from)} – {Full(until)}" : Full(from);

    string Full(ulong time) => TimeOf(time, hasParts: true, CountedFrom, int.MaxValue);

    static string TookOf(TranscriptEntry entry) => entry switch
    {
        CommandEntry { End: CommandEnd.Running or CommandEnd.ChangedDirectory } or CommandEntry { Time: 0 } => "",
        CommandEntry command => Units.Duration(command.EndTime - Math.Min(command.Time, command.EndTime)),
        ConnectionEntry connection when connection.Last > connection.Time => Units.Duration(connection.Last - connection.Time),
        _ => "",
    };

    static string ExitOf(TranscriptEntry entry) => entry is not CommandEntry command ? "" : command.End switch
    {
        CommandEnd.Exited => command.Code.ToString(CultureInfo.InvariantCulture),
        CommandEnd.Killed => System.Text.Encoding.ASCII.GetString(SignalNames.Of(command.Code)) is { Length: > 3 } name ? name[3..] : $"s{command.Code}",
        CommandEnd.Running => "runs",
        CommandEnd.Replaced => "exec",
        CommandEnd.Unknown => "?",
        _ => "",
    };

    static string Word(TranscriptEntry entry) => entry switch
    {
        CommandEntry { Depth: < 0 } => "sh",
        CommandEntry => "run",
        TerminalEntry { IsInput: true } => "key",
        TerminalEntry => "tty",
        ConnectionEntry => "net",
        FactEntry => "fact",
        _ => "file",
    };

    static IEnumerable<string> ActsOf(FileEntry file)
    {
        const int Most = 4;
        var count = 0;
        for (var rest = file.Order; rest != 0; rest >>= 4)
        {
            if (++count > Most)
            {
                yield return "…";
                break;
            }
            var number = (int)(rest & 15) - 1;
            yield return (FileActs)(1 << number) == FileActs.ModeChanged ? $"chmod {Convert.ToString(file.Mode & 0xfff, 8).PadLeft(4, '0')}" : s_acts[number];
        }
    }

    static string ProtocolOf(byte protocol) => protocol switch { 2 => "tcp", 3 => "udp", 4 => "icmp", 5 => "raw", _ => "ip" };

    static string TimeOf(ulong time, bool hasParts, ulong? countedFrom, int columns) => countedFrom is { } from ? RelativeTime.Of(time, from, columns: columns)
        : Clock.Local(time).ToString(hasParts ? "HH:mm:ss.fff" : "HH:mm:ss", CultureInfo.InvariantCulture);

    static void Title(Line into, int at, string title)
    {
        into.Unbox(at);
        into.Write(title, Style.TableHeader);
    }
}
