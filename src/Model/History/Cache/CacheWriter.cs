using System.Buffers.Binary;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using CSysdig.Model.Queries;
using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History.Cache;

/// <summary>Writes a loaded history as a cache file: under another name first, so that a file of its name is always whole.</summary>
sealed class CacheWriter(CacheFolder folder, string name, CaptureHistory history)
{
    /// <summary>For the answer to a question that is being asked.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>What an event's columns take packed, about.</summary>
    const long EventBytes = 12;

    readonly Packer _packer = new();
    readonly List<ulong> _packedSums = [];
    byte[] _bytes = [];
    long _at;

    /// <summary>Writes the file, unless there is no room for it or somebody is just writing it. True when it is there.</summary>
    /// <param name="isStillIt">Asked at the end: the capture has not changed meanwhile.</param>
    public bool Write(Func<bool> isStillIt, CancellationToken cancellation)
    {
        var part = folder.FileOf(name) + CacheFolder.PartEnding;
        try
        {
            if (!folder.Prepare() || !folder.MakeRoom(history.Blocks.Spool.Size + history.Rows.End * EventBytes))
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
            _packer.Dispose();
        }
    }

    void Write(SafeFileHandle file, CancellationToken cancellation)
    {
        Append(file, CacheFile.Magic);
        var entries = CopyBlocks(file, cancellation);
        var chunks = WriteChunks(file, cancellation);
        var index = new CacheIndex
        {
            Rows = history.Rows.End,
            FileSize = history.Progress.BytesTotal,
            Blocks = entries,
            PackedSums = _packedSums,
            Chunks = chunks,
            Marks = Pack(file, history.Rows.Marks.Write(TimeMarks.CountOf(history.Rows.End))),
            LastTimestamp = history.Rows.LastTimestamp,
            Disorder = history.Rows.Disorder,
            State = new StateWriter(history.State, history.Pages, page => Pack(file, page), page => Take(file, page)).Write(),
            Answers = Pack(file, Answers()),
            NumberShifts = history.Rows.NumberShifts,
            Losses = history.Losses,
            Lost = history.Rows.Lost.All,
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
        var answered = AnsweredTables.Of(history);
        answered.Await(s_patience);
        return AnswerCodec.Write(answered.All);
    }

    List<BlockEntry> CopyBlocks(SafeFileHandle file, CancellationToken cancellation)
    {
        var entries = new List<BlockEntry>();
        foreach (var entry in history.Blocks.Entries)
        {
            cancellation.ThrowIfCancellationRequested();
            entries.Add(entry.Packed == 0 ? entry : entry with { Offset = _at });
            _packedSums.Add(entry.Packed == 0 ? 0 : Checksum.Of(Copy(file, entry.Offset, entry.Packed)));
        }
        return entries;
    }

    /// <summary>Chunks that were put aside are packed already.</summary>
    List<CacheSection> WriteChunks(SafeFileHandle file, CancellationToken cancellation)
    {
        var sections = new List<CacheSection>();
        for (var i = 0; i < history.Rows.Chunks.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (history.Rows.Chunks.PlaceOf(i) is { } packed)
            {
                sections.Add(Take(file, packed));
                continue;
            }
            var chunk = history.Rows.Chunks.Lend(i);
            var length = ChunkCodec.Length(chunk);
            if (_bytes.Length < length)
                _bytes = GC.AllocateUninitializedArray<byte>(length);
            ChunkCodec.Write(chunk, _bytes.AsSpan(0, length));
            history.Rows.Chunks.GiveBack(chunk);
            sections.Add(Pack(file, _bytes.AsSpan(0, length)));
        }
        return sections;
    }

    CacheSection Take(SafeFileHandle file, CacheSection packed)
    {
        var taken = packed with { Offset = _at };
        return Checksum.Of(Copy(file, packed.Offset, packed.Packed)) == packed.Sum ? taken : throw new InvalidDataException("damaged bytes");
    }

    /// <summary>Takes packed bytes over from the spool.</summary>
    ReadOnlySpan<byte> Copy(SafeFileHandle file, long at, int length)
    {
        if (_bytes.Length < length)
            _bytes = GC.AllocateUninitializedArray<byte>(length);
        var packed = _bytes.AsSpan(0, length);
        history.Blocks.Spool.Read(at, packed);
        Append(file, packed);
        return packed;
    }

    CacheSection Pack(SafeFileHandle file, ReadOnlySpan<byte> raw)
    {
        var packed = _packer.Pack(raw);
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
