using CSysdig.Model.History;

namespace CSysdig.Model.Queries;

/// <summary>What the classes of rows sum up to, of whole chunks and of parts of one. Used by one thread.</summary>
sealed class StretchSums(EventRows rows)
{
    /// <summary>Those of a part, whose memory is used again.</summary>
    ClassSums? _part;

    /// <summary>Of the rows of a chunk from one on to before another; null where those are so few that they are asked one by one.</summary>
    public ClassSums? Of(EventChunk chunk, long from, long to)
    {
        if (rows.IsSettled(from, to))
            return chunk.SumsOf((int)(to - from));
        return to - from > chunk.Classes.Count ? _part = new ClassSums(chunk, EventChunk.IndexOf(from), (int)(to - from), _part) : null;
    }
}
