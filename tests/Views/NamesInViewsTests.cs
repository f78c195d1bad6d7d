using System.Text.Json;
using CSysdig.Capture.Events;
using CSysdig.Model.History;
using CSysdig.Model.Queries;
using CSysdig.Model.Streams;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Model.Views.Json;
using CSysdig.Tests.TestKit;
using CSysdig.Views.Saving;
using static CSysdig.Tests.TestKit.Calls;
using static CSysdig.Tests.TestKit.ScapBuilder;

namespace CSysdig.Tests.Views;

/// <summary>Names that are easily taken for each other, on csysdig's side: rows, keys, the way into a row, and the files that are saved.</summary>
public sealed class NamesInViewsTests : IDisposable
{
    static readonly byte[][] s_names =
    [
        "комп"u8.ToArray(), "桌面"u8.ToArray(), "........"u8.ToArray(), [0xff], [0xfe], @"\xff"u8.ToArray(), @"\x5cxff"u8.ToArray(), @"a\"u8.ToArray(), "a"u8.ToArray(),
        "a\nb"u8.ToArray(), "a\u202eb"u8.ToArray(), "a\u200bb"u8.ToArray(), "ab"u8.ToArray(), "\""u8.ToArray(), "'"u8.ToArray(), "\"'"u8.ToArray(), "x.."u8.ToArray(), "x "u8.ToArray(), "x"u8.ToArray(),
    ];

    readonly CaptureHistory _history = Load();
    readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _history.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("files", true)]
    [InlineData("procs", false)]
    [InlineData("directories", true)]
    public void Each_has_a_row_in_json_and_in_raw(string id, bool hasNameAsKey)
    {
        var view = ViewCatalog.Find(id)!;
        using var json = JsonDocument.Parse(ViewText.Written(o => ViewJson.WriteView(o, _history, view, new ViewJsonOptions())));
        var rows = json.RootElement.GetProperty("slices").EnumerateArray().Last().GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(s_names.Length, rows.Select(r => r.GetProperty("k").GetString()).Distinct().Count());
        if (hasNameAsKey)
            Assert.All(s_names, n => Assert.Contains(rows, r => r.GetProperty("k").GetString()!.Contains(Shown(n, terminal: false))));
        var raw = ViewText.Written(o => RawTable.Write(o, _history, view, "")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(s_names.Length, raw.Distinct().Count(l => l.Contains('/') || id == "procs" && l.Contains("p ")));
    }

    [Fact]
    public async Task A_row_leads_to_its_own_events()
    {
        var view = ViewCatalog.Find("files")!;
        var table = TableRun.Answer(_history, view.ToTableQuery(new Selection().FilterFor(view)));
        Assert.Equal(s_names.Length, table.RowCount);
        for (var row = 0; row < table.RowCount; row++)
        {
            Assert.Equal(row, table.FindKey(table.KeyText(row)));
            using var events = RowRun.Start(_history, new RowQuery($"({new Selection().DrillDown(view, table.KeyText(row), isText: true).Filter}) and evt.type=read", RowKind.EventLines));
            await events.Completion;
            Assert.Equal(2, events.Count);
        }
    }

    [Fact]
    public void Each_is_saved_to_a_file_of_its_own()
    {
        using var files = new StreamFiles(_folder.File("out"));
        files.Write(_history, "evt.type=read");
        var saved = Directory.GetFiles(_folder.File("out"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(StreamFiles.ListName)).Select(System.IO.File.ReadAllText).ToList();
        Assert.Equal(Enumerable.Range(0, s_names.Length).Select(i => $"{i:00}").Order(), saved.Order());
        Assert.Equal(s_names.Length, System.IO.File.ReadAllLines(_folder.File("out/" + StreamFiles.ListName)).Skip(1).Select(l => l.Split('\t')[5]).Distinct().Count());
    }

    static string Shown(byte[] name, bool terminal)
    {
        var to = new Utf8Writer();
        SafeText.Write(to, name, terminal);
        return to.ToString();
    }

    /// <summary>Each file lies in a folder of its own, is read by a process of its own, and has its number in it.</summary>
    static CaptureHistory Load()
    {
        var capture = new ScapBuilder().Processes([.. s_names.Select((_, i) => Process(100 + i, "p"))]);
        for (var i = 0; i < s_names.Length; i++)
        {
            byte[] path = [.. "/tmp/"u8, .. s_names[i], .. "/"u8, .. s_names[i], 0];
            capture.Event(EventCode.SyscallOpenat_2E, 100 + i, I64(CurrentDirectory), path, U32(0), U32(0))
                .Event(EventCode.SyscallOpenat_2X, 100 + i, I64(3), I64(CurrentDirectory), path, U32(0), U32(0), U32(0), U64(7))
                .Read(100 + i, 3, $"{i:00}");
        }
        var history = CaptureHistory.Open(capture.ToStream());
        history.Completion.Wait();
        return history;
    }
}
