using System.Text;
using CSysdig.Model.Calls;
using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;
using CSysdig.Model.Text;

namespace CSysdig.Model.Story.Rules;

/// <summary>Scripts that a web server was made to write, and that make it run programs.</summary>
sealed class WebRules(FindingBook book, Actors actors)
{
    const int MostScripts = 5_000, MostServers = 1_000, MostFolders = 1_000;

    static readonly byte[][] s_endings = [.. new[] { ".php", ".phtml", ".phar", ".php5", ".php7", ".jsp", ".jspx", ".asp", ".aspx", ".ashx", ".cgi" }.Select(Encoding.ASCII.GetBytes)];

    Dictionary<byte[], bool> _written = new(ByteKey.Comparer);
    /// <summary>Where servers have scripts.</summary>
    readonly HashSet<byte[]> _folders = new(ByteKey.Comparer);
    /// <summary>What a server's processes were asked for: the first script that each opened since.</summary>
    Dictionary<long, byte[]?> _asked = [];

    /// <summary>A server's process takes another request.</summary>
    public void Asked(long pid)
    {
        if (_asked.Count > 0 && _asked.ContainsKey(pid))
            _asked[pid] = null;
    }

    /// <summary>A server's own process opened a file.</summary>
    public void Opened(Event e, ThreadInfo thread, ulong time)
    {
        if (e.ErrorCode != 0 || e.Fd is not { IsFile: true } file || !IsScript(file.Name) || actors.GroupOfServer(thread) is not { } group)
            return;
        if (OpenCall.Writes(OpenCall.Flags(e)))
            Wrote(Deed.Of(group, e, thread, time), file.Name);
        else
            Asked(thread.Pid, file.Name);
    }

    /// <summary>A script is written by a server, by what it started, or in a session where servers have theirs.</summary>
    public Finding? Wrote(in Deed deed, byte[] path)
    {
        if (!IsScript(path))
            return null;
        var isServers = deed.Group.Service is { } service && Trades.OnlyAnswers(service.Comm);
        if (!isServers && !_folders.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(FolderOf(path)))
            return null;
        // What people bring may run programs when it is asked for.
        if (isServers && _written.Count < MostScripts)
            _written.TryAdd(path, true);
        return book.Note(FindingKind.LeftWebShell, deed, path, path);
    }

    /// <summary>A program was started by a server, perhaps for who asked for a script.</summary>
    public void Ran(ThreadInfo thread, long parent, in Deed deed)
    {
        if (_asked.Count == 0 || !_asked.TryGetValue(parent, out var script) || script is null || !_written.ContainsKey(script))
            return;
        if (book.Note(FindingKind.LeftWebShell, deed, script, script, isGrave: true) is { Tail.Length: 0 } finding)
            finding.Tail = [.. " runs "u8, .. PathText.Bounded(thread.ExeLine, 160)];
    }

    public void Ended(long pid) => _asked.Remove(pid);

    public void Settle(Func<long, bool> isGone)
    {
        _written = TableBound.Keep(_written, MostScripts);
        _asked = TableBound.Keep(_asked, MostServers, (pid, _) => isGone(pid));
    }

    void Asked(long pid, byte[] script)
    {
        if (_asked.TryGetValue(pid, out var first) ? first is null : _asked.Count < MostServers)
            _asked[pid] = script;
        var folders = _folders.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (_folders.Count < MostFolders && !folders.Contains(FolderOf(script)))
            folders.Add(FolderOf(script));
    }

    static ReadOnlySpan<byte> FolderOf(ReadOnlySpan<byte> path) => path[..(path.LastIndexOf((byte)'/') + 1)];

    static bool IsScript(ReadOnlySpan<byte> path)
    {
        foreach (var ending in s_endings)
            if (path.EndsWith(ending))
                return true;
        return false;
    }
}
