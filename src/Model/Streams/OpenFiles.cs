using CSysdig.Capture;

namespace CSysdig.Model.Streams;

/// <summary>Files being written, of which only a few are open at a time.</summary>
public sealed class OpenFiles(OutputFolder folder) : IDisposable
{
    const int Most = 32;

    readonly LinkedList<(string Place, FileStream Stream)> _open = new();
    readonly Dictionary<string, LinkedListNode<(string Place, FileStream Stream)>> _byPlace = [];

    public void Create(string place) => Keep(place, folder.Create(place));

    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Write(string place, long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(Open(place).SafeFileHandle, bytes, offset);

    public int Read(string place, long offset, Span<byte> into) => RandomAccess.Read(Open(place).SafeFileHandle, into, offset);

    public byte[] Hash(string place)
    {
        var stream = Open(place);
        stream.Position = 0;
        return Digest.Sha256(stream);
    }

    public void Close(string place)
    {
        if (!_byPlace.Remove(place, out var node))
            return;
        _open.Remove(node);
        node.Value.Stream.Dispose();
    }

    public void Delete(string place)
    {
        Close(place);
        folder.Delete(place);
    }

    public void Dispose()
    {
        while (_open.First is { } first)
            Close(first.Value.Place);
    }

    FileStream Open(string place)
    {
        if (!_byPlace.TryGetValue(place, out var node))
            return Keep(place, folder.Reopen(place));
        if (_open.Last != node)
        {
            _open.Remove(node);
            _open.AddLast(node);
        }
        return node.Value.Stream;
    }

    FileStream Keep(string place, FileStream stream)
    {
        if (_open.Count >= Most)
            Close(_open.First!.Value.Place);
        _byPlace.Add(place, _open.AddLast((place, stream)));
        return stream;
    }
}
