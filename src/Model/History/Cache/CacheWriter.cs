using System.Buffers.Binary;
using CSysdig.Capture.Scap;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using Microsoft.Win32.SafeHandles;
using ZstdSharp;

namespace CSysdig.Model.History.Cache;

/// <summary>Writes a loaded history as a cache file: under another name first, so that a file of its name is always whole.</summary>
sealed class CacheWriter(CacheFolder folder, string name, EventRows rows, BlockStore blocks, MachineState state, AnsweredTables answered, CaptureLosses losses, long captureSize)
{
    /// <summary>Columns are as quickly unpacked at this level as at lower ones.</summary>
    const int Level = 1;
    /// <summary>For the answer to a question that is being asked.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    readonly Compressor _zstd = new(Level);
    readonly List<ulong> _packedSums = [];
    byte[] _packed = [];
    long _at;

    /// <summary>Writes the file, unless there is no room for it or somebody is just writing it. True when it is there.</summary>
    /// <param name="isStillIt">Asked at the end: the capture has not changed meanwhile.</param>
    public bool Write(Func<bool> isStillIt, CancellationToken cancellation)
    {
        var part = folder.FileOf(name) + CacheFolder.PartEnding;
        try
        {
            if (!folder.Prepare() || !folder.MakeRoom(blocks.Spool.Size + rows.MemoryBytes / 4))
                return false;
            using (var file = Spool.OpenPrivate(part))
                Write(file, cancellation);
            if (cancellation.IsCancellationRequested || !isStillIt())
            {
                File.Delete(part);
                return false;
            }
            File.Move(part, folder.FileOf(name), overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or OperationCanceledException or OutOfMemoryException or ObjectDisposedException)
        {
            if (e is not IOException || !IsSomebodyElses(part))
                Spool.TryDelete(part);
            return false;
        }
        finally
        {
            _zstd.Dispose();
        }
    }

    void Write(SafeFileHandle file, CancellationToken cancellation)
    {
        Append(file, CacheFile.Magic);
        var entries = CopyBlocks(file, cancellation);
        var chunks = new List<CacheSection>();
        var raw = Array.Empty<byte>();
        for (var first = 0; first < rows.Count; first += EventChunk.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            var chunk = rows.ChunkOf(first);
            var length = ChunkCodec.Length(chunk);
            if (raw.Length < length)
                raw = GC.AllocateUninitializedArray<byte>(length);
            ChunkCodec.Write(chunk, raw.AsSpan(0, length));
            chunks.Add(Pack(file, raw.AsSpan(0, length)));
        }
        cancellation.ThrowIfCancellationRequested();
        var index = new CacheIndex
        {
            Rows = rows.Count,
            FileSize = captureSize,
            Blocks = entries,
            PackedSums = _packedSums,
            Chunks = chunks,
            State = new StateWriter(state, page => Pack(file, page)).Write(),
            Answers = Pack(file, Answers()),
            NumberShifts = rows.NumberShifts,
            Losses = losses,
        };
        var bytes = index.Write().Span;
        Span<byte> footer = stackalloc byte[CacheFile.FooterLength];
        BinaryPrimitives.WriteInt64LittleEndian(footer, _at);
        BinaryPrimitives.WriteInt64LittleEndian(footer[8..], bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer[16..], Checksum.Of(bytes));
        BinaryPrimitives.WriteUInt64LittleEndian(footer[24..], Checksum.Of(footer[..24]));
        Append(file, bytes);
        Append(file, footer);
    }

    /// <summary>Who opened the capture has asked for something, and will see it first the next time.</summary>
    ReadOnlySpan<byte> Answers()
    {
        answered.Await(s_patience);
        return AnswerCodec.Write(answered.All);
    }

    List<BlockEntry> CopyBlocks(SafeFileHandle file, CancellationToken cancellation)
    {
        var entries = new List<BlockEntry>();
        foreach (var entry in blocks.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Packed == 0)
            {
                entries.Add(entry);
                _packedSums.Add(0);
                continue;
            }
            if (_packed.Length < entry.Packed)
                _packed = GC.AllocateUninitializedArray<byte>(entry.Packed);
            blocks.Spool.Read(entry.Offset, _packed.AsSpan(0, entry.Packed));
            entries.Add(entry with { Offset = _at });
            _packedSums.Add(Checksum.Of(_packed.AsSpan(0, entry.Packed)));
            Append(file, _packed.AsSpan(0, entry.Packed));
        }
        return entries;
    }

    CacheSection Pack(SafeFileHandle file, ReadOnlySpan<byte> raw)
    {
        var most = Compressor.GetCompressBound(raw.Length);
        if (_packed.Length < most)
            _packed = GC.AllocateUninitializedArray<byte>(most);
        var packed = _packed.AsSpan(0, _zstd.Wrap(raw, _packed));
        var section = new CacheSection(_at, packed.Length, raw.Length, Checksum.Of(packed));
        Append(file, packed);
        return section;
    }

    void Append(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(file, bytes, _at);
        _at += bytes.Length;
    }

    /// <summary>Another process is writing the same file.</summary>
    bool IsSomebodyElses(string part) => _at == 0 && File.Exists(part);
}
