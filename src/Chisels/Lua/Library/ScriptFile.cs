using CSysdig.Chisels.Lua.Runtime;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Lua.Library;

/// <summary>A file in a script's hands, or the output of the run.</summary>
sealed class ScriptFile : IDisposable
{
    readonly Stream? _stream;
    readonly Func<Utf8Writer>? _output;
    readonly byte[] _one = new byte[1];

    public ScriptFile(Stream stream) => _stream = stream is FileStream ? new BufferedStream(stream, 1 << 14) : stream;

    public ScriptFile(Func<Utf8Writer> output) => _output = output;

    public bool IsClosed { get; private set; }

    /// <summary>False when the file can't be written to.</summary>
    public bool Write(ReadOnlySpan<byte> text)
    {
        if (_output is not null)
        {
            _output().Write(text);
            return true;
        }
        if (IsClosed || !_stream!.CanWrite)
            return false;
        try
        {
            _stream.Write(text);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>False when what was held back can't be written, as on a full disk.</summary>
    public bool Flush()
    {
        try
        {
            if (!IsClosed)
                _stream?.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The next line, or null at the end.</summary>
    public byte[]? ReadLine(bool keepEnd)
    {
        var line = new List<byte>();
        while (TryReadByte(out var c))
        {
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
        catch (IOException e)
        {
            return state.Results(default, LuaValue.Of(e.Message));
        }
    }

    public void Dispose()
    {
        if (IsClosed || _output is not null)
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
            var bytes = new byte[(int)Math.Clamp(format.Number, 0, 64 << 20)];
            var read = IsClosed || _stream is null ? 0 : _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
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
        while (!IsClosed && _stream is not null && _stream.Read(part) is > 0 and var read)
        {
            state.Take(read);
            all.Write(part, 0, read);
        }
        return LuaValue.Of(all.GetBuffer().AsSpan(0, (int)all.Length));
    }

    bool TryReadByte(out byte value)
    {
        var read = IsClosed || _stream is null ? 0 : _stream.Read(_one);
        value = _one[0];
        return read > 0;
    }
}
