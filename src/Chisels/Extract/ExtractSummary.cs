using CSysdig.Chisels.Printing;
using CSysdig.Model.Extracting;
using CSysdig.Model.Text;

namespace CSysdig.Chisels.Extract;

/// <summary>What extract tells on the screen: what was written and downloaded by name, what was read in numbers.</summary>
static class ExtractSummary
{
    const int MostRows = 60;

    public static void Write(Utf8Writer to, Extraction extraction, int width)
    {
        var rows = extraction.Rows;
        ReportText.WriteCount(to, rows.Count(r => r.Place.Length > 0));
        to.Write(" files below "u8);
        to.Write(extraction.Folder);
        to.Write(", "u8);
        to.Write(Manifest.Name);
        to.Write(" has their names, types, gaps and SHA-256\n"u8);
        WriteGroup(to, "Downloaded over HTTP", rows, r => r.Kind == ArtifactKind.Body, width);
        WriteGroup(to, "Terminals: written is what was typed, read is what they showed", rows, r => r.IsTerminal, width);
        WriteGroup(to, "Files written", rows, r => r.Kind == ArtifactKind.Written && !r.IsTerminal, width);
        WriteGroup(to, "TCP connections, each direction", rows, r => r.Kind is ArtifactKind.Sent or ArtifactKind.Received, width);
        var read = rows.Where(r => r.Kind == ArtifactKind.Read).ToList();
        to.Write("\nFiles read: "u8);
        ReportText.WriteCount(to, read.Count);
        to.Write(", "u8);
        ReportText.WriteCount(to, read.Count(r => r.IsComplete));
        to.Write(" of them whole\n"u8);
        WriteBelied(to, rows, width);
        if (extraction.LeftOut > 0)
            to.Write($"\n{extraction.LeftOut} more were left out: there is no room for so many. A filter behind the folder's name chooses what matters.\n");
    }

    /// <summary>Files that are something else than their names say.</summary>
    static void WriteBelied(Utf8Writer to, IReadOnlyList<ArtifactRow> all, int width)
    {
        const int TypeColumns = 26;
        var rows = all.Where(r => r.Belied is not null).DistinctBy(r => (Convert.ToHexString(r.Name), r.Type)).ToList();
        if (rows.Count == 0)
            return;
        to.Write("\nNot what their names say ("u8);
        ReportText.WriteCount(to, rows.Count);
        to.Write(")\n  IS                        NAME\n"u8);
        foreach (var row in rows.Take(MostRows))
        {
            to.Write("  "u8);
            var start = to.Length;
            to.Write(row.Type!.Text);
            to.Write("  "u8);
            ReportText.Pad(to, start, TypeColumns);
            ReportText.WriteCaptured(to, row.Name, Math.Max(40, width - TypeColumns - 2));
            to.Write('\n');
        }
        if (rows.Count > MostRows)
            to.Write($"  and {rows.Count - MostRows} more\n");
    }

    static void WriteGroup(Utf8Writer to, string title, IReadOnlyList<ArtifactRow> all, Func<ArtifactRow, bool> belongs, int width)
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
        if (row.Kind is ArtifactKind.Sent or ArtifactKind.Received || row.IsTerminal)
        {
            start = to.Length;
            to.Write(row.KindName);
            ReportText.Pad(to, start, "received  ".Length);
        }
        ReportText.WriteCaptured(to, row.Name, Math.Max(40, width - SizeColumns - SeenColumns - ProcessColumns - 2));
        to.Write('\n');
    }
}
