using CSysdig.Model.Filters;
using CSysdig.Model.Queries;
using CSysdig.Model.State;
using CSysdig.Model.Streaming;
using CSysdig.Model.ToolOrder;

namespace CSysdig.Chisels.Snapshots;

/// <summary>A thread and those of its open fds that a filter lets pass.</summary>
readonly record struct ThreadFds(ThreadInfo Thread, TrackedThread Tracked, IReadOnlyList<KeyValuePair<long, FdInfo>> Fds);

/// <summary>The threads of a machine with their open fds, in the order in which the original chisels see them.</summary>
static class OpenFds
{
    /// <param name="filter">Null for all; else threads are left out that have no fd which it lets pass.</param>
    public static IEnumerable<ThreadFds> Of(EventStream stream, Filter? filter)
    {
        var asked = new OpenFd(stream.State);
        var threads = new List<ThreadFds>();
        foreach (var tracked in stream.State.Threads.InToolOrder())
        {
            var fds = tracked.Fds.Open.ToList();
            if (filter is not null)
                fds.RemoveAll(fd =>
                {
                    asked.Seek(tracked.Newest, fd.Key, fd.Value, stream.Current.Raw);
                    return !filter.Test(asked.Event);
                });
            if (filter is null || fds.Count > 0)
                threads.Add(new ThreadFds(tracked.Newest, tracked, InScriptOrder(fds, fd => fd.Key)));
        }
        return InScriptOrder(threads, t => t.Thread.Tid);
    }

    static List<T> InScriptOrder<T>(List<T> items, Func<T, long> key) =>
        [.. ScriptOrder.Of([.. items.Select(i => (int)key(i))]).Select(i => items[i])];
}
