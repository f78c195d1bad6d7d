using CSysdig.Chisels;
using CSysdig.Model.Streaming;

namespace CSysdig.Cli.Writing;

/// <summary>Reads the captures of a run once more and writes what a chisel has chosen of them.</summary>
static class ExportWriting
{
    public static void Write(SysdigOptions options, CaptureExport export, Interruption interruption)
    {
        var where = new WritingOptions { File = export.File, FatFile = true };
        where.Check(options.Files, "");
        if (options.Files.Contains("-"))
            throw new UsageException($"{export.File} needs the capture to be read twice, which standard input can't give; save it to a file and read that");
        using var writing = new CaptureWriting(where, everything: false, null, options.Following, interruption);
        foreach (var file in options.Files)
            Write(file, export, writing, options);
        writing.Close();
    }

    static void Write(string file, CaptureExport export, CaptureWriting writing, SysdigOptions options)
    {
        using var stream = EventStream.Open(file, options.Following, writing.Open());
        using var progress = ProgressLine.Of(stream.Reader, options);
        stream.Filter = export.Chooses;
        writing.Begin(stream);
        while (!writing.IsStopped && stream.Next())
            writing.Add();
        writing.End();
    }
}
