using System.Text;
using CSysdig.Model.Text;

namespace CSysdig.Model.UserRules.Files;

/// <summary>A file of rules is wrong; the message is one line for the user that begins with the place, and is safe to be shown.</summary>
public sealed class RuleFileException : Exception
{
    internal RuleFileException(Place place, string what) : base(Shown($"{place}: {what}"))
    {
    }

    internal RuleFileException(string what) : base(Shown(what))
    {
    }

    /// <summary>A line that holds words of a file.</summary>
    internal static string Shown(string line)
    {
        const int longest = 1000;
        return SafeText.ToString(Encoding.UTF8.GetBytes(line.Length <= longest ? line : line[..longest] + "..."));
    }
}

/// <summary>Where something stands in a file; lines and columns count from 1.</summary>
readonly record struct Place(string File, long Line, long Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
