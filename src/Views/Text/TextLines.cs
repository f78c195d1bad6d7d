using CSysdig.Model.Text;
namespace CSysdig.Views.Text;

/// <summary>Breaks captured bytes into lines: at newlines, and where a line becomes wider than the screen.</summary>
public static class TextLines
{
    /// <summary>Adds the offset of each line's first byte; none for no bytes. A newline at the very end starts no further line.</summary>
    public static void Break(ReadOnlySpan<byte> data, int width, List<int> starts)
    {
        width = Math.Max(8, width);
        for (var at = 0; at < data.Length;)
        {
            var rest = data[at..];
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            BreakWide(line, at, width, starts);
            at += end < 0 ? rest.Length : end + 1;
        }
    }

    /// <summary>A line without the newline that ends it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (line.EndsWith("\n"u8))
            line = line[..^1];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    static void BreakWide(ReadOnlySpan<byte> line, int offset, int width, List<int> starts)
    {
        starts.Add(offset);
        var columns = 0;
        for (var at = 0; at < line.Length;)
        {
            var text = SafeText.Next(line[at..], out var consumed, out var escaped);
            var takes = escaped ? text.Length : Cells.Of(text);
            if (columns + takes > width && !Trim(line[at..]).IsEmpty)
            {
                starts.Add(offset + at);
                columns = 0;
            }
            columns += takes;
            at += consumed;
        }
    }
}
