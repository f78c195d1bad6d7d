using System.Buffers.Binary;
using CSysdig.Model.History.Bytes;
using CSysdig.Model.History.Packing;
using CSysdig.Model.History.Pages;
using CSysdig.Model.Queries;
using Microsoft.Win32.SafeHandles;

namespace CSysdig.Model.History.Cache;

/// <summary>Opens cache files: columns, bytes and state are fetched when they are asked for. Whatever is not whole, or not what this program writes, is as good as not there.</summary>
static class CacheReader
{
    /// <summary>Opens the file of a capture; null when there is none that can be used.</summary>
    /// <param name="capture">The capture's path: plain ones are read from there.</param>
    /// <param name="isDamaged">There is a file, and it can't be used.</param>
    public static CaptureHistory? TryOpen(string file, string capture, HistoryOptions options, out bool isDamaged)
    {
        isDamaged = false;
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Open(handle, file, capture, options);
        }
        catch (Exception e) when (Unpacker.IsDamage(e))
        {
            handle?.Dispose();
            isDamaged = true;
            return null;
        }
    }

    static CaptureHistory Open(SafeFileHandle file, string path, string capture, HistoryOptions options)
    {
        var index = ReadIndex(file);
        foreach (var chunk in index.Chunks)
            if (!ChunkCodec.IsPossible(chunk.Length))
                throw new InvalidDataException("a chunk has another length");
        var inFile = index.Blocks.Any(b => b.Packed == 0);
        var spool = new Spool(file);
        var unpackers = new Unpackers(spool);
        var verified = Task.Run(() => Verify(spool, index));
        var state = StateReader.Read(unpackers, index.State, options.Following.Compat, options.FetchedState, out var stored);
        state.NamelessHost = options.Following.NamelessHost;
        var answers = unpackers.Read(index.Answers, bytes => AnswerCodec.Read(bytes));
        var marks = unpackers.Read(index.Marks, bytes => TimeMarks.Read(bytes.Span));
        verified.GetAwaiter().GetResult();
        var bounds = new ChunkBounds(index.Rows, state.ThreadVersions.Count, state.FdVersions.Count, index.Blocks.Count);
        var recent = Math.Min(CaptureHistory.MostRecentBytes, options.Memory / 8);
        var blocks = new BlockStore(index.Blocks, inFile ? CaptureHistory.OpenAgain(capture) : null, spool, recent);
        var chunks = new ChunkStore(spool, new ChunkReader(unpackers, bounds), index.Chunks, Math.Max(0, options.Memory - recent));
        var rows = new EventRows(blocks, chunks, marks, new StoredRows(index.Rows, index.LastTimestamp, index.Disorder, index.NumberShifts, index.Lost), state);
        var history = new CaptureHistory(capture, rows, blocks, new StoredFeed(state, index.Losses, index.Rows, index.FileSize), stored, options) { CacheFile = path };
        foreach (var (query, answer) in answers.AsEnumerable().Reverse())
            AnsweredTables.Of(history).Add(query, answer);
        return history;
    }

    static CacheIndex ReadIndex(SafeFileHandle file)
    {
        Span<byte> header = stackalloc byte[CacheFile.HeaderLength];
        Spool.ReadFully(file, 0, header);
        if (!header.SequenceEqual(CacheFile.Magic))
            throw new InvalidDataException("another format");
        var length = RandomAccess.GetLength(file);
        Span<byte> footer = stackalloc byte[CacheFile.FooterLength];
        Spool.ReadFully(file, length - footer.Length, footer);
        var at = BinaryPrimitives.ReadInt64LittleEndian(footer);
        var size = BinaryPrimitives.ReadInt64LittleEndian(footer[8..]);
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer[24..]) != Checksum.Of(footer[..24])
            || at < header.Length || size is < 0 or > CacheSection.Most || at + size != length - footer.Length)
            throw new InvalidDataException("no index");
        var bytes = new byte[size];
        Spool.ReadFully(file, at, bytes);
        if (BinaryPrimitives.ReadUInt64LittleEndian(footer[16..]) != Checksum.Of(bytes))
            throw new InvalidDataException("a damaged index");
        return CacheIndex.Read(bytes);
    }

    /// <summary>Now is the time to find damage: later all of it is needed.</summary>
    static void Verify(Spool file, CacheIndex index)
    {
        var packed = Array.Empty<byte>();
        foreach (var section in (IEnumerable<CacheSection>)[.. index.Chunks, index.Marks, .. index.State.All, index.Answers])
            Verify(file, section.Offset, section.Packed, section.Sum, ref packed);
        for (var i = 0; i < index.Blocks.Count; i++)
            if (index.Blocks[i].Packed > 0)
                Verify(file, index.Blocks[i].Offset, index.Blocks[i].Packed, index.PackedSums[i], ref packed);
    }

    static void Verify(Spool file, long offset, int length, ulong sum, ref byte[] buffer)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
        file.Read(offset, buffer.AsSpan(0, length));
        if (Checksum.Of(buffer.AsSpan(0, length)) != sum)
            throw new InvalidDataException("damaged bytes");
    }
}
