using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.History;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.History;

/// <summary>Nobody waits for anybody: rows are asked while later ones are followed, and answer as they do afterwards.</summary>
public sealed class AskedWhileLoadingTests
{
    /// <summary>Threads, parents, fds and how many, accounts, addresses, containers, time on processors and memory.</summary>
    const string Asked = "*%evt.num %proc.name %proc.pname %proc.aname[2] %proc.cmdline %proc.sname %fd.name %fd.is_server %fd.lip %proc.fdopencount %proc.nchilds "
        + "%user.name %container.name %thread.totexectime %proc.vmsize %proc.fdlimit %evt.latency %evt.info";

    [Fact]
    public void Answers_are_those_of_a_capture_that_is_loaded()
    {
        using var history = CaptureHistory.Open(Repository.Sample("honeypot.scap.gz"));
        var told = new Dictionary<long, string>[3];
        Together.Run(told.Length, thread =>
        {
            var asking = new Asking(history);
            var random = new Random(thread);
            told[thread] = [];
            while (!history.IsComplete)
                if (history.Count is > 0 and var count)
                    foreach (var row in (long[])[count - 1, random.NextInt64(count)])
                        told[thread][row] = asking.Of(row);
        });
        var afterwards = new Asking(history);
        Assert.All(told, rows => Assert.True(rows.Count > 10, $"only {rows.Count} rows were asked while it was loaded"));
        foreach (var (row, line) in told.SelectMany(rows => rows))
        {
            Assert.NotEmpty(line);
            Assert.Equal(afterwards.Of(row), line);
        }
    }

    sealed class Asking(CaptureHistory history)
    {
        readonly HistoryCursor _cursor = history.CreateCursor();
        readonly EventFormat _format = EventFormat.Parse(Asked, Dialect.Of(history.State));
        readonly Utf8Writer _text = new();

        public string Of(long row)
        {
            Assert.True(_cursor.Load(row));
            _text.Clear();
            _format.Write(_text, _cursor.Event);
            return _text.ToString();
        }
    }
}
