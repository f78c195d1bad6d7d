using CSysdig.Capture.Events;
using CSysdig.Model.Fields;
using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>Which way the bytes of a transfer went.</summary>
public enum IoDirection : byte { Read, Write }

/// <summary>One read or write: who moved which bytes when. Its bytes are its own.</summary>
public sealed record Transfer
{
    /// <summary>The history's row.</summary>
    public required long Row { get; init; }
    /// <summary>The event's number in the capture.</summary>
    public required long Number { get; init; }
    /// <summary>Nanoseconds since the epoch.</summary>
    public required ulong Timestamp { get; init; }
    public required IoDirection Direction { get; init; }
    public required long Tid { get; init; }
    public required long Pid { get; init; }
    /// <summary>As captured: escape it before it reaches a terminal. So are the other texts.</summary>
    public required byte[] ProcessName { get; init; }
    public required long FdNumber { get; init; }
    /// <summary>The event that opened the fd (<see cref="State.FdInfo.OpenedAt"/>); 0 where it was open before, or isn't known.</summary>
    public required long OpenedAt { get; init; }
    /// <summary>As event lines show it: f file, 4 IPv4, u unix, p pipe ...</summary>
    public required char FdTypeChar { get; init; }
    /// <summary>Empty when it isn't known.</summary>
    public required byte[] FdName { get; init; }
    /// <summary>The container's name; empty on the host or when it isn't known.</summary>
    public required byte[] ContainerName { get; init; }
    /// <summary>Bytes moved.</summary>
    public required long Length { get; init; }
    /// <summary>Bytes captured.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
    /// <summary>Bytes beyond the snaplen, which the capture does not hold.</summary>
    public long Missing => Math.Max(0, Length - Data.Length);
}

/// <summary>The reads and writes of a selection, loaded when looked at. One a thread.</summary>
public sealed class EchoResult(CaptureHistory history, RowRun rows)
{
    readonly HistoryCursor _cursor = history.CreateCursor();
    readonly Field _typeChar = FieldCatalog.Bind("fd.typechar");

    /// <summary>Starts to look for the reads and writes under a filter.</summary>
    public static EchoResult Start(CaptureHistory history, string filter) =>
        new(history, RowRun.Start(history, new RowQuery(filter, RowKind.InputOutput)));

    public RowRun Rows => rows;

    /// <summary>The transfer at a place below <see cref="RowRun.Count"/>.</summary>
    public Transfer this[int index]
    {
        get
        {
            var row = rows[index];
            _cursor.Load(row);
            return TransferOf(row, _cursor.Event);
        }
    }

    Transfer TransferOf(long row, Event e) => new()
    {
        Row = row,
        Number = e.Number,
        Timestamp = e.Timestamp,
        Direction = e.Raw.Info.Has(EventFlags.ReadsFromFd) ? IoDirection.Read : IoDirection.Write,
        Tid = e.Raw.Tid,
        Pid = e.Thread?.Pid ?? e.Raw.Tid,
        ProcessName = e.Thread?.Comm ?? [],
        FdNumber = e.FdNumber,
        OpenedAt = e.Fd?.OpenedAt ?? 0,
        FdTypeChar = TypeCharOf(e),
        FdName = e.Fd?.Name ?? [],
        ContainerName = e.Thread?.Container?.Name ?? [],
        Length = e.Raw.Int64(0),
        Data = DataOf(e.Raw),
    };

    char TypeCharOf(Event e)
    {
        var value = new FieldValue();
        return _typeChar.TryGet(e, ref value) && value.Bytes.Length > 0 ? (char)value.Bytes[0] : '?';
    }

    static byte[] DataOf(RawEvent raw) => raw.Info.IndexOf("data") is >= 0 and var index ? raw.Param(index).ToArray() : [];
}
