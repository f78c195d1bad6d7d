using System.Text;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story;

/// <summary>
/// Makes lines of what was typed and shown on a terminal, each with the time at which it was complete. What was typed is a line of its own only
/// where the terminal did not show it, as with a password.
/// </summary>
public sealed class TerminalText
{
    /// <summary>So many lines that were typed wait for their echo.</summary>
    const int MostTyped = 64;

    readonly List<TerminalEntry> _done = [];
    readonly Queue<TerminalEntry> _typed = new();
    readonly List<byte> _keys = [];
    readonly ShownLines _shown;
    TerminalChunk _chunk = new(0, 0, false, -1, default, 0);

    public TerminalText() => _shown = new ShownLines(Shown);

    /// <summary>Takes bytes, those of one terminal in their order; the answer is the lines that are complete now.</summary>
    public IReadOnlyList<TerminalEntry> Add(TerminalChunk chunk)
    {
        _done.Clear();
        _chunk = chunk;
        foreach (var b in chunk.Data.Span)
            if (!chunk.IsInput)
                _shown.Take(b);
            else if (b is (byte)'\r' or (byte)'\n' || _keys.Count >= ShownLines.Longest)
                Typed();
            else
                _keys.Add(b);
        if (chunk.Missing > 0)
            _done.Add(Entry(chunk.IsInput, Encoding.ASCII.GetBytes($"... {chunk.Missing} bytes not captured")));
        return _done;
    }

    /// <summary>What is not complete yet: a prompt, or what is being typed.</summary>
    public IReadOnlyList<TerminalEntry> Rest
    {
        get
        {
            var rest = new List<TerminalEntry>(_typed);
            if (_shown.Text.Length > 0)
                rest.Add(Entry(isInput: false, _shown.Text.ToArray()));
            if (_keys.Count > 0 && !_shown.Text.EndsWith(_keys.ToArray()))
                rest.Add(Entry(isInput: true, [.. _keys]));
            return rest;
        }
    }

    void Typed()
    {
        if (_keys.Count > 0)
            _typed.Enqueue(Entry(isInput: true, [.. _keys]));
        _keys.Clear();
        if (_typed.Count > MostTyped)
            _done.Add(_typed.Dequeue());
    }

    void Shown(byte[] text)
    {
        if (_typed.TryDequeue(out var typed) && !text.AsSpan().EndsWith(typed.Text))
            _done.Add(typed);
        if (text.Length > 0)
            _done.Add(Entry(isInput: false, text));
    }

    TerminalEntry Entry(bool isInput, byte[] text) => new(_chunk.Time, _chunk.Pid, _chunk.Number, isInput, text);
}
