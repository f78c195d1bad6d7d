using System.Globalization;
using System.Text.RegularExpressions;
using CSysdig.Capture.Scap;

namespace CSysdig.Capture.Remote;

/// <summary>Another machine as ssh reaches it: <c>ssh://[USER@]HOST[:PORT]</c>. What it is made of can be taken neither for an option nor for words of a shell.</summary>
public sealed partial record RemoteAddress
{
    const string Scheme = "ssh://";

    RemoteAddress(string destination, int? port) => (Destination, Port) = (destination, port);

    /// <summary>The host, with the user if one was named, as ssh takes them in one word.</summary>
    public string Destination { get; }

    /// <summary>Null for the one that ssh's own settings say.</summary>
    public int? Port { get; }

    /// <summary>How messages call it.</summary>
    public string Name => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{Destination}:{port}") : Destination;

    /// <summary>Whether a word is meant as an address.</summary>
    public static bool IsMeant(string word) => word.StartsWith(Scheme, StringComparison.Ordinal);

    /// <exception cref="CaptureException">It is none; the message says what is expected.</exception>
    public static RemoteAddress Parse(string word)
    {
        var found = Parts().Match(word[Scheme.Length..]);
        if (!found.Success)
            throw new CaptureException($"{word} is no machine: expected ssh://HOST, with USER@ before the host and :PORT behind it if need be");
        var port = found.Groups["port"] is { Success: true, ValueSpan: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : (int?)null;
        if (port is < 1 or > ushort.MaxValue)
            throw new CaptureException($"{word} is no machine: a port is a number from 1 to 65535");
        return new RemoteAddress(found.Groups["user"].Value + found.Groups["host"].Value, port);
    }

    [GeneratedRegex(@"\A(?<user>[A-Za-z0-9_.+][A-Za-z0-9_.+@-]*@)?(\[(?<host>[0-9A-Fa-f:.]+(%[A-Za-z0-9_.-]+)?)\]|(?<host>[A-Za-z0-9_.][A-Za-z0-9_.-]*))(:(?<port>[0-9]{1,6}))?/?\z")]
    private static partial Regex Parts();
}
