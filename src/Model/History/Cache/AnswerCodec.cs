using System.Buffers;
using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History.Pages;
using CSysdig.Model.Queries;
using MessagePack;

namespace CSysdig.Model.History.Cache;

/// <summary>
/// Answers over all rows beside their questions, so that the next opening has its first screen without asking anything. What
/// columns hold follows from the question's fields; only cells are written.
/// </summary>
static class AnswerCodec
{
    public static ReadOnlySpan<byte> Write(IReadOnlyList<(TableQuery Query, TableResult Answer)> answers)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 12);
        var to = new MessagePackWriter(bytes);
        to.Write(answers.Count);
        foreach (var (query, answer) in answers)
        {
            Write(ref to, query);
            to.Write(answer.RowCount);
            to.Write(answer.Stretch.From);
            to.Write(answer.Stretch.Until);
            to.Write(answer.Events);
            Write(ref to, answer.Key);
            foreach (var column in answer.Columns)
                Write(ref to, column);
        }
        to.Flush();
        return bytes.WrittenSpan;
    }

    public static List<(TableQuery Query, TableResult Answer)> Read(ReadOnlyMemory<byte> bytes)
    {
        var from = new MessagePackReader(bytes);
        var answers = new List<(TableQuery, TableResult)>();
        for (var left = MachineReader.Count(ref from); left > 0; left--)
        {
            var query = ReadQuery(ref from);
            var rows = MachineReader.Count(ref from);
            var stretch = new TimeRange(from.ReadUInt64(), from.ReadUInt64());
            var events = from.ReadInt64();
            var key = ReadColumn(ref from, new QueryColumn(query.GroupField ?? query.KeyField), rows);
            var columns = new ResultColumn[query.Columns.Count];
            for (var i = 0; i < columns.Length; i++)
                columns[i] = ReadColumn(ref from, query.Columns[i], rows);
            answers.Add((query, new TableResult(key, columns, rows, stretch, events, isComplete: true)));
        }
        return from.End ? answers : throw new InvalidDataException("there is more than was expected");
    }

    static void Write(ref MessagePackWriter to, TableQuery query)
    {
        to.Write(query.Filter);
        to.Write(query.KeyField);
        to.Write(query.GroupField);
        to.Write(query.UseDefaults);
        to.Write(query.WithThreads);
        to.Write(query.Columns.Count);
        foreach (var column in query.Columns)
        {
            to.Write(column.Field);
            to.Write((byte)column.Aggregation);
            to.Write((byte)column.GroupAggregation);
        }
    }

    static TableQuery ReadQuery(ref MessagePackReader from)
    {
        var query = new TableQuery
        {
            Filter = from.ReadString() ?? "",
            KeyField = from.ReadString() ?? "",
            GroupField = from.ReadString(),
            UseDefaults = from.ReadBoolean(),
            WithThreads = from.ReadBoolean(),
            Columns = new QueryColumn[MachineReader.Count(ref from)],
        };
        var columns = (QueryColumn[])query.Columns;
        for (var i = 0; i < columns.Length; i++)
            columns[i] = new QueryColumn(from.ReadString() ?? "", (Aggregation)from.ReadByte(), (Aggregation)from.ReadByte());
        return query;
    }

    static void Write(ref MessagePackWriter to, ResultColumn column)
    {
        foreach (var number in column.Numbers)
            to.Write(number);
        foreach (var text in column.Texts ?? [])
            to.Write(text);
        foreach (var count in column.Counts ?? [])
            to.Write(count);
    }

    static ResultColumn ReadColumn(ref MessagePackReader from, QueryColumn query, int rows)
    {
        // A cell is a byte at least.
        if (rows > from.Sequence.Length - from.Consumed)
            throw new InvalidDataException("a number is too large");
        var column = Empty(query, rows);
        for (var i = 0; i < rows; i++)
            column.Numbers[i] = from.ReadInt64();
        for (var i = 0; i < column.Texts?.Length; i++)
            column.Texts[i] = Sound(column.Type, MachineReader.Bytes(ref from));
        for (var i = 0; i < column.Counts?.Length; i++)
            column.Counts[i] = from.ReadInt32();
        return column;
    }

    static ResultColumn Empty(QueryColumn query, int rows)
    {
        try
        {
            var field = new RowField(FieldCatalog.Bind(query.Field));
            return new ResultColumn(query, field.Type, field.Format, rows);
        }
        catch (FieldException e)
        {
            throw new InvalidDataException(e.Message);
        }
    }

    static byte[] Sound(ParamType type, byte[] text) =>
        type is not (ParamType.IPv4Addr or ParamType.IPv6Addr or ParamType.IPAddr or ParamType.IPNet or ParamType.IPv4Net or ParamType.IPv6Net)
        || text.Length is 0 or 4 or 16 ? text : throw new InvalidDataException("an address that is none");
}
