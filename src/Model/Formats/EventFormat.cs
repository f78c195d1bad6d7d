using System.Text;
using CSysdig.Model.Parameters;
using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>A format can't be read; the message is one line for the user.</summary>
public sealed class EventFormatException(string message) : Exception(message);

/// <summary>
/// What sysdig's -p takes: fields as <c>%proc.name</c>, with a width as <c>%12proc.name</c>, and text between them.
/// With a star in front an event is shown even when a field says nothing, as <c>&lt;NA&gt;</c>.
/// It keeps what evt.deltatime measures from and scratch: one instance a run and thread.
/// </summary>
public sealed class EventFormat
{
    readonly FormatPiece[] _pieces;
    readonly byte[] _after;
    readonly JsonMembers _members;
    readonly bool _needsAll, _needsFd;
    readonly Func<Event, bool>[] _mayWait;

    EventFormat(FormatToken[] tokens, bool needsAll)
    {
        (_pieces, _after) = FormatPiece.Cut(tokens);
        _needsAll = needsAll;
        _needsFd = needsAll && tokens.All(t => t.LeavesNothing) && tokens.Any(t => t.NeedsFd);
        _members = new JsonMembers(tokens);
        _mayWait = [.. tokens.Select(t => t.MayWait).OfType<Func<Event, bool>>().Distinct()];
        IsLong = tokens.Any(t => t.IsLong);
    }

    /// <summary>Reads a format; escapes such as <c>\n</c> are already resolved (<see cref="Unescape"/>).</summary>
    /// <exception cref="EventFormatException">The format is empty, names no known field, or ends too early.</exception>
    public static EventFormat Parse(string text, Dialect? dialect = null)
    {
        if (text.Length == 0)
            throw new EventFormatException("the output format is empty: name at least one field, as in -p '%evt.num %proc.name'");
        var star = text[0] == '*';
        return new EventFormat(FormatParser.Parse(text, star ? 1 : 0, (dialect ?? Dialect.Pairs).IsExitOnly), !star);
    }

    /// <summary>Resolves <c>\n</c>, <c>\t</c>, <c>\e</c> and <c>\\</c>; other backslashes stay.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\'))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 1 < text.Length ? "nte\\".IndexOf(text[i + 1]) : -1;
            result.Append(escaped < 0 ? text[i] : "\n\t\e\\"[escaped]);
            if (escaped >= 0)
                i++;
        }
        return result.ToString();
    }

    /// <summary>Lines take much longer to write than it takes to follow their events.</summary>
    public bool IsLong { get; }

    /// <summary>The line of an event is the same when the state has moved on: it shows the event's bytes and the versions of its thread and fd alone.</summary>
    public bool MayWait(Event e)
    {
        foreach (var mayWait in _mayWait)
            if (!mayWait(e))
                return false;
        return true;
    }

    /// <summary>Writes an event's line without a line end; false, and nothing written, when a field that must say something doesn't.</summary>
    public bool Write(Utf8Writer to, Event e)
    {
        // Half of all events have no fd, and where a field of one must say something there is no line.
        if (_needsFd && !e.HasFd)
            return false;
        var start = to.Length;
        var complete = true;
        var earlyOut = e.State.ExitOnly;
        foreach (var piece in _pieces)
        {
            if (piece.Write(to, e))
                continue;
            complete &= !_needsAll;
            // 0.29.3 asks the remaining fields too, and what they measure from moves on.
            if (!complete && earlyOut)
                break;
        }
        if (!complete)
            to.Truncate(start);
        else if (_after.Length > 0)
            to.Write(_after);
        return complete;
    }

    /// <summary>Writes an event as a JSON object, its members in the order of their names; false as <see cref="Write"/>.</summary>
    public bool WriteJson(Utf8Writer to, Event e)
    {
        var start = to.Length;
        var complete = _members.Write(to, e) || !_needsAll;
        if (!complete)
            to.Truncate(start);
        else if (e.Style.Terminal)
            HideDelete(to, start);
        return complete;
    }

    /// <summary>DEL is the one control byte that JSON leaves as it is.</summary>
    static void HideDelete(Utf8Writer to, int start)
    {
        if (to.Written[start..].IndexOf((byte)0x7f) < 0)
            return;
        var line = Encoding.ASCII.GetString(to.Written[start..]).Replace("\x7f", "\\u007f");
        to.Truncate(start);
        to.Write(line);
    }
}
