using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;
using CSysdig.Model.Story.Sessions;

namespace CSysdig.Model.Story.Rules;

/// <summary>
/// On whose behalf a process does something: somebody in a session, or whoever called a service of the network. What the machine does
/// for itself has no actor.
/// </summary>
sealed class Actors(SessionTable sessions, FindingBook book)
{
    const int Most = 20_000;

    /// <summary>Processes that answered a call from the network, and what they started.</summary>
    Dictionary<long, FindingGroup?> _served = [];
    Dictionary<long, ThreadInfo> _servers = [];

    /// <summary>The group to which what a process does belongs; null for the machine's own doing.</summary>
    public FindingGroup? Of(ThreadInfo thread)
    {
        if (sessions.Find(thread.Pid) is { } member)
            return member.Session is { Kind: not SessionKind.Switch } session ? book.Of(session) : null;
        return _served.Count > 0 ? _served.GetValueOrDefault(thread.Pid) : null;
    }

    /// <summary>The group of what a server's process is made to do; null for any other process.</summary>
    public FindingGroup? GroupOfServer(ThreadInfo thread) => _servers.Count > 0 && _servers.TryGetValue(thread.Pid, out var server) ? book.Of(server) : null;

    /// <summary>A process has taken a call from the network, or one that a web server hands on.</summary>
    public void Accepted(Event e, ThreadInfo thread)
    {
        if (e.ErrorCode != 0 || _servers.Count >= Most || _servers.ContainsKey(thread.Pid))
            return;
        var main = e.MainThread ?? thread;
        if (TrafficWatch.IsInternet(e.Fd) ? !Trades.StartsOthers(main.Comm) : e.Fd is { Type: Capture.Scap.FdType.Unix } && Trades.OnlyAnswers(main.Comm))
            _servers.Add(thread.Pid, main);
    }

    /// <summary>A process became a program: it acts for who called the service that its parent is, or that started its parent.</summary>
    /// <param name="parent">The process that started it.</param>
    public void Ran(ThreadInfo thread, long parent)
    {
        if (_servers.Count == 0 || _served.Count >= Most || _served.ContainsKey(thread.Pid))
            return;
        if (_served.TryGetValue(parent, out var group) || _servers.TryGetValue(parent, out var server) && (group = book.Of(server)) is not null)
            _served.Add(thread.Pid, group);
    }

    /// <summary>A process was forked: it acts for whom its parent does, though that may end before it becomes a program.</summary>
    public void Forked(Event e, ThreadInfo child)
    {
        if (_served.Count > 0 && _served.Count < Most && child.IsMain && _served.TryGetValue(e.Parent?.Pid ?? child.Ptid, out var group))
            _served[child.Pid] = group;
    }

    /// <summary>Makes room for other processes. The answer is the groups for which processes still act.</summary>
    public HashSet<FindingGroup?> Settle(Func<long, bool> isGone)
    {
        _served = TableBound.Keep(_served, Most, (pid, _) => isGone(pid));
        _servers = TableBound.Keep(_servers, Most, (pid, _) => isGone(pid));
        return [.. _served.Values];
    }

    public void Ended(ThreadInfo thread)
    {
        if (!thread.IsMain)
            return;
        _served.Remove(thread.Pid);
        _servers.Remove(thread.Pid);
    }
}
