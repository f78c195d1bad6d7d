using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>The line of what was written that says what a file is to do: the job, the key, the command.</summary>
static class Said
{
    const int Longest = 160, LongKey = 80;

    static readonly byte[][] s_telling = ["curl "u8.ToArray(), "wget "u8.ToArray(), "/dev/tcp/"u8.ToArray(), "base64"u8.ToArray(), "/tmp/"u8.ToArray(), "/dev/shm/"u8.ToArray(), "NOPASSWD"u8.ToArray()];

    /// <summary>Empty where nothing is said, or the finding is about no such file.</summary>
    public static byte[] Of(FindingKind kind, ReadOnlySpan<byte> text) => kind switch
    {
        FindingKind.AddedSshKey => Key(LineOf(text, static _ => true)),
        FindingKind.AddedService => Cut(LineOf(text, static line => line.StartsWith("ExecStart="u8))),
        FindingKind.AddedCronJob => Cut(Telling(text) is { IsEmpty: false } telling ? telling : LineOf(text, static line => line[0] is (byte)'*' or (byte)'@' or >= (byte)'0' and <= (byte)'9' || line.StartsWith("#!"u8))),
        FindingKind.ChangedStartScript or FindingKind.PreloadedLibrary or FindingKind.ChangedSudoers =>
            Cut(Telling(text) is { IsEmpty: false } telling ? telling : LineOf(text, static _ => true)),
        _ => [],
    };

    delegate bool Test(ReadOnlySpan<byte> line);

    static ReadOnlySpan<byte> Telling(ReadOnlySpan<byte> text) => LineOf(text, static line =>
    {
        foreach (var word in s_telling)
            if (line.IndexOf(word) >= 0)
                return true;
        return false;
    });

    /// <summary>The first line that is neither empty nor a comment and passes a test.</summary>
    static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> text, Test test)
    {
        foreach (var range in text.SplitAny((byte)'\n', (byte)'\r'))
        {
            var line = text[range].Trim(" \t"u8);
            if (!line.IsEmpty && line[0] != '#' && test(line))
                return line;
        }
        return default;
    }

    // Of a key its kind and whose it is said to be: the number itself tells a reader nothing.
    static byte[] Key(ReadOnlySpan<byte> line)
    {
        if (line.Length <= LongKey || line.IndexOf(" AAAA"u8) is not (>= 0 and var at))
            return Cut(line);
        var end = line[(at + 1)..].IndexOf((byte)' ');
        return Cut([.. line[..(at + 1)], .. "..."u8, .. end < 0 ? default : line[(at + 1 + end)..]]);
    }

    static byte[] Cut(ReadOnlySpan<byte> line) => line.Length <= Longest ? line.ToArray() : [.. line[..Longest], .. "..."u8];
}
