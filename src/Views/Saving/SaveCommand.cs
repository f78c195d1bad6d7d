using System.Text;
using CSysdig.Capture;
using CSysdig.Capture.Scap;
using CSysdig.Model.Filters.Syntax;
using CSysdig.Model.Text;
using CSysdig.Model.Views;
using CSysdig.Views.Drawing;
using CSysdig.Views.Hosting;
using CSysdig.Views.Keys;
using CSysdig.Views.Text;
using CSysdig.Views.Typing;

namespace CSysdig.Views.Saving;

/// <summary>The commands that write files.</summary>
static class SaveCommand
{
    const string PictureKinds = "a name ending in .svg or .txt";
    const string Kinds = "a name ending in .csv, .json, .md, .txt, .cast, .scap, .scap.gz or .scap.zst";

    public static PromptError? Run(IScreenHost host, Screen screen, string file) => Save(host, screen, file, over: false);

    public static PromptError? RunOver(IScreenHost host, Screen screen, string file) => Save(host, screen, file, over: true);

    public static PromptError? Screenshot(IScreenHost host, Screen screen, string file)
    {
        file = UserPath.Of(file);
        var isPicture = file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);
        if (!isPicture && !file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase))
            return new PromptError($"expected {PictureKinds}", -1);
        if (Refuse(file, over: false, "save!") is { } error)
            return error;
        // The question is still on the screen: the picture is taken of what comes after it.
        host.Ask(null);
        var picture = host.Picture();
        var text = isPicture ? ScreenSvg.Write(picture, host.Theme) : picture.ToText();
        if (Try(host, file, () => Write(file, text)) is { } refused)
            host.Say(refused.Message, alarm: true);
        return null;
    }

    static string Write(string file, string text)
    {
        File.WriteAllText(file, text);
        return "the screen";
    }

    static PromptError? Save(IScreenHost host, Screen screen, string file, bool over)
    {
        file = UserPath.Of(file);
        if (Refuse(file, over, "save!") is { } error)
            return error;
        if (CaptureName.IsOne(file) && host.Fleet is not null)
            return new PromptError($"a capture is of one host: {screen.Keys.Of(Act.Open)} on a row goes into its", -1);
        if (CaptureName.IsOne(file))
            return Write(host, screen.Selection!, file);
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => SaveTable(host, screen, file, TableFile.WriteCsv),
            ".json" => SaveTable(host, screen, file, TableFile.WriteJson),
            ".md" => SaveTable(host, screen, file, (to, table) => TableFile.WriteMarkdown(to, table, HeadOf(host, screen))),
            ".cast" => SaveTerminal(host, screen, file),
            ".txt" => Try(host, file, () => $"{SaveLines(host, screen, file):#,0} lines"),
            _ => new PromptError($"expected {Kinds}", -1),
        };
    }

    static PromptError? SaveTable(IScreenHost host, Screen screen, string file, Action<Stream, ITabular> write)
    {
        if (screen is not ITabular table)
            return new PromptError("only tables and lists of events have columns to write; save this as .txt or .scap", -1);
        return Try(host, file, () =>
        {
            using var to = File.Create(file);
            write(to, table);
            return $"{table.Count:#,0} rows";
        });
    }

    static PromptError? SaveTerminal(IScreenHost host, Screen screen, string file)
    {
        if (screen is not ITerminalRecord terminal)
            return new PromptError("only a session's transcript or replay has a terminal to write", -1);
        return Try(host, file, () =>
        {
            using var to = new BufferedStream(File.Create(file));
            return $"{terminal.WriteCast(to):#,0} reads and writes of the terminal";
        });
    }

    static int SaveLines(IScreenHost host, Screen screen, string file)
    {
        using var to = new StreamWriter(file, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        to.WriteLine(HeadOf(host, screen));
        to.WriteLine();
        for (var row = 0; row < screen.Count; row++)
            to.WriteLine(screen.RowText(row).TrimEnd());
        return screen.Count;
    }

    /// <summary>What is below: of which capture, of which time of it and by which filter; numbers by the second are of that time.</summary>
    static string HeadOf(IScreenHost host, Screen screen)
    {
        var all = host.Span;
        var time = screen.Stretch ?? (screen.Selection?.Range is { } range ? all.And(range) : all);
        var text = new Utf8Writer();
        text.Write($"{screen.Title} of {host.Fleet?.Name ?? Path.GetFileName(host.History.Path)}, ");
        TimeText.WriteInstant(text, time.From, nanoseconds: true);
        text.Write(" to "u8);
        TimeText.WriteInstant(text, time.Until, nanoseconds: true);
        text.Write($", {Units.Duration(time.Length)}");
        if (screen.Selection?.Filter is { Length: > 0 } filter)
            text.Write($", filter: {filter}");
        return SafeText.ToString(text.Written);
    }

    /// <summary>Writes a capture of a selection to a file that does not exist.</summary>
    public static PromptError? SaveCapture(IScreenHost host, Selection selection, string file)
    {
        file = UserPath.Of(file);
        return !CaptureName.IsOne(file) ? new PromptError("expected a name ending in .scap, .scap.gz or .scap.zst", -1) : Refuse(file, over: false, command: null) ?? Write(host, selection, file);
    }

    static PromptError? Write(IScreenHost host, Selection selection, string file)
    {
        var history = host.History;
        if (history.IsFile && Path.GetFullPath(history.Path) == Path.GetFullPath(file))
            return new PromptError("that is the capture being read", -1);
        if (history.IsFile && !history.IsComplete)
            return new PromptError("the capture is still being read; save when it is complete", -1);
        host.Say($"writing {file} …");
        // It takes as long as reading the capture; what is on the screen can be used meanwhile.
        Task.Run(() =>
        {
            try
            {
                var (written, missing) = SelectionCapture.Write(history, selection, file, ShareDone.Teller(host, $"writing {file}"));
                var problem = host.Notes.SaveBeside(file);
                host.Tell($"{written:#,0} events written to {file}{(missing is null ? "" : $"; {missing}")}{(problem is null ? "" : $"; {problem}")}", alarm: missing is not null || problem is not null);
            }
            catch (Exception e) when (e is CaptureException or FilterException or IOException or UnauthorizedAccessException)
            {
                host.Tell(FileProblem.Of(e), alarm: true);
            }
        });
        return null;
    }

    /// <param name="command">Writes over files; null where none does.</param>
    internal static PromptError? Refuse(string file, bool over, string? command) =>
        file.Length == 0 ? new PromptError($"expected {Kinds}", -1)
        : Directory.Exists(file) ? new PromptError($"{file} is a folder", -1)
        : !over && File.Exists(file) ? new PromptError(command is null ? $"{file} exists" : $"{file} exists; {command} writes over it", -1)
        : null;

    static PromptError? Try(IScreenHost host, string file, Func<string> write)
    {
        try
        {
            host.Say($"{write()} written to {file}");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return new PromptError($"{file} can't be written: {FileProblem.Of(e)}", -1);
        }
    }
}
