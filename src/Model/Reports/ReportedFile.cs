using CSysdig.Model.Extracting;

namespace CSysdig.Model.Reports;

/// <summary>What a file of the evidence held, as far as that was seen.</summary>
/// <param name="Path">Made visible (<see cref="Captured"/>).</param>
/// <param name="How">Read, written, or both.</param>
/// <param name="Row">One time that it was read or written.</param>
sealed record ReportedFile(string Path, string How, ArtifactRow Row)
{
    /// <summary>What was seen in part is told so often of one path.</summary>
    const int MostParts = 3;

    /// <summary>Each content of a file once. Of a file that was seen whole its parts tell nothing.</summary>
    public static IReadOnlyList<ReportedFile> Of(string path, IEnumerable<ArtifactRow> rows)
    {
        var all = rows.Where(row => row.Kind is ArtifactKind.Written or ArtifactKind.Read && row.Seen > 0).GroupBy(row => (row.Hash, row.PartHash))
            .Select(same => new ReportedFile(path, string.Join(", ", same.Select(row => row.KindName).Distinct().Order(StringComparer.Ordinal)), same.First())).ToList();
        var whole = all.Where(file => file.Row.IsComplete).ToList();
        return whole.Count > 0 ? whole : [.. all.Take(MostParts)];
    }

    /// <summary>What it is by its first bytes, and where its name says something else.</summary>
    public Phrase Is()
    {
        var type = Row.Type;
        var text = new Phrase().Say(type is null ? "not known: its first bytes were not seen" : type.Machine.Length > 0 ? $"{type.Kind} {type.Machine}" : type.Kind);
        if (type is { Interpreter.Length: > 0 })
            text.Say(" of ").Quote(type.Interpreter);
        return Row.Belied is { } promised ? text.Say($"; its name says {promised}") : text;
    }

    /// <summary>Its SHA-256, or why it has none, and that of what was seen instead.</summary>
    public Phrase Hash() => Row.IsComplete ? Phrase.Of(Row.Hash)
        : new Phrase().Say(FormattableString.Invariant($"not known: {Row.Why}. Of the {Row.Seen:#,0} bytes seen{(Row.Seen < Row.Size ? ", with zeros for others" : "")}: ")).Quote(Row.PartHash);
}
