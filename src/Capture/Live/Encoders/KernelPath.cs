using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Live.Encoders;

/// <summary>Paths that the probe has walked: names from a file up to the root, each with its NUL.</summary>
static class KernelPath
{
    /// <summary>A parameter; the root itself has no name, a task without a folder or a file has no part.</summary>
    public static void Write(in Record record, int part, ref EventWriter writer)
    {
        if (!record.Has(part))
        {
            writer.Empty();
            return;
        }
        var length = Of(record.Part(part), writer.Room);
        writer.Room[length] = 0;
        writer.Took(length + 1);
    }

    /// <summary>Ends an event of a file that was opened: its path stands behind it, unless that is the text by which it was asked for.</summary>
    public static int End(in Record record, in ParamSource source, ref EventWriter writer)
    {
        if (!record.Has(source.A.Index))
            return writer.End();
        var room = writer.OptionRoom;
        var length = Of(record.Part(source.A.Index), room);
        var asked = record.Part(source.B.Index);
        return asked is [.., 0] && asked[..^1].SequenceEqual(room[..length]) ? writer.End() : writer.End(BlockOption.ResolvedPath, length);
    }

    public static int Of(ReadOnlySpan<byte> names, Span<byte> to)
    {
        if (names is [.., 0])
            names = names[..^1];
        if (names.IsEmpty)
        {
            to[0] = (byte)'/';
            return 1;
        }
        var length = 0;
        while (true)
        {
            var nul = names.LastIndexOf((byte)0);
            var name = names[(nul + 1)..];
            to[length++] = (byte)'/';
            name.CopyTo(to[length..]);
            length += name.Length;
            if (nul < 0)
                return length;
            names = names[..nul];
        }
    }
}
