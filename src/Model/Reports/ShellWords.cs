using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>The command lines of a report, quoted for a shell.</summary>
static class ShellWords
{
    /// <summary>What prints the events of a filter.</summary>
    public static string Print(string file, string filter) => $"sysdig -r {Quote(file.StartsWith('-') ? "./" + file : file)} {Quote(filter)}";

    static string Quote(string word) => "'" + SafeText.Clean(word).Replace("'", @"'\''") + "'";
}
