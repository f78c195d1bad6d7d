using CSysdig.Capture.Scap;

namespace CSysdig.Model.Slices;

/// <summary>
/// The blocks that a section of a capture begins with, as they are. While no event of the section has been left out, they
/// are what a copy begins with; later only those that never change are of use.
/// </summary>
/// <param name="stateIsKnown">The tables can be written from the state instead; else they are kept whatever they take.</param>
sealed class SectionStart(bool stateIsKnown)
{
    /// <summary>More than any machine's tables take; above it the tables are written from the state.</summary>
    const int MostBytes = 256 << 20;

    readonly List<byte[]> _all = [], _lasting = [];
    long _bytes;

    /// <summary>What the capture's writer appends to entries of the process list; null when no list tells.</summary>
    public int? Appended { get; private set; }

    /// <summary>The section itself is cut out of another capture.</summary>
    public bool HasOrigin { get; private set; }

    /// <summary>Nothing is missing yet, so that <see cref="All"/> can begin a copy.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>A section begins.</summary>
    public void Reset()
    {
        _all.Clear();
        _lasting.Clear();
        _bytes = 0;
        IsWhole = true;
        Appended = null;
        HasOrigin = false;
    }

    public void Add(BlockType type, ReadOnlySpan<byte> block)
    {
        HasOrigin |= type == BlockType.Origin;
        Appended ??= ScapWriterTables.AppendedOf(type, block);
        var bytes = block.ToArray();
        if (type is BlockType.SectionHeader or BlockType.MachineInfo or BlockType.MachineInfoInt
            or BlockType.InterfaceList or BlockType.InterfaceListInt or BlockType.InterfaceListV2)
            _lasting.Add(bytes);
        if (!IsWhole)
            return;
        _all.Add(bytes);
        _bytes += bytes.Length;
        if (_bytes > MostBytes && stateIsKnown)
            LeaveOut();
    }

    /// <summary>An event of the section is left out.</summary>
    public void LeaveOut()
    {
        IsWhole = false;
        _all.Clear();
    }

    public IReadOnlyList<byte[]> All => _all;

    /// <summary>The section header, the machine and its interfaces.</summary>
    public IReadOnlyList<byte[]> Lasting => _lasting;
}
