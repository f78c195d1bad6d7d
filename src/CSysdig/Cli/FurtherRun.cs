using CSysdig.Capture.Buckets;
using CSysdig.Chisels;

namespace CSysdig.Cli;

/// <summary>The run of sysdig that a script asks for when its own is over.</summary>
static class FurtherRun
{
    /// <exception cref="UsageException">The arguments are wrong, or would write where the script may not.</exception>
    public static SysdigOptions Options(ScriptRun run)
    {
        var options = SysdigOptions.Parse([.. Words(run.Arguments)]);
        if (options.TrustChisels && !run.Trusted)
            throw new UsageException("a chisel asks for a run with --trust-chisels, which its own run does not have");
        if (WhyNot(run, options) is { } reason)
            throw new UsageException("a chisel asks for a run that it has no right to: " + reason);
        if (options.Files.Count == 0)
            throw new UsageException("a chisel asks for a run without a capture: " + run.Arguments);
        return options;
    }

    static string? WhyNot(ScriptRun run, SysdigOptions options)
    {
        if (!run.Trusted && options.Files.Append(options.Writing.File ?? "").Any(BucketAddress.IsMeant))
            return "s3:// asks other machines by the keys of the user; --trust-chisels allows it";
        // Files of a rotation have names of their own, and old ones are removed.
        if (options.Writing is { File: not null, Rotates: true } && !run.Trusted)
            return "-C, -G and -e write several files; --trust-chisels allows it";
        if (options.Writing.File is { } file and not "-" && run.WhyNotWrite(file) is { } reason)
            return reason;
        return options.Chisels.Select(c => run.WhyNotRun(c.Chisel, c.Arguments)).FirstOrDefault(r => r is not null);
    }

    /// <summary>Blanks divide words; quotes keep together what stands between them.</summary>
    static IEnumerable<string> Words(string line)
    {
        var (word, quote, isWord) = (new System.Text.StringBuilder(), '\0', false);
        foreach (var c in line)
        {
            if (quote == '\0' && c == ' ')
            {
                if (isWord)
                    yield return word.ToString();
                word.Clear();
                isWord = false;
                continue;
            }
            isWord = true;
            if (c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '"' or '\'')
                quote = c;
            else
                word.Append(c);
        }
        if (isWord)
            yield return word.ToString();
    }
}
