using System.Runtime.InteropServices;

namespace CSysdig.Model.Story;

/// <summary>
/// Breaks what a terminal was told into lines. Well-formed sequences are left out, a move to another place of the screen ends the line;
/// every other control character stays in it.
/// </summary>
/// <param name="complete">Told each line.</param>
sealed class ShownLines(Action<byte[]> complete)
{
    /// <summary>A line is broken there.</summary>
    public const int Longest = 4096;
    /// <summary>What goes on for longer is no sequence.</summary>
    const int LongestSequence = 256;
    const byte Escape = 0x1b, Bell = 7;
    const int TabStop = 8;

    readonly List<byte> _text = [], _sequence = [];
    bool _returned;

    /// <summary>The line that is not complete.</summary>
    public ReadOnlySpan<byte> Text => CollectionsMarshal.AsSpan(_text);

    public void Take(byte b)
    {
        if (_sequence.Count > 0)
        {
            TakeInSequence(b);
            return;
        }
        switch (b)
        {
            case (byte)'\n': End(); break;
            // What goes on at the start of the line writes over it: to a reader it is another one.
            case (byte)'\r': _returned = true; break;
            case Bell: break;
            case Escape: _sequence.Add(b); break;
            default: Put(b); break;
        }
    }

    public void End()
    {
        _returned = false;
        complete([.. _text]);
        _text.Clear();
    }

    void Put(byte b)
    {
        if (_returned && _text.Count > 0)
            End();
        _returned = false;
        if (b == (byte)'\t')
            do
                _text.Add((byte)' ');
            while (_text.Count % TabStop != 0);
        else
            _text.Add(b);
        if (_text.Count >= Longest)
            End();
    }

    void TakeInSequence(byte b)
    {
        _sequence.Add(b);
        var kind = _sequence[1];
        var isDone = kind switch
        {
            (byte)'[' => _sequence.Count > 2 && b is >= 0x40 and <= 0x7e,
            (byte)']' or (byte)'P' or (byte)'^' or (byte)'_' or (byte)'X' => b == Bell || b == (byte)'\\' && _sequence[^2] == Escape && _sequence.Count > 3,
            >= 0x20 and <= 0x2f => _sequence.Count > 2 && b is >= 0x30 and <= 0x7e,
            _ => kind is >= 0x30 and <= 0x7e,
        };
        if (isDone)
        {
            _sequence.Clear();
            // To a place, up, down, to a line, and clearing the screen.
            if (kind == (byte)'[' && b is (byte)'H' or (byte)'f' or (byte)'A' or (byte)'B' or (byte)'E' or (byte)'F' or (byte)'d' or (byte)'J' && _text.Count > 0)
                End();
            return;
        }
        var isBroken = _sequence.Count >= LongestSequence || kind is < 0x20 or > 0x7e || kind == (byte)'[' && b is < 0x20 or > 0x7e;
        if (!isBroken)
            return;
        var broken = _sequence.ToArray();
        _sequence.Clear();
        Put(broken[0]);
        foreach (var other in broken.AsSpan(1))
            Take(other);
    }
}
