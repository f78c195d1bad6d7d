using CSysdig.Capture.Events;
using CSysdig.Model;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Formats;

/// <summary>Lines that are written when the state has moved on are those that would have been written at once.</summary>
public sealed class LineGroupTests
{
    const string Default = "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

    /// <summary>All fields that can be written later, by when they can.</summary>
    public static TheoryData<string, string, bool> Formats
    {
        get
        {
            var names = FieldCatalog.All.Where(f => (f.Flags & (FieldFlags.FilterOnly | FieldFlags.ArgRequired | FieldFlags.TableOnly)) == 0).Select(f => f.Name);
            var kinds = names.GroupBy(name => EventFormat.Parse("*%" + name) is var format && format.MayWait(Nothing()) ? "all" : FieldCatalog.Bind(name).Reads == FieldReads.Fd ? "fds" : "none");
            var data = new TheoryData<string, string, bool>();
            foreach (var (capture, isJson) in ((string, bool)[])[("honeypot.scap.gz", false), ("containers.scap.gz", true)])
            {
                data.Add(capture, Default, isJson);
                data.Add(capture, "%evt.num %proc.name %evt.args %evt.arg.fd", isJson);
                foreach (var kind in kinds.Where(k => k.Key != "none"))
                    data.Add(capture, "*" + string.Join(' ', kind.Select(name => "%" + name)), isJson);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Later_they_are_the_same(string capture, string format, bool isJson)
    {
        using var stream = EventStream.Open(Repository.Sample(capture));
        var (waiting, all) = Compare(stream, format, isJson);
        Assert.InRange(waiting, all / 4, all);
    }

    [Theory]
    [InlineData(Default)]
    [InlineData("*%proc.name %proc.cmdline %fd.name %evt.args")]
    public void Names_that_change_between_two_events_are_those_of_their_time(string format)
    {
        var capture = new ScapBuilder().Processes(Calls.Process(7, "first"), Calls.Process(8, "other"));
        for (var i = 0; i < 1500; i++)
            capture.Execve(7, $"/bin/p{i}", $"p{i}", $"a{i}\0").Openat(7, 3, $"/tmp/f{i}").Read(7, 3).Dup(7, 3, 4).Chdir(7, $"/d{i}")
                .Openat(7, 5, $"relative{i}").Openat(7, 6, $"f{i}", directory: 5).Close(7, 5).Close(7, 3)
                .Event(EventCode.SyscallKillE, 8, ScapBuilder.I64(7), ScapBuilder.U8(9));
        using var stream = EventStream.Open(capture.ToStream());
        var (waiting, all) = Compare(stream, format, isJson: false);
        Assert.InRange(waiting, all / 8, all - 1500);
    }

    static (int Waiting, int All) Compare(EventStream stream, string format, bool isJson)
    {
        stream.Reader.BatchPassed = _ => { };
        var style = new TextStyle { Json = isJson };
        stream.Current.Style = style;
        var dialect = Dialect.Of(stream.State);
        var (atOnce, expected) = (EventFormat.Parse(format, dialect), new Utf8Writer());
        var later = new LineGroup(EventFormat.Parse(format, dialect), isJson, stream.State, style);
        var (waiting, all) = (0, 0);
        for (var more = true; more;)
        {
            while (!later.IsFull && (more = stream.Next()))
            {
                all++;
                waiting += atOnce.MayWait(stream.Current) ? 1 : 0;
                if (isJson ? atOnce.WriteJson(expected, stream.Current) : atOnce.Write(expected, stream.Current))
                    expected.Write('\n');
                later.Add(stream.Current);
            }
            later.Write();
            if (!expected.Written.SequenceEqual(later.Text.Written))
                Assert.Equal(expected.ToString().Split('\n'), later.Text.ToString().Split('\n'));
            expected.Clear();
            later.Text.Clear();
        }
        return (waiting, all);
    }

    static Event Nothing()
    {
        using var stream = EventStream.Open(new ScapBuilder().Processes(Calls.Process(7, "p")).Look(7).ToStream());
        stream.Next();
        return stream.Current;
    }
}
