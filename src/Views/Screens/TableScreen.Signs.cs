using CSysdig.Model.Notes;
using CSysdig.Model.Story;
using CSysdig.Views.Hosting;

namespace CSysdig.Views.Screens;

/// <summary>What a row is known by beyond its cells: a finding, a note, a time.</summary>
sealed partial class TableScreen
{
    public override Mark? MarkOf(int row)
    {
        if (!Host.Marks.IsAny || Host.Fleet is not null || _result is not { } result)
            return null;
        var at = RowAt(row);
        return View.RowKey?.Field switch
        {
            "proc.pid" => Host.Marks.OfProcess(Host.History, result.KeyNumber(at), _until),
            "thread.tid" => Host.Marks.OfThread(Host.History, result.KeyNumber(at), _until),
            "fd.name" => Host.Marks.OfName(result.KeyBytes(at)),
            "fd.directory" => Host.Marks.OfFolder(result.KeyBytes(at)),
            "fd.containername" => Host.Marks.OfName(BehindContainer(result.KeyBytes(at))),
            "fd.containerdirectory" => Host.Marks.OfFolder(BehindContainer(result.KeyBytes(at))),
            _ => null,
        };
    }

    public override ulong? TimeOf(int row) => _result is { } result && View.RowKey?.Field == "evt.rawtime" ? (ulong)result.KeyNumber(RowAt(row)) : null;

    public override NoteKey? NoteKeyOf(int row) => _result is not { } result || Host.Fleet is not null || View.RowKey?.Field is not { } field ? null : field switch
    {
        NoteKey.Process or NoteKey.Thread => RowNotes.KeyOf(Host.History, field, result.KeyNumber(RowAt(row)), _until),
        "fd.containername" => new NoteKey("fd.name", BehindContainer(KeyAt(row)), 0),
        "fd.containerdirectory" => new NoteKey("fd.directory", BehindContainer(KeyAt(row)), 0),
        _ => new NoteKey(field, KeyAt(row), 0),
    };

    public override Note? NoteOf(int row) => !Host.Notes.IsAny || Host.Fleet is not null || _result is not { } result ? null : View.RowKey?.Field is NoteKey.Process or NoteKey.Thread
        ? RowNotes.Of(Host, View.RowKey.Field, result.KeyNumber(RowAt(row)), _until) : base.NoteOf(row);

    static string BehindContainer(string joined) => joined[(joined.IndexOf(':') + 1)..];

    static ReadOnlySpan<byte> BehindContainer(ReadOnlySpan<byte> joined) => joined[(joined.IndexOf((byte)':') + 1)..];
}
