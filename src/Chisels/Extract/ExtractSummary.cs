using CSysdig.Chisels.Printing;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Extract;

/// <summary>What extract tells on the screen: what was written and downloaded by name, what was read in numbers.</summary>
static class ExtractSummary
{
    const int MostRows = 60;

    public static void Write(Utf8Writer to, string folder, Artifacts artifacts, int width)
    {
        var rows = artifacts.Rows;
        ReportText.WriteCount(to, rows.Count(r => r.Place.Length > 0));
        to.Write(" files below "u8);
        to.Write(folder);
        to.Write(", "u8);
        to.Write(Manifest.Name);
        to.Write(" has their names, gaps and SHA-256\n"u8);
        WriteGroup(to, "Downloaded over HTTP", rows, r => r.Kind == ArtifactKind.Body, width);
        WriteGroup(to, "Terminals: written is what was typed, read is what they showed", rows, IsTerminal, width);
        WriteGroup(to, "Files written", rows, r => r.Kind == ArtifactKind.Written && !IsTerminal(r), width);
        WriteGroup(to, "TCP connections, each direction", rows, r => r.Kind is ArtifactKind.Sent or ArtifactKind.Received, width);
        var read = rows.Where(r => r.Kind == ArtifactKind.Read).ToList();
        to.Write("\nFiles read: "u8);
        ReportText.WriteCount(to, read.Count);
        to.Write(", "u8);
        ReportText.WriteCount(to, read.Count(r => r.IsComplete));
        to.Write(" of them whole\n"u8);
        if (artifacts.LeftOut > 0)
            to.Write($"\n{artifacts.LeftOut} more were left out: there is no room for so many. A filter behind the folder's name chooses what matters.\n");
    }

    static bool IsTerminal(ArtifactRow row) => row.Kind is ArtifactKind.Read or ArtifactKind.Written
        && (row.Name.AsSpan().SequenceEqual("/dev/ptmx"u8) || row.Name.AsSpan().SequenceEqual("/dev/pts/ptmx"u8));

    static void WriteGroup(Utf8Writer to, string title, List<ArtifactRow> all, Func<ArtifactRow, bool> belongs, int width)
    {
        var rows = all.Where(belongs).ToList();
        if (rows.Count == 0)
            return;
        to.Write('\n');
        to.Write(title);
        to.Write(" ("u8);
        ReportText.WriteCount(to, rows.Count);
        to.Write(")\n        BYTES  SEEN  PROCESS           NAME\n"u8);
        foreach (var row in rows.Take(MostRows))
            WriteRow(to, row, width);
        if (rows.Count > MostRows)
            to.Write($"  and {rows.Count - MostRows} more\n");
    }

    static void WriteRow(Utf8Writer to, ArtifactRow row, int width)
    {
        const int SizeColumns = 13, SeenColumns = 6, ProcessColumns = 18;
        ReportText.WriteCount(to, row.Size, SizeColumns);
        var start = to.Length;
        if (row.Seen == row.Size)
            to.Write(row.IsComplete ? "whole"u8 : "all"u8);
        else
        {
            to.Write(row.Seen * 100 / row.Size);
            to.Write('%');
        }
        ReportText.ShiftRight(to, start, SeenColumns);
        to.Write("  "u8);
        start = to.Length;
        ReportText.WriteCaptured(to, row.Comm, 10);
        to.Write(' ');
        to.Write(row.Pid);
        ReportText.Pad(to, start, ProcessColumns);
        if (row.Kind is ArtifactKind.Sent or ArtifactKind.Received || IsTerminal(row))
        {
            start = to.Length;
            to.Write(row.KindName);
            ReportText.Pad(to, start, "received  ".Length);
        }
        ReportText.WriteCaptured(to, row.Name, Math.Max(40, width - SizeColumns - SeenColumns - ProcessColumns - 2));
        to.Write('\n');
    }
}
