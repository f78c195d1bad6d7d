namespace CSysdig.Model.Story.Sessions;

/// <summary>Reads in what login servers log: to syslog's socket or a file, who was refused.</summary>
public static class LogWatch
{
    const int Longest = 200;

    /// <summary>Takes a line about a refused login, if the data is one.</summary>
    /// <param name="isCut">The line went on: its end need not be there.</param>
    public static void Read(ulong time, Login login, ReadOnlySpan<byte> data, bool isCut = false)
    {
        var at = data.IndexOf("Failed "u8);
        // Failed password for invalid user bob from 203.0.113.66 port 40707 ssh2
        if (at < 0 || data[at..].IndexOf(" for "u8) is not (> 0 and var to))
            return;
        var text = data[at..];
        text = text[..(text.IndexOfAnyInRange((byte)0, (byte)31) is >= 0 and var line ? line : text.Length)];
        if (to + 5 >= text.Length)
            return;
        var user = text[(to + 5)..];
        if (user.StartsWith("invalid user "u8))
            user = user["invalid user "u8.Length..];
        // A name may hold blanks, and even " from ": the last one divides.
        var from = user.LastIndexOf(" from "u8);
        if (from < 0 && !isCut)
            return;
        login.Take(new LoggedFailure(time, (from < 0 ? user : user[..from]).ToArray(), text[..Math.Min(Longest, text.Length)].ToArray()));
    }
}
