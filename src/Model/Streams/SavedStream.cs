using CSysdig.Model.Queries;

namespace CSysdig.Model.Streams;

/// <summary>One direction of one opened fd, as it is written to a file: bytes in the order of the calls, and what is missing among them.</summary>
sealed class SavedStream(Transfer first, string place)
{
    const int MostGaps = 200;

    readonly List<(long At, long Missing)> _gaps = [];

    public Transfer First => first;
    /// <summary>Where it is written, within the folder.</summary>
    public string Place => place;
    public ulong Until { get; private set; } = first.Timestamp;
    public long Calls { get; private set; }
    /// <summary>Bytes in the file.</summary>
    public long Saved { get; private set; }
    /// <summary>Bytes that calls moved and the capture does not hold.</summary>
    public long Missing { get; private set; }
    /// <summary>Where in the file how many bytes are missing; the first of them.</summary>
    public IReadOnlyList<(long At, long Missing)> Gaps => _gaps;
    public bool HasMoreGaps { get; private set; }

    /// <summary>Notes that the bytes of a call were written behind the others.</summary>
    public void Add(Transfer transfer)
    {
        Until = transfer.Timestamp;
        Calls++;
        Saved += transfer.Data.Length;
        if (transfer.Missing == 0)
            return;
        // A hostile length must not run over.
        Missing = Missing > long.MaxValue - transfer.Missing ? long.MaxValue : Missing + transfer.Missing;
        if (_gaps.Count < MostGaps)
            _gaps.Add((Saved, transfer.Missing));
        else
            HasMoreGaps = true;
    }
}
