using System.Text;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Filters;
using CSysdig.Model.Formats;
using CSysdig.Model.History;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Filters;

/// <summary>A question changes no fact: what an event is does not depend on the filter it passes, nor on which program is asked.</summary>
public sealed class PureFilterTests
{
    /// <summary>Fields are printed of one event in so many.</summary>
    const int Every = 5;
    const int MostEvents = 16_000;

    static readonly string[] s_checks =
    [
        "evt.type=write", "evt.type in (read, recvfrom)", "evt.type=close", "evt.type in (open, openat)", "evt.type in (execve, clone, vfork)", "evt.type=ioctl",
        "evt.type=dup", "evt.type=fcntl", "evt.type=connect", "evt.dir=<", "evt.dir=>", "evt.failed=true", "evt.is_io=true", "evt.cpu=1", "evt.num > 2000",
        "evt.rawres > 100", "evt.deltatime > 5000", "evt.latency > 10000", "evt.buffer contains a", "evt.arg.path exists", "evt.args contains etc",
        "user.name=root", "user.uid != 0", "proc.name=sshd", "proc.name contains s", "proc.pname=bash", "proc.aname=sshd", "proc.cwd startswith /home", "container.id=host",
        "proc.nchilds > 0", "proc.fdopencount > 5", "fd.type=file", "fd.type in (ipv4, ipv6)", "fd.num=3", "fd.num exists", "fd.name contains /",
        "fd.name exists", "fd.sport=22", "fd.l4proto=udp", "fd.cip exists", "fd.is_server=true", "fd.name_changed=true", "fd.directory=/etc",
        "thread.exectime > 100000", "thread.totexectime > 1000000", "util.cnt > 3000",
    ];

    /// <summary>All that can be printed of an event.</summary>
    static readonly string[] s_fields =
        [.. FieldCatalog.All.Where(f => (f.Flags & (FieldFlags.FilterOnly | FieldFlags.ArgRequired)) == 0).Select(f => f.Name), "evt.arg[0]", "evt.arg.path", "evt.arg.name", "proc.aname[1]", "fd.types[1]"];

    public static TheoryData<string> Captures()
    {
        var captures = new TheoryData<string> { "samples/honeypot.scap.gz", "samples/containers.scap.gz" };
        foreach (var folder in (string[])["parity", "more"])
        {
            var place = Path.Combine(Repository.Root, "..", "shared", folder, "captures");
            if (Directory.Exists(place))
                foreach (var file in Directory.EnumerateFiles(place).Order())
                    captures.Add(file);
        }
        return captures;
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public async Task An_event_is_the_same_with_any_filter_and_in_history(string capture)
    {
        var file = Path.Combine(Repository.Root, capture);
        var random = new Random(11);
        var expected = Lines(file, null);
        Assert.NotEmpty(expected);
        for (var i = 0; i < (capture.StartsWith("samples", StringComparison.Ordinal) ? 100 : 8); i++)
        {
            var filter = Draw(random, 0);
            foreach (var (number, line) in Lines(file, filter))
                IsSame(expected[number], line, number, filter);
        }
        using var history = CaptureHistory.Open(file, new HistoryOptions { Limit = MostEvents });
        await history.Completion;
        var cursor = history.CreateCursor();
        cursor.Event.Style = TextStyle.Plain;
        var format = Format(history.State.ExitOnly ? Dialect.ExitOnly : Dialect.Of(history.State));
        for (var row = 0; row < history.Count; row++)
            if (expected.TryGetValue(history.NumberAt(row), out var line) && cursor.Load(row))
                IsSame(line, Print(format, cursor.Event), history.NumberAt(row), "history");
    }

    static string Draw(Random random, int depth) => random.Next(depth < 2 ? 5 : 2) switch
    {
        0 or 1 => s_checks[random.Next(s_checks.Length)],
        2 => $"not ({Draw(random, depth + 1)})",
        3 => $"({Draw(random, depth + 1)}) and ({Draw(random, depth + 1)})",
        _ => $"({Draw(random, depth + 1)}) or ({Draw(random, depth + 1)})",
    };

    static Dictionary<long, byte[]> Lines(string file, string? filter)
    {
        using var stream = EventStream.Open(file);
        if (filter is not null)
            stream.Filter = Filter.Parse(filter, stream.State).Test;
        var format = Format(Dialect.Of(stream.State));
        var lines = new Dictionary<long, byte[]>();
        while (stream.Next() && stream.Current.Number < MostEvents)
            if (stream.Current.Number % Every == 0)
                lines.Add(stream.Current.Number, Print(format, stream.Current));
        return lines;
    }

    static EventFormat Format(Dialect dialect) => EventFormat.Parse("*" + string.Join('\x1f', s_fields.Select(f => "%" + f)), dialect);

    static byte[] Print(EventFormat format, Event e)
    {
        var to = new Utf8Writer();
        format.Write(to, e);
        return to.Written.ToArray();
    }

    static void IsSame(byte[] expected, byte[] actual, long number, string how)
    {
        if (expected.AsSpan().SequenceEqual(actual))
            return;
        var (a, b) = (Encoding.Latin1.GetString(expected).Split('\x1f'), Encoding.Latin1.GetString(actual).Split('\x1f'));
        var at = a.Zip(b).TakeWhile(p => p.First == p.Second).Count();
        Assert.Fail($"event {number}, {s_fields.ElementAtOrDefault(at)}: {a.ElementAtOrDefault(at)} became {b.ElementAtOrDefault(at)} with {how}");
    }
}
