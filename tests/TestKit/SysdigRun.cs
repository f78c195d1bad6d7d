using CSysdig.Cli;
using CSysdig.Cli.Writing;
using CSysdig.Model.Formats;

namespace CSysdig.Tests.TestKit;

/// <summary>The sysdig command line without a process: what it would write to a pipe or a terminal.</summary>
static class SysdigRun
{
    /// <summary>What it prints for a capture, as bytes.</summary>
    public static byte[] Print(string capture, bool terminal, params string[] arguments) => Print(capture, terminal, eachLine: false, arguments);

    /// <summary>The same; with each line written at once by one thread.</summary>
    public static byte[] Print(string capture, bool terminal, bool eachLine, params string[] arguments)
    {
        var options = SysdigOptions.Parse(["-r", capture, .. arguments]);
        var counts = options.Summary ? new EventCounts() : null;
        var stream = new MemoryStream();
        using (var output = new OutputBuffer(stream, eachLine))
        {
            var format = EventFormat.Unescape(options.Format ?? SysdigOptions.DefaultFormat);
            using var interruption = new Interruption();
            var chisels = options.Chisels.Count > 0 ? new ChiselRun(options, output, terminal, interruption) : null;
            var printer = new EventPrinter(options, format, output, counts, terminal, chisels);
            printer.Print(capture);
            counts?.Write(output.Text, printer.Dialect);
        }
        return stream.ToArray();
    }

    /// <summary>Splits a line into words as a shell does: blanks divide, single quotes keep together.</summary>
    public static string[] Words(string line)
    {
        var words = new List<string>();
        foreach (var (part, index) in line.Split('\'').Select((p, i) => (p, i)))
        {
            if (index % 2 == 1)
                words.Add(part);
            else
                words.AddRange(part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
        return [.. words];
    }
}
