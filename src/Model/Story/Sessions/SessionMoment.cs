namespace CSysdig.Model.Story.Sessions;

/// <summary>Sessions as they were at a moment, told from what is kept of them since.</summary>
/// <param name="time">Then, in nanoseconds since the epoch.</param>
/// <param name="lived">Whether the process that has an id was there then.</param>
sealed class SessionMoment(ulong time, Func<long, bool> lived)
{
    public ulong Time => time;

    public bool HasBegun(Session session) => session.Start <= time;

    /// <param name="row">The session as it stands now.</param>
    public SessionRow RowOf(Session session, SessionRow row, int findings)
    {
        var end = session.End <= time ? session.End : 0;
        var newest = NewestOf(session);
        // What nothing has changed since then is as it is now; of the rest only sums are kept.
        var isSame = Math.Max(session.Active, session.End) <= time;
        return row with
        {
            End = end,
            Outcome = end == 0 ? null : row.Outcome,
            Active = ActiveOf(session),
            Running = RunningIn(session),
            Processes = isSame ? row.Processes : SessionRow.Unknown,
            Commands = isSame ? row.Commands : session.Commands.Count(c => c.Time <= time),
            Now = newest?.Line ?? [],
            IsBehind = newest is not null && IsBehind(session, newest),
            BytesIn = isSame || row.BytesIn == 0 ? row.BytesIn : SessionRow.Unknown,
            BytesOut = isSame || row.BytesOut == 0 ? row.BytesOut : SessionRow.Unknown,
            Findings = findings,
        };
    }

    // A process whose threads outlive it is there to its last thread's end; its command tells its own.
    int RunningIn(Session session)
    {
        var ended = session.Commands.Append(session.Shell).Where(c => c is { End: CommandEnd.Exited or CommandEnd.Killed or CommandEnd.Unknown } && c.EndTime <= time).Select(c => c!.Pid).ToHashSet();
        return session.Pids.ToArray().Count(pid => !ended.Contains(pid) && lived(pid));
    }

    Command? NewestOf(Session session) =>
        session.Commands.FindLast(c => c.Time <= time && c.Depth >= 0 && c.End != CommandEnd.ChangedDirectory && (c.End == CommandEnd.Running || c.EndTime > time));

    /// <summary>The shell had asked for other commands: it showed something since, as far as is kept, or another command was run.</summary>
    bool IsBehind(Session session, Command newest) => session.ShellActive <= time ? newest.Time < session.ShellActive
        : session.Commands.Exists(c => c.Parent == newest.Parent && c.Time > newest.Time && c.Time <= time);

    /// <summary>As <see cref="SessionRow.Active"/> was.</summary>
    ulong ActiveOf(Session session)
    {
        if (session.Typed == 0)
            return Math.Max(session.Start, session.Active <= time ? session.Active : session.Commands.FindLast(c => c.Time <= time)?.Time ?? 0);
        var moves = session.Terminal.SoFar.Span;
        for (var i = moves.Length - 1; i >= 0; i--)
            if (moves[i] is { IsInput: true } move && move.Time <= time)
                return move.Time;
        return session.Start;
    }
}
