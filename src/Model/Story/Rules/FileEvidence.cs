using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>
/// What went into or came out of the files that findings are about. A file may also be filled first and then be moved to where it is read, so what
/// was written to the newest files is known for a while.
/// </summary>
sealed class FileEvidence(FindingBook book)
{
    const int MostFollowed = 1_000, MostWritten = 256;

    readonly Dictionary<long, Finding> _followed = [];
    readonly List<WrittenFile> _written = [];
    int _newest = -1;

    /// <summary>Whatever moves through this opened file is evidence.</summary>
    public void Follow(FdInfo file, Finding? finding)
    {
        if (finding is null || file.OpenedAt == 0)
            return;
        // Most are closed by then: nobody opens so many at once.
        if (_followed.Count >= MostFollowed)
            _followed.Clear();
        _followed[file.OpenedAt] = finding;
    }

    /// <summary>Bytes were read from a file.</summary>
    public void Read(Event e, FdInfo file, in IoCall call, ulong time)
    {
        if (_followed.Count > 0 && _followed.TryGetValue(file.OpenedAt, out var finding))
            book.Show(finding, time, e.Number, !call.Data.IsEmpty);
    }

    /// <summary>Bytes were written to a file.</summary>
    public void Wrote(Event e, FdInfo file, in IoCall call, ulong since, ulong time)
    {
        if (file.OpenedAt == 0)
            return;
        if (_followed.Count > 0 && _followed.TryGetValue(file.OpenedAt, out var finding))
        {
            book.Show(finding, time, e.Number, !call.Data.IsEmpty);
            Say(finding, call.Data);
        }
        else
            Of(file, since).Take(e.Number, time, call.Data);
    }

    /// <summary>A file that a finding is about had another name when it was written.</summary>
    public void Attach(Finding? finding, ReadOnlySpan<byte> before)
    {
        if (finding is null || Named(before) is not { } written)
            return;
        finding.BeganAt(written.Since);
        foreach (var number in written.Events)
            book.Show(finding, written.Last, number, !written.Head.IsEmpty);
        Say(finding, written.Head);
    }

    static void Say(Finding finding, ReadOnlySpan<byte> data)
    {
        if (finding.Tail.Length == 0 && Said.Of(finding.Kind, data) is { Length: > 0 } said)
            finding.Tail = [.. " says \""u8, .. said, (byte)'"'];
    }

    /// <summary>What is known of a file that is written now; the one longest ago gives its place to a new one.</summary>
    WrittenFile Of(FdInfo file, ulong since)
    {
        if (_written.Count > 0 && _written[_newest].OpenedAt == file.OpenedAt)
            return _written[_newest];
        foreach (var known in _written)
            if (known.OpenedAt == file.OpenedAt)
                return known;
        if (_written.Count < MostWritten)
            _written.Add(new WrittenFile());
        _newest = (_newest + 1) % MostWritten;
        _written[_newest].Begin(file, since);
        return _written[_newest];
    }

    WrittenFile? Named(ReadOnlySpan<byte> path)
    {
        WrittenFile? last = null;
        foreach (var known in _written)
            if (path.SequenceEqual(known.Path) && (last is null || known.OpenedAt > last.OpenedAt))
                last = known;
        return last;
    }
}
