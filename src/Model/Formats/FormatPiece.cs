using CSysdig.Model.Text;

namespace CSysdig.Model.Formats;

/// <summary>Neighbouring fields of a format, each with the text before it: one field, or as many as may be kept together.</summary>
sealed class FormatPiece
{
    readonly record struct Part(byte[] Before, FormatToken Field);

    readonly Part[] _parts;
    readonly KeptText? _kept;

    FormatPiece(Part[] parts, bool isKept)
    {
        _parts = parts;
        _kept = isKept ? new KeptText(parts.Any(p => p.Field.Keeps == TextKeeping.Fd)) : null;
    }

    /// <summary>The pieces that tokens make up, and the text behind the last.</summary>
    public static (FormatPiece[] Pieces, byte[] After) Cut(FormatToken[] tokens)
    {
        // What shows the remains of an earlier argument must see every field being asked.
        var mayKeep = !tokens.Any(t => t.LooksAtArguments && t.Keeps == TextKeeping.None);
        var pieces = new List<FormatPiece>();
        var run = new List<Part>();
        byte[] text = [];
        foreach (var token in tokens)
        {
            if (token is LiteralToken literal)
            {
                text = [.. text, .. literal.Text];
                continue;
            }
            var part = new Part(text, token);
            text = [];
            if (mayKeep && token.Keeps != TextKeeping.None)
            {
                run.Add(part);
                continue;
            }
            EndRun();
            pieces.Add(new FormatPiece([part], isKept: false));
        }
        EndRun();
        return ([.. pieces], text);

        void EndRun()
        {
            if (run.Count > 0)
                pieces.Add(new FormatPiece([.. run], isKept: true));
            run.Clear();
        }
    }

    /// <summary>Writes the fields; false, and <c>&lt;NA&gt;</c> written for each that says nothing, when one does so.</summary>
    public bool Write(Utf8Writer to, Event e)
    {
        if (_kept is null || !_kept.Applies(e))
            return WriteParts(to, e);
        if (_kept.TryWrite(to, e))
            return true;
        var start = to.Length;
        if (!WriteParts(to, e))
            return false;
        _kept.Keep(to.Written[start..], e);
        return true;
    }

    bool WriteParts(Utf8Writer to, Event e)
    {
        var complete = true;
        foreach (ref readonly var part in _parts.AsSpan())
        {
            if (part.Before.Length > 0)
                to.Write(part.Before);
            var at = to.Length;
            if (!part.Field.Write(to, e))
            {
                complete = false;
                to.Write("<NA>"u8);
            }
            if (part.Field.Width > 0)
                Fit(to, at, part.Field.Width);
        }
        return complete;
    }

    /// <summary>Cuts or fills up to a width in bytes.</summary>
    static void Fit(Utf8Writer to, int start, int width)
    {
        var length = to.Length - start;
        if (length > width)
            to.Truncate(start + width);
        else
            to.Fill((byte)' ', width - length);
    }
}
