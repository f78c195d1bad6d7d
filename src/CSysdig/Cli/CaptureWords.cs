using CSysdig.Capture.Buckets;
using CSysdig.Capture.Scap;

namespace CSysdig.Cli;

/// <summary>Captures named without an option, in front of the filter: <c>sysdig trace.scap.gz proc.name=sshd</c>.</summary>
static class CaptureWords
{
    /// <summary>Takes the captures that the words begin with; what is left is the filter.</summary>
    /// <param name="isNamed">There is a capture already (-r): only what is sure to be another one is taken.</param>
    public static List<string> Take(List<string> words, bool isNamed)
    {
        var count = words.TakeWhile(word => isNamed ? IsCertain(word) : IsCapture(word)).Count();
        var captures = words[..count];
        words.RemoveRange(0, count);
        return captures;
    }

    /// <summary>A file that is there and called as captures are, or one in object storage: no filter, and no chisel's argument either.</summary>
    public static bool IsCertain(string word) => BucketAddress.IsMeant(word) || CaptureName.IsOne(word) && File.Exists(word);

    /// <summary>A command line names its captures by an option.</summary>
    public static bool AreNamed(string[] args) =>
        args.Any(a => a.StartsWith("-r", StringComparison.Ordinal) || a.StartsWith("--readf", StringComparison.Ordinal));

    /// <summary>What to say when no capture was named, though the words after the options look as if one was meant; else null.</summary>
    public static UsageException? Mistaken(string program, string filter)
    {
        var words = filter.Split(' ');
        if (words.FirstOrDefault(IsCertain) is { } file)
            return new($"the capture stands before the filter: {program} {file} FILTER, or -r {file}");
        return words is [var only] && IsPlain(only) ? new($"there is no file {only}, and it is no filter either; read a capture: {program} FILE, or -r FILE") : null;
    }

    /// <summary>It can't be meant as a filter: one begins with a field, a bracket or a word of its own.</summary>
    static bool IsCapture(string word) => word == "-" || IsCertain(word) || IsPlain(word) && word is not "not" && (Path.Exists(word) || CaptureName.IsOne(word) || BeginsLikePath(word));

    static bool BeginsLikePath(string word) => word.StartsWith('/') || word.StartsWith("./", StringComparison.Ordinal) || word.StartsWith("../", StringComparison.Ordinal);

    /// <summary>One word without an operator.</summary>
    static bool IsPlain(string word) => word.Length > 0 && word.AsSpan().IndexOfAny(" \t\n=<>!()\"'") < 0;
}
