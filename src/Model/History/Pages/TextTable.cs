using CSysdig.Model.Text;
using MessagePack;

namespace CSysdig.Model.History.Pages;

/// <summary>The texts of a page, each written once and referred to by number; 0 is the empty one.</summary>
sealed class TextTable
{
    readonly Dictionary<byte[], int> _numbers = new(ByteKey.Comparer);
    readonly List<byte[]> _texts = [];

    public int NumberOf(byte[] text)
    {
        if (text.Length == 0)
            return 0;
        if (_numbers.TryGetValue(text, out var number))
            return number;
        _texts.Add(text);
        return _numbers[text] = _texts.Count;
    }

    /// <summary>Writes them and forgets them.</summary>
    public void Write(ref MessagePackWriter to)
    {
        to.Write(_texts.Count);
        foreach (var text in _texts)
            to.Write(text);
        _texts.Clear();
        _numbers.Clear();
    }

    /// <summary>The texts of a page by their numbers.</summary>
    public static byte[][] Read(ref MessagePackReader from)
    {
        var texts = new byte[1 + MachineReader.Count(ref from)][];
        texts[0] = [];
        for (var i = 1; i < texts.Length; i++)
            texts[i] = MachineReader.Bytes(ref from);
        return texts;
    }
}
