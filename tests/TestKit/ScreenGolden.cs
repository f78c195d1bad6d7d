namespace CSysdig.Tests.TestKit;

/// <summary>Screens as they are meant to look, kept beside the tests; <c>WRITE_GOLDENS=1</c> writes them anew.</summary>
static class ScreenGolden
{
    static readonly bool s_writes = Environment.GetEnvironmentVariable("WRITE_GOLDENS") == "1";

    /// <summary>Waits until the terminal shows the screen of that name, to the last glyph.</summary>
    /// <param name="isThere">Tells that the screen is complete when it is to be written.</param>
    public static string[] Show(TmuxDriver terminal, string name, Func<string[], bool> isThere)
    {
        var path = PathOf(name);
        if (s_writes)
        {
            var screen = Settled(terminal, name, isThere);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Text(screen));
            return screen;
        }
        var wanted = Read(name);
        var last = Array.Empty<string>();
        try
        {
            return terminal.WaitFor(name, screen => Text(last = screen) == wanted);
        }
        catch (TimeoutException)
        {
            // The two beside each other say more than that it never came.
            Assert.Equal(wanted, Text(last));
            throw;
        }
    }

    /// <summary>A screen's lines without the blanks at their ends, each with its newline.</summary>
    public static string Read(string name) => File.ReadAllText(PathOf(name));

    static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Golden", "screens", name + ".txt");

    static string[] Settled(TmuxDriver terminal, string name, Func<string[], bool> isThere)
    {
        var before = "";
        return terminal.WaitFor(name, screen =>
        {
            var isSettled = isThere(screen) && Text(screen) == before;
            before = Text(screen);
            if (!isSettled)
                Thread.Sleep(150);
            return isSettled;
        });
    }

    static string Text(string[] screen) => string.Concat(screen.Select(line => line.TrimEnd() + "\n"));
}
