using CSysdig.Model.State;
using CSysdig.Model.Story.Findings;

namespace CSysdig.Model.Story.Rules;

/// <summary>
/// Who sets times of files that are none of his. Whoever copies, unpacks or brings files has opened them to write before; of the call itself a
/// capture tells neither file nor time.
/// </summary>
sealed class TimeRules(FindingBook book)
{
    const int MostWriters = 20_000;
    // As libs number the calls.
    const int Utime = 22, Utimes = 180, FutimesAt = 201, UtimensAt = 219;

    HashSet<long> _writers = [];

    /// <summary>Whether a call sets times.</summary>
    public static bool Is(int call) => call is UtimensAt or Utimes or Utime or FutimesAt;

    /// <summary>A file was opened to be written; who was forked to share that work has done it for both.</summary>
    public void Wrote(Event e, ThreadInfo thread)
    {
        if (_writers.Count >= MostWriters || !_writers.Add(thread.Pid))
            return;
        if (e.Parent is { } parent && parent.Comm.AsSpan().SequenceEqual(thread.Comm) && _writers.Count < MostWriters)
            _writers.Add(parent.Pid);
    }

    /// <summary>The times of a file were set.</summary>
    public void Set(Event e, ThreadInfo thread, in Deed deed)
    {
        // What touch does its arguments say.
        if (!_writers.Contains(thread.Pid) && !thread.Comm.AsSpan().SequenceEqual("touch"u8) && !Trades.IsUpkeep(e, thread))
            book.Note(FindingKind.SetTimesBack, deed, thread.ExeLine, "calls"u8);
    }

    /// <summary>It is another program now.</summary>
    public void Ran(long pid) => _writers.Remove(pid);

    public void Ended(long pid) => _writers.Remove(pid);

    public void Settle(Func<long, bool> isGone) => _writers.RemoveWhere(pid => isGone(pid));
}
