using CSysdig.Model.Text;

namespace CSysdig.Chisels.Story.Sessions;

/// <summary>The files that a session changed, a line each, in the order of the first change.</summary>
static class FileLines
{
    const int Most = 300;

    static readonly (FileActs Act, string Name)[] s_names =
    [
        (FileActs.DirectoryMade, "mkdir"), (FileActs.Created, "created"), (FileActs.Linked, "linked"), (FileActs.RenamedHere, "renamed to this"),
        (FileActs.Written, "written"), (FileActs.Emptied, "emptied"), (FileActs.OpenedToWrite, "opened to write"), (FileActs.ModeChanged, "chmod"),
        (FileActs.OwnerChanged, "chown"), (FileActs.RenamedAway, "renamed"), (FileActs.Removed, "removed"),
    ];

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
        StoryText.WriteClock(to, file.Time);
        if ((file.Acts & FileActs.Written) != 0)
            StoryText.WriteCount(to, file.Bytes, 12);
        else
            to.Fill((byte)' ', 12);
        to.Write("  "u8);
        StoryText.WriteCaptured(to, file.Path, Math.Max(60, width - 26));
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
        var isFirst = true;
        foreach (var (act, name) in s_names)
        {
            // Emptied and opened say nothing that written does not.
            if ((file.Acts & act) == 0 || act is FileActs.Emptied or FileActs.OpenedToWrite && (file.Acts & FileActs.Written) != 0)
                continue;
            to.Write(isFirst ? ""u8 : ", "u8);
            isFirst = false;
            to.Write(name);
            if (act == FileActs.ModeChanged)
                to.Write(" " + Convert.ToString(file.Mode & 0xfff, 8).PadLeft(4, '0'));
            if (file.Other is not null && act is FileActs.RenamedAway or FileActs.RenamedHere or FileActs.Linked)
            {
                to.Write(act == FileActs.RenamedAway ? " to "u8 : " from "u8);
                StoryText.WriteCaptured(to, file.Other!, 80);
            }
        }
    }

    /// <summary>The acts in words, for JSON.</summary>
    public static IEnumerable<string> Names(FileActs acts) => s_names.Where(n => (acts & n.Act) != 0).Select(n => n.Name);
}
