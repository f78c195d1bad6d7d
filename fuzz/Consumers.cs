using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Fields;
using CSysdig.Model.Formats;
using CSysdig.Model.Parameters;
using CSysdig.Model.Streaming;
using CSysdig.Model.Text;

namespace CSysdig.Fuzz;

/// <summary>Reads a capture to its end in one of the ways the program does; the result is its number of events.</summary>
public delegate long Consumer(Stream capture);

/// <summary>The ways to read a capture.</summary>
public static class Consumers
{
    static readonly string s_line = "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

    static readonly string s_allFields = "*" + string.Join(' ', FieldCatalog.All
        .Where(f => (f.Flags & (FieldFlags.ArgRequired | FieldFlags.FilterOnly)) == 0 && f.Argument != ArgumentSyntax.EventType).Select(f => "%" + f.Name));

    public static Consumer Named(string name) => name switch
    {
        "reader" => Read,
        "history" => ReadAndLoadAgain,
        "events" => stream => Follow(stream, null),
        "lines" => stream => Follow(stream, s_line),
        "hex" => stream => Follow(stream, s_line, new TextStyle { Buffer = BufferStyle.HexAscii, Terminal = true }),
        "json" => stream => Follow(stream, s_line, new TextStyle { Json = true }),
        "fields" => stream => Follow(stream, s_allFields),
        "slices" => Slices.Write,
        _ => throw new ArgumentException($"no consumer {name}: reader, history, events, lines, hex, json, fields or slices"),
    };

    /// <summary>Every parameter of every event.</summary>
    static long Read(Stream capture)
    {
        using var reader = ScapReader.Open(capture, new NoTables());
        long bytes = 0;
        while (reader.Next())
            bytes += Touch(reader.Current);
        return reader.Current.Number;
    }

    /// <summary>Every event as it comes, and once more from its batch.</summary>
    static long ReadAndLoadAgain(Stream capture)
    {
        using var reader = ScapReader.Open(capture, new NoTables());
        var again = new RawEvent();
        while (reader.Next())
            if (!ScapReader.TryLoad(reader.CurrentBatch.Bytes, reader.CurrentBatch.Length, reader.CurrentPosition, again) || Touch(again) != Touch(reader.Current))
                throw new InvalidDataException($"event {reader.Current.Number} reads differently the second time");
        return reader.Current.Number;
    }

    /// <summary>Every event through the state engine, and as a line where a format is given.</summary>
    static long Follow(Stream capture, string? format, TextStyle? style = null)
    {
        using var stream = EventStream.Open(capture);
        stream.Current.Style = style ?? TextStyle.Plain;
        var lines = format is null ? null : EventFormat.Parse(format, Dialect.Of(stream.State));
        var line = new Utf8Writer();
        long events = 0;
        while (stream.Next())
        {
            events++;
            line.Clear();
            if (stream.Current.Style.Json)
                lines?.WriteJson(line, stream.Current);
            else
                lines?.Write(line, stream.Current);
        }
        return events;
    }

    static long Touch(RawEvent e)
    {
        long sum = 0;
        for (var i = 0; i < e.ParamCount; i++)
            foreach (var b in e.Param(i))
                sum += b;
        return sum;
    }

    sealed class NoTables : ICaptureTables
    {
        public void OnSection() { }
        public void OnMachine(MachineInfo machine) { }
        public void OnProcess(ProcessEntry process) { }
        public void OnFd(long tid, FdEntry fd) { }
        public void OnUser(UserEntry user) { }
        public void OnGroup(GroupEntry group) { }
        public void OnInterface(InterfaceEntry networkInterface) { }
        public void OnTablesEnd() { }
    }
}
