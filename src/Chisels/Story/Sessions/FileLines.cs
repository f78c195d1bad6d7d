using CSysdig.Chisels.Printing;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>The files that a session changed, a line each, in the order of the first change.</summary>
static class FileLines
{
    const int Most = 300;

    // By the numbers of their bits.
    static readonly string[] s_names =
        ["created", "written", "emptied", "removed", "renamed", "renamed to this", "chmod", "mkdir", "linked", "chown", "opened to write"];

    public static void Write(Utf8Writer to, SessionView view, int width)
    {
        var left = view.Session.FilesLeftOut;
        to.Write($"\nFiles changed ({view.Files.Count + left})\n");
        if (view.Files.Count > 0)
            to.Write("FIRST              BYTES  FILE\n"u8);
        foreach (var file in view.Files.Take(Most))
            WriteLine(to, file, width);
        if (view.Files.Count > Most)
            to.Write($"... and {view.Files.Count - Most} more; -j has them\n");
        if (left > 0)
            to.Write($"... and more, for which there is no room ({left} changes)\n");
    }

    static void WriteLine(Utf8Writer to, FileChange file, int width)
    {
        ReportText.WriteClock(to, file.Time);
        if ((file.Acts & FileActs.Written) != 0)
            ReportText.WriteCount(to, file.Bytes, 12);
        else
            to.Fill((byte)' ', 12);
        to.Write("  "u8);
        ReportText.WriteCaptured(to, file.Path, Math.Max(60, width - 26));
        to.Write("  "u8);
        WriteActs(to, file);
        if (file.IsHidden)
            to.Write("  HIDDEN"u8);
        if (file.IsWipedLog)
            to.Write("  LOG WIPED"u8);
        to.Write('\n');
    }

    static void WriteActs(Utf8Writer to, FileChange file)
    {
        const int MostActs = 8;
        var count = 0;
        for (var rest = file.Order; rest != 0; rest >>= 4)
        {
            if (count > 0)
                to.Write(", "u8);
            if (++count > MostActs)
            {
                to.Write("..."u8);
                break;
            }
            var number = (int)(rest & 15) - 1;
            to.Write(s_names[number]);
            var act = (FileActs)(1 << number);
            if (act == FileActs.ModeChanged)
                to.Write(" " + Mode(file));
            if (file.Other is not null && act is FileActs.RenamedAway or FileActs.RenamedHere or FileActs.Linked)
            {
                to.Write(act == FileActs.RenamedAway ? " to "u8 : " from "u8);
                ReportText.WriteCaptured(to, file.Other!, 80);
            }
        }
    }

    /// <summary>The mode that was set last, in four octal digits.</summary>
    public static string Mode(FileChange file) => Convert.ToString(file.Mode & 0xfff, 8).PadLeft(4, '0');

    /// <summary>The acts in words and in order.</summary>
    public static IEnumerable<string> Names(FileChange file)
    {
        for (var rest = file.Order; rest != 0; rest >>= 4)
            yield return s_names[(int)(rest & 15) - 1];
    }
}
