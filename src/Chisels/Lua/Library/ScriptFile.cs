using CSysdig.Chisels.Lua.Runtime;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>A file in a script's hands, or the output of the run.</summary>
sealed class ScriptFile : IDisposable
{
    readonly LuaState _state;
    readonly Stream? _stream;
    readonly Action<ReadOnlySpan<byte>>? _print;
    readonly byte[] _one = new byte[1];

    public ScriptFile(LuaState state, Stream stream)
    {
        _state = state;
        // What has places gives what it has; a fifo, a terminal or a program may keep its reader waiting.
        var source = stream.CanSeek || !stream.CanRead ? stream : new WaitingStream(stream, state);
        _stream = stream.CanRead ? new BufferedStream(source, 1 << 14) : source;
    }

    public ScriptFile(LuaState state, Action<ReadOnlySpan<byte>> print)
    {
        _state = state;
        _print = print;
    }

    public bool IsClosed { get; private set; }

    /// <summary>Opens a file; one end of a fifo waits for the other, and the user can end that.</summary>
    public static FileStream Open(LuaState state, string full, FileMode mode, FileAccess access)
    {
        FileStream Open() => new(full, mode, access, FileShare.ReadWrite);
        // What has a length is a file.
        return new FileInfo(full) is { Exists: true, Length: 0 } ? state.WaitFor(Open) : Open();
    }

    /// <summary>Why it can't be written; null when it was.</summary>
    public FileFailure? Write(ReadOnlySpan<byte> text)
    {
        if (_print is not null)
        {
            _print(text);
            return null;
        }
        if (IsClosed || !_stream!.CanWrite)
            return FileFailure.NotOpenForThat;
        try
        {
            _stream.Write(text);
            return null;
        }
        catch (IOException e)
        {
            return FileFailure.Of(e);
        }
    }

    /// <summary>Why what was held back can't be written, as on a full disk; null when it was.</summary>
    public FileFailure? Flush()
    {
        try
        {
            if (!IsClosed)
                _stream?.Flush();
            return null;
        }
        catch (IOException e)
        {
            return FileFailure.Of(e);
        }
    }

    /// <summary>The next line, or null at the end.</summary>
    public byte[]? ReadLine(bool keepEnd)
    {
        var line = new List<byte>();
        while (TryReadByte(out var c))
        {
            _state.Step();
            if (c != '\n' || keepEnd)
                line.Add(c);
            if (c == '\n')
                return [.. line];
        }
        return line.Count > 0 ? [.. line] : null;
    }

    /// <summary>Reads what the formats ask for: <c>*l</c>, <c>*a</c>, <c>*n</c>, or a number of bytes.</summary>
    public LuaValue Read(LuaState state, ReadOnlySpan<LuaValue> formats)
    {
        var results = new LuaValue[Math.Max(1, formats.Length)];
        for (var i = 0; i < results.Length; i++)
            results[i] = ReadOne(state, formats.At(i));
        return state.Results(results);
    }

    public LuaValue Seek(LuaState state, ReadOnlySpan<LuaValue> args)
    {
        if (IsClosed || _stream is not { CanSeek: true })
            return state.Results(default, LuaValue.Of("the file has no places"));
        var origin = args.Text(0, new LuaText("cur"u8.ToArray())).ToString() switch { "set" => SeekOrigin.Begin, "end" => SeekOrigin.End, _ => SeekOrigin.Current };
        try
        {
            return state.Results(_stream.Seek((long)args.Number(1, 0), origin));
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return FileFailure.Of(e).Results(state);
        }
    }

    public void Dispose()
    {
        if (IsClosed || _print is not null)
            return;
        IsClosed = true;
        try
        {
            _stream!.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: the script has no better use for it than what is written so far.
        }
    }

    LuaValue ReadOne(LuaState state, LuaValue format)
    {
        if (format.IsNumber)
        {
            var count = (int)Math.Clamp(format.Number, 0, 64 << 20);
            state.Take(count);
            var bytes = new byte[count];
            var read = 0;
            while (read < count && Read(bytes.AsSpan(read)) is > 0 and var more)
                read += more;
            return read == 0 && bytes.Length > 0 ? default : LuaValue.Of(bytes.AsSpan(0, read));
        }
        switch (format.AsText()?.ToString().TrimStart('*') ?? "l")
        {
            case "a" or "all": return ReadAll(state);
            case "n":
                return ReadLine(false) is { } digits && LuaNumber.TryParse(digits, out var number) ? number : default(LuaValue);
            case "L": return ReadLine(true) is { } whole ? LuaValue.Of(whole) : default;
            default: return ReadLine(false) is { } line ? LuaValue.Of(line) : default;
        }
    }

    LuaValue ReadAll(LuaState state)
    {
        var all = new MemoryStream();
        var part = new byte[1 << 16];
        while (Read(part) is > 0 and var read)
        {
            state.Take(read);
            all.Write(part, 0, read);
        }
        return LuaValue.Of(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    bool TryReadByte(out byte value)
    {
        var read = Read(_one);
        value = _one[0];
        return read > 0;
    }

    /// <summary>How many bytes were read; 0 at the end, and where nothing can be read.</summary>
    int Read(Span<byte> to)
    {
        try
        {
            return IsClosed || _stream is not { CanRead: true } ? 0 : _stream.Read(to);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
