using CSysdig.Model.Notes;
using CSysdig.Tests.TestKit;

namespace CSysdig.Tests.Model.Notes;

public sealed class NoteBookTests : IDisposable
{
    static readonly NoteKey s_bot = new(NoteKey.Process, "32603", 1_394_821_331_270_000_000), s_file = new("fd.name", "/tmp/x", 0);

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    string Capture => _folder.File("a.scap");
    string Notes => Capture + ".notes";

    [Fact]
    public void What_was_noted_is_there_again()
    {
        var book = NoteBook.Beside(Capture);
        Assert.Null(book.Put(s_bot, "  the \"bot\"\u001b[31m ü \n "));
        Assert.Null(book.Put(s_file, "a file"));
        var again = NoteBook.Beside(Capture);
        Assert.Null(again.Problem);
        Assert.Equal([s_file, s_bot], again.All.Select(note => note.On));
        Assert.Equal("the \"bot\"\u001b[31m ü", again.Find(s_bot)!.Text);
        Assert.Equal("{\"csysdig_notes\":1}", File.ReadLines(Notes).First());
        Assert.DoesNotContain('\u001b', File.ReadAllText(Notes));
        Assert.Equal(["a.scap.notes"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void The_shape_is_the_documented_one()
    {
        File.WriteAllLines(Notes,
        [
            "{\"csysdig_notes\":1}",
            "{\"field\":\"proc.pid\",\"value\":\"32603\",\"time\":\"1394821331270000000\",\"note\":\"the bot\"}",
            "{\"field\":\"fd.name\",\"value\":\"198.51.100.20:36868->203.0.113.9:6667\",\"note\":\"its orders come from here\"}",
        ]);
        var book = NoteBook.Beside(Capture);
        Assert.Null(book.Problem);
        Assert.Equal("the bot", book.Find(s_bot)!.Text);
        Assert.True(book.Has("fd.name"));
        Assert.True(book.HasAt(s_bot.Time));
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "marks.md"));
        Assert.All(File.ReadLines(Notes), line => Assert.Contains("    " + line + "\n", page));
    }

    [Fact]
    public void Without_a_text_it_goes_and_the_file_with_the_last()
    {
        var book = NoteBook.Beside(Capture);
        book.Put(s_bot, "one");
        book.Put(s_bot, "two");
        Assert.Equal("two", Assert.Single(NoteBook.Beside(Capture).All).Text);
        Assert.Null(book.Put(s_bot, ""));
        Assert.False(File.Exists(Notes));
        Assert.False(book.IsAny);
    }

    [Theory]
    [InlineData("hello", ":1: it is no file of notes")]
    [InlineData("{\"csysdig_notes\":2}", ":1: it is no file of notes")]
    [InlineData("{\"csysdig_notes\":1}\n\n{}", ":3: this is no note")]
    [InlineData("{\"csysdig_notes\":1}\n{\"field\":\"a\",\"value\":\"b\",\"time\":5,\"note\":\"c\"}", ":2: this is no note")]
    [InlineData("{\"csysdig_notes\":1}\n{\"field\":\"a\",\"value\":\"b\",\"time\":\"-5\",\"note\":\"c\"}", ":2: this is no note")]
    [InlineData("{\"csysdig_notes\":1}\n{\"field\":\"a\",\"value\":\"b\",\"note\":\"\\ud800\"}", ":2: this is no note")]
    [InlineData("{\"csysdig_notes\":1}\n[1]", ":2: this is no note")]
    [InlineData("{\"csysdig_notes\":1}\n{\"field\":\"\",\"value\":\"b\",\"note\":\"c\"}", ":2: this is no note")]
    public void A_file_that_is_none_of_ours_is_neither_read_nor_written(string text, string message)
    {
        File.WriteAllText(Notes, text);
        var book = NoteBook.Beside(Capture);
        Assert.False(book.IsAny);
        Assert.Equal($"{Notes}{message}; it is neither read nor written", book.Problem);
        Assert.Equal(book.Problem, book.Put(s_bot, "kept"));
        Assert.Equal("kept", book.Find(s_bot)!.Text);
        Assert.Equal(text, File.ReadAllText(Notes));
    }

    [Fact]
    public void It_is_read_and_made_within_bounds()
    {
        var line = "{\"field\":\"fd.name\",\"value\":\"v\",\"note\":\"" + new string('x', 500) + "\"}";
        File.WriteAllText(Notes, "{\"csysdig_notes\":1}\n" + line);
        Assert.Null(NoteBook.Beside(Capture).Problem);
        File.WriteAllText(Notes, "{\"csysdig_notes\":1}\n" + line.Replace("xx\"", "xxx\""));
        Assert.EndsWith(":2: this is no note; it is neither read nor written", NoteBook.Beside(Capture).Problem);
        File.WriteAllText(Notes, "{\"csysdig_notes\":1}\n" + string.Concat(Enumerable.Range(0, 10_001).Select(i => $"{{\"field\":\"f\",\"value\":\"{i}\",\"note\":\"n\"}}\n")));
        Assert.Equal($"{Notes} has more than 10,000 notes", NoteBook.Beside(Capture).Problem);
        using (var large = File.Create(Notes))
            large.SetLength((8 << 20) + 1);
        Assert.Contains("has more than 8 MiB", NoteBook.Beside(Capture).Problem);
        var book = NoteBook.InMemory();
        Assert.Null(book.Put(s_bot, new string('x', 500)));
        Assert.Throws<NotesException>(() => book.Put(s_bot, new string('x', 501)));
    }

    [Fact]
    public void Where_the_folder_cant_be_written_it_is_kept_for_the_run()
    {
        var book = NoteBook.Beside("/proc/nowhere/a.scap");
        Assert.Null(book.Problem);
        Assert.StartsWith("/proc/nowhere/a.scap.notes can't be written: ", book.Put(s_bot, "kept"));
        Assert.Equal("kept", book.Find(s_bot)!.Text);
    }

    [Fact]
    public void A_link_by_its_name_is_replaced_and_not_followed()
    {
        var elsewhere = _folder.File("elsewhere");
        File.WriteAllText(elsewhere, "");
        File.CreateSymbolicLink(Notes, elsewhere);
        File.CreateSymbolicLink(Notes + ".new", elsewhere);
        Assert.Null(NoteBook.Beside(Capture).Put(s_bot, "mine"));
        Assert.Equal("", File.ReadAllText(elsewhere));
        Assert.Single(NoteBook.Beside(Capture).All);
    }

    [Fact]
    public void A_saved_capture_has_them_beside_it_but_not_over_another_ones()
    {
        var book = NoteBook.InMemory();
        var saved = _folder.File("saved.scap");
        Assert.Null(book.SaveBeside(saved));
        Assert.False(File.Exists(saved + ".notes"));
        book.Put(s_bot, "one");
        Assert.Null(book.SaveBeside(saved));
        book.Put(s_bot, "two");
        Assert.Null(book.SaveBeside(saved));
        Assert.Equal("two", Assert.Single(NoteBook.Beside(saved).All).Text);
        var other = NoteBook.InMemory();
        other.Put(s_file, "other");
        Assert.Contains("exists", other.SaveBeside(saved));
        Assert.Equal("two", Assert.Single(NoteBook.Beside(saved).All).Text);
    }
}
