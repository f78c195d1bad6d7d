using System.Buffers.Text;

namespace CSysdig.Model.Extracting;

/// <summary>
/// Finds what was downloaded: the bodies of the HTTP/1 answers in one direction of a connection, named by the requests in the other.
/// Every length is a claim; a body is as long as it says, and what of it the stream doesn't hold is a gap.
/// </summary>
sealed class HttpBodies(Artifact answers, Artifact? requests, Artifacts artifacts)
{
    const int HeadLimit = 16 << 10, MostAnswers = 1000, ChunkLine = 64;

    readonly byte[] _answer = new byte[HeadLimit], _request = new byte[HeadLimit];
    long _at, _asked;

    /// <summary>Whether a stream begins with an answer.</summary>
    public static bool Has(Artifact stream) => stream.Base == 0 && stream.Content.StartsWith("HTTP/1."u8);

    public List<Artifact> All()
    {
        var bodies = new List<Artifact>();
        for (var i = 0; i < MostAnswers && Next() is { } body; i++)
            if (body.Size > 0)
                bodies.Add(body);
        return bodies;
    }

    /// <summary>The body of the next answer, of no length where it has none; null when there is no further answer.</summary>
    Artifact? Next()
    {
        var head = Head(answers, _at, _answer);
        if (!head.StartsWith("HTTP/1."u8))
            return null;
        _at += head.Length;
        var body = new Artifact(ArtifactKind.Body, NextName(), artifacts.NewContent())
        {
            Pid = answers.Pid, Comm = answers.Comm, Time = answers.Time, Number = answers.Number, FromStart = true, ToEnd = true,
        };
        if (HasNoBody(head))
            return body;
        if (Value(head, "transfer-encoding"u8) is var coding && !coding.IsEmpty)
            CopyChunks(body);
        else if (Utf8Parser.TryParse(Value(head, "content-length"u8), out long length, out _) && length >= 0)
            Copy(body, length);
        else
        {
            body.ToEnd = answers.ToEnd;
            Copy(body, answers.Size - _at);
        }
        return body;
    }

    void CopyChunks(Artifact body)
    {
        Span<byte> room = stackalloc byte[ChunkLine];
        while (true)
        {
            var line = room[..answers.Content.Read(_at, room)];
            var end = line.IndexOf("\r\n"u8);
            if (end <= 0 || !IsSeen(_at, _at + end) || !Utf8Parser.TryParse(line[..end], out long length, out var digits, 'x') || digits == 0 || length < 0)
            {
                body.ToEnd = false;
                _at = answers.Size;
                return;
            }
            _at += end + 2;
            if (length == 0)
            {
                _at += 2;
                return;
            }
            Copy(body, length);
            _at = _at < answers.Size - 2 ? _at + 2 : answers.Size;
        }
    }

    /// <summary>Appends so many bytes of the stream, as far as they were seen.</summary>
    void Copy(Artifact body, long length)
    {
        Span<byte> piece = stackalloc byte[4096];
        var there = Math.Min(length, Math.Max(0, answers.Size - _at));
        var shift = body.Size - _at;
        var from = _at;
        foreach (var (gapStart, gapEnd) in answers.Seen.Gaps(_at, _at + there).Append((_at + there, _at + there)))
        {
            while (from < gapStart)
            {
                var read = answers.Content.Read(from, piece[..(int)Math.Min(piece.Length, gapStart - from)]);
                if (read <= 0 || !artifacts.Reaches(body.Content, from + shift))
                    break;
                body.Content.Write(from + shift, piece[..read], () => artifacts.PlaceOf(body));
                body.Seen.Add(from + shift, from + shift + read);
                from += read;
            }
            from = gapEnd;
        }
        // What can't be a length is one all the same, and must not run over.
        body.Size = length > long.MaxValue - body.Size ? long.MaxValue : body.Size + length;
        _at += there;
    }

    /// <summary>A message's first line and header, with the empty line behind; empty where they were not seen whole.</summary>
    static ReadOnlySpan<byte> Head(Artifact stream, long at, byte[] room)
    {
        var window = room.AsSpan(0, stream.Content.Read(at, room));
        var end = window.IndexOf("\r\n\r\n"u8);
        return end < 0 || stream.Seen.Gaps(at, at + end + 4).Any() ? default : window[..(end + 4)];
    }

    /// <summary>host/path of the next request.</summary>
    byte[] NextName()
    {
        if (requests is null || Head(requests, _asked, _request) is not { IsEmpty: false } asked)
            return [.. answers.Name, .. "/body"u8];
        var first = asked[..asked.IndexOf("\r\n"u8)];
        var host = Value(asked, "host"u8).ToArray();
        _asked += asked.Length;
        if (Utf8Parser.TryParse(Value(asked, "content-length"u8), out long length, out _) && length > 0)
            _asked = length < requests.Size - _asked ? _asked + length : requests.Size;
        var path = first.IndexOf((byte)' ') is >= 0 and var blank ? first[(blank + 1)..] : first;
        path = path.LastIndexOf((byte)' ') is >= 0 and var end ? path[..end] : path;
        return [.. host, .. path is [(byte)'/', ..] ? ""u8 : "/"u8, .. path, .. path is [.., (byte)'/'] ? "index"u8 : ""u8];
    }

    bool IsSeen(long start, long end) => !answers.Seen.Gaps(start, end).Any();

    static bool HasNoBody(ReadOnlySpan<byte> head) => head.Length < 12 || head[9] == '1' || head.Slice(9, 3) is var status
        && (status.SequenceEqual("204"u8) || status.SequenceEqual("304"u8));

    /// <summary>What a header says, in lower case names; empty when it isn't there.</summary>
    static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var line = head[..end];
            if (line.Length > name.Length && line[name.Length] == ':' && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return line[(name.Length + 1)..].Trim((byte)' ');
            head = head[(end + 2)..];
        }
        return default;
    }
}
