using CSysdig.Model.Text;

namespace CSysdig.Model.Fields;

/// <summary>Lists of texts as captures hold them: one behind the other with a NUL between, none at the end.</summary>
static class NulList
{
    /// <summary>How many texts there are; none in no bytes at all.</summary>
    public static int Count(ReadOnlySpan<byte> list) => list.IsEmpty ? 0 : list.Count((byte)0) + 1;

    /// <summary>The bytes of all texts together.</summary>
    public static int TotalLength(ReadOnlySpan<byte> list) => list.Length - list.Count((byte)0);

    /// <summary>Writes the texts with a space between.</summary>
    public static void Join(Utf8Writer writer, ReadOnlySpan<byte> list)
    {
        list.CopyTo(writer.Reserve(list.Length));
        writer.Reserve(list.Length)[..list.Length].Replace((byte)0, (byte)' ');
        writer.Advance(list.Length);
    }

    /// <summary>Takes the first text off a list; false when it is empty.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> text)
    {
        text = list;
        if (list.IsEmpty)
            return false;
        var nul = list.IndexOf((byte)0);
        text = nul < 0 ? list : list[..nul];
        list = nul < 0 ? default : list[(nul + 1)..];
        return true;
    }
}
