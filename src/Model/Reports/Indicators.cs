using System.Net;
using System.Text;
using CSysdig.Capture.Events;
using CSysdig.Capture.Scap;
using CSysdig.Model.Calls;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Text;

namespace CSysdig.Model.Reports;

/// <summary>Gathers indicators from the events that are evidence. How many there are is bounded.</summary>
sealed class Indicators
{
    const int MostOfKind = 1000, MostText = 1024;

    readonly Dictionary<(IndicatorKind, string), Indicator> _known = [];
    readonly int[] _counts = new int[Enum.GetValues<IndicatorKind>().Length];
    readonly CallPaths _paths = new();
    readonly Utf8Writer _named = new();

    /// <summary>Traces that there was no room for, each time they were met.</summary>
    public long LeftOut { get; private set; }

    /// <summary>All of them, by kind and name.</summary>
    public IReadOnlyList<Indicator> All => [.. _known.Values.OrderBy(i => i.Kind).ThenBy(i => i.Value, StringComparer.Ordinal)];

    /// <summary>Takes what one event of a finding's evidence names.</summary>
    /// <param name="data">The bytes that it moved.</param>
    public void Take(Event e, ulong time, StoryFinding finding, ReadOnlySpan<byte> data)
    {
        // Of a login every program of the session is evidence: those that matter have findings of their own.
        if (e.Thread is { } thread && finding.Rule.Kind != FindingKind.LoggedIn)
        {
            Text(IndicatorKind.Process, thread.Comm, time, finding);
            Domains(thread.Args, time, finding);
            if (CallKinds.Of(e.Code) == CallKind.Exec)
            {
                Path(thread.ExePath, time, finding);
                Named(thread.Args, thread.Cwd, time, finding);
            }
        }
        if (e.Fd is { IsFile: true } file)
            Path(file.Name, time, finding);
        else if (e.Fd is { Type: FdType.IPv4 or FdType.IPv6 } socket)
            Address(socket.IsServer ? socket.SourceIp : socket.DestinationIp, time, finding);
        Path(_paths.First(e), time, finding);
        Path(_paths.Second(e), time, finding);
        Domains(data, time, finding);
    }

    /// <summary>Takes the addresses that a finding's line names: of a download's bytes none tells from where they came.</summary>
    public void TakeNamed(StoryFinding finding)
    {
        foreach (var word in Encoding.UTF8.GetString(finding.Text).Split(' ', ',', '/'))
            // "23.7" would be an address too.
            if ((word.Count(c => c == '.') == 3 || word.Count(c => c == ':') > 1) && IPEndPoint.TryParse(word, out var end))
                Address(end.Address.GetAddressBytes(), finding.First, finding);
    }

    /// <summary>A file came to be in a session.</summary>
    public void Made(ReadOnlySpan<byte> path)
    {
        if (_known.TryGetValue((IndicatorKind.Path, Captured.Text(path, MostText)), out var known))
            known.IsMade = true;
    }

    void Address(byte[] ip, ulong time, StoryFinding finding)
    {
        if (ip.Length is not (4 or 16) || AddressText.IsLoopback(ip) || !ip.AsSpan().ContainsAnyExcept((byte)0))
            return;
        var text = new Utf8Writer(64);
        AddressText.Write(text, ip);
        Take(IndicatorKind.Address, text.ToString(), time, finding);
    }

    void Path(ReadOnlySpan<byte> path, ulong time, StoryFinding finding)
    {
        if (path.StartsWith("/"u8) && !path.StartsWith("/dev/"u8) && !path.StartsWith("/proc/"u8))
            Text(IndicatorKind.Path, path, time, finding);
    }

    /// <summary>Files that arguments name, of which something is known already: a script that an interpreter runs.</summary>
    void Named(ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> folder, ulong time, StoryFinding finding)
    {
        foreach (var at in arguments.Split((byte)0))
        {
            var word = arguments[at];
            if (word.IsEmpty || word.Length > MostText)
                continue;
            _named.Clear();
            PathText.WriteAbsolute(_named, folder, word);
            if (_known.TryGetValue((IndicatorKind.Path, Captured.Text(_named.Written, MostText)), out var known))
                known.Take(time, finding);
        }
    }

    void Domains(ReadOnlySpan<byte> text, ulong time, StoryFinding finding)
    {
        foreach (var domain in DomainNames.In(text))
            Take(IndicatorKind.Domain, domain, time, finding);
    }

    void Text(IndicatorKind kind, ReadOnlySpan<byte> text, ulong time, StoryFinding finding)
    {
        if (text.Length > 0 && Captured.Text(text, MostText) is { Length: > 0 } shown)
            Take(kind, shown, time, finding, text);
    }

    void Take(IndicatorKind kind, string value, ulong time, StoryFinding finding, ReadOnlySpan<byte> captured = default)
    {
        if (!_known.TryGetValue((kind, value), out var indicator))
        {
            if (_counts[(int)kind] >= MostOfKind)
            {
                LeftOut++;
                return;
            }
            _counts[(int)kind]++;
            _known.Add((kind, value), indicator = new Indicator(kind, value, captured.ToArray()));
        }
        indicator.Take(time, finding);
    }
}
